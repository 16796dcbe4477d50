namespace Glm.Analysis.Neighbourhood;

/// <summary>
/// What the neighbourhood vote says of a gene, without looking at the gene itself: the family that stands beside the homologs of its
/// neighbours in other genomes. Immutable.
/// </summary>
/// <param name="Product">The family's most voted product; null where none is known. Untrusted text.</param>
/// <param name="Share">Of the weight of all votes, 0 to 1.</param>
/// <param name="Genomes">Genomes that support it.</param>
/// <param name="WeightedGenomes">The same, close relatives counted about as one; see <see cref="GenomeWeights"/>.</param>
/// <param name="IsHomolog">Whether the gene's own protein is a homolog of the predicted one: the vote is right.</param>
public sealed record NeighbourPrediction(string? Product, double Share, int Genomes, double WeightedGenomes, bool IsHomolog);
