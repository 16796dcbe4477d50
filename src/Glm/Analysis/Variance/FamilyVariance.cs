using Glm.Statistics;

namespace Glm.Analysis.Variance;

/// <summary>
/// How much the genes of one family differ: before context, after it, and in what stands beside them. Distances are roots of mean squared
/// Euclidean distances between two occurrences. Immutable.
/// </summary>
/// <param name="Name">Of the family. Untrusted text.</param>
/// <param name="Product">The most frequent product of its genes; null where none has one. Untrusted text.</param>
/// <param name="Occurrences">Genes that were compared.</param>
/// <param name="Genomes">Genomes with at least one of them.</param>
/// <param name="Context">Distance of two contextual vectors; its interval is that of the jackknife over genomes, NaN for one
/// genome.</param>
/// <param name="Protein">Distance of two protein vectors, as the model reads them.</param>
/// <param name="Expected">Distance of contextual vectors that the robust line of all families gives to this distance of proteins.</param>
public sealed record FamilyVariance(
    string Name,
    string? Product,
    int Occurrences,
    int Genomes,
    Estimate Context,
    double Protein,
    double Expected
)
{
    /// <summary>
    /// How far the contextual distance lies above what proteins explain: the residual from the line of all other families, in robust
    /// standard deviations of residuals.
    /// </summary>
    public required double Excess { get; init; }

    /// <summary>
    /// Shannon entropy of the families beside its genes, in bits, with the correction of Miller and Madow; grows with occurrences.
    /// </summary>
    public required double NeighbourEntropy { get; init; }

    /// <summary>
    /// The probability that two neighbours, of two different occurrences, are of different families, 0 to 1; does not grow with
    /// occurrences.
    /// </summary>
    public required double NeighbourTurnover { get; init; }

    /// <summary>Whether it is among the families that vary most.</summary>
    public required bool IsTail { get; init; }

    /// <summary>Whether its products tell that it is mobile; null where no gene has a product.</summary>
    public required bool? IsMobile { get; init; }
}
