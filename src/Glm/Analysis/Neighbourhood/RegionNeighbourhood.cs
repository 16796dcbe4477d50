using Glm.Genomes;

namespace Glm.Analysis.Neighbourhood;

/// <summary>What other genomes say about the neighbours of a region's genes. Immutable by convention.</summary>
/// <param name="Region">The genes.</param>
/// <param name="Pairs">Each gene with the next, from left to right; one fewer than genes.</param>
/// <param name="Predictions">For each gene what its neighbours predict; null where they have no homolog elsewhere.</param>
/// <param name="Proteins">Of the region's genes, by id.</param>
/// <param name="Reference">The genomes that were asked, for display. Untrusted text.</param>
/// <param name="ReferenceGenomes">How many of them count: all but the region's own and copies of it.</param>
/// <param name="NearestGenome">The genome most similar to the region's own; null where none is similar. Untrusted text.</param>
/// <param name="NearestSimilarity">Its similarity, 0 to 1; see <see cref="GenomeWeights.SimilarityOf"/>.</param>
/// <param name="KnowsRelatives">Whether close relatives among the genomes share a weight; otherwise each counts for itself.</param>
/// <param name="SearchedBy">What found the homologs, for example "DIAMOND 2.1.3 --sensitive".</param>
public sealed record RegionNeighbourhood(
    GeneWindow Region,
    IReadOnlyList<NeighbourPair> Pairs,
    IReadOnlyList<NeighbourPrediction?> Predictions,
    IReadOnlyDictionary<string, Protein> Proteins,
    string Reference,
    int ReferenceGenomes,
    string? NearestGenome,
    double NearestSimilarity,
    bool KnowsRelatives,
    string SearchedBy
)
{
    /// <summary>
    /// Below this similarity the nearest genome is a distant relative, about of another family or order: then few neighbourhoods are still
    /// the same, and one close genome would say more than all of them.
    /// </summary>
    public const double DistantSimilarity = 0.1;

    /// <summary>Whether all genomes that were asked are distant relatives.</summary>
    public bool HasOnlyDistant => ReferenceGenomes > 0 && NearestSimilarity < DistantSimilarity;
}
