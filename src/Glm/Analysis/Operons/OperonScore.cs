using Glm.Statistics;

namespace Glm.Analysis.Operons;

/// <summary>How well one score tells operonic pairs of neighbours from others. Immutable by convention.</summary>
/// <param name="Name">Such as "strand + distance".</param>
/// <param name="Kind">What it stands on.</param>
/// <param name="Values">[pairs], the higher, the more likely in one operon; NaN where the score says nothing. Labelled pairs have the
/// prediction of the fold in which they were held out.</param>
public sealed record OperonScore(string Name, OperonScoreKind Kind, double[] Values)
{
    /// <summary>Whether the values are probabilities, learned from labels or from the genome alone.</summary>
    public bool IsProbability { get; init; }

    /// <summary>Average precision over all labelled pairs, with an interval; NaN without labels. The base rate is that of a
    /// guess.</summary>
    public Estimate AveragePrecision { get; init; } = new(double.NaN, double.NaN, double.NaN);

    /// <summary>Average precision over the labelled pairs on one strand.</summary>
    public Estimate SameStrand { get; init; } = new(double.NaN, double.NaN, double.NaN);

    /// <summary>Area under the precision-recall curve by trapezoids, over all labelled pairs: the figure that the gLM paper
    /// reports.</summary>
    public double TrapezoidalArea { get; init; } = double.NaN;

    /// <summary>Area under the receiver operating characteristic, over all labelled pairs.</summary>
    public double Auroc { get; init; } = double.NaN;

    /// <summary>Average precision with the published random folds, which put genes of one operon on both sides; NaN for what is not
    /// learned.</summary>
    public double RandomFolds { get; init; } = double.NaN;

    /// <summary>The score that this one is compared with, pair by pair; null where it is compared with none.</summary>
    public string? Reference { get; init; }

    /// <summary>Its average precision less that of the reference, with a paired interval.</summary>
    public PairedDifference Gain { get; init; } = new(double.NaN, double.NaN, double.NaN, double.NaN);
}
