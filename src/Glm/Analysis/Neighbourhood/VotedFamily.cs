using Glm.Genomes;

namespace Glm.Analysis.Neighbourhood;

/// <summary>A prediction of the neighbourhood vote: reference genes of one family. Immutable by convention.</summary>
/// <param name="Protein">The reference protein with most of the family's votes.</param>
/// <param name="Name">The name with most votes; null where none is known. Untrusted text.</param>
/// <param name="Share">Of the weight of all votes, 0 to 1.</param>
/// <param name="Strand">The strand that the gene would have.</param>
/// <param name="WeightedGenomes">About the number of independent genomes that support it; see <see cref="GenomeWeights"/>.</param>
/// <param name="Genomes">The reference genomes that support it, ascending.</param>
/// <param name="Neighbours">The query genes whose homologs point to it, ascending.</param>
/// <param name="Genes">The reference genes that were voted for, ascending.</param>
public sealed record VotedFamily(
    int Protein,
    string? Name,
    double Share,
    Strand Strand,
    double WeightedGenomes,
    int[] Genomes,
    int[] Neighbours,
    int[] Genes
);
