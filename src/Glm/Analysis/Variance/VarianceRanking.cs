using Glm.Statistics;

namespace Glm.Analysis.Variance;

/// <summary>How well an order of families puts mobile ones first. Intervals are of the bootstrap over families. Immutable.</summary>
/// <param name="Name">What families are ordered by, for example "neighbour entropy".</param>
/// <param name="IsBaseline">Whether no model is needed for it.</param>
/// <param name="Auroc">The probability that a mobile family comes before another, 0 to 1, 0.5 by chance; NaN where there are none of one
/// kind.</param>
/// <param name="Fold">Share of mobile families in the tail of this order by their share of all families with a product; 1 by
/// chance.</param>
/// <param name="TailMobile">Mobile families in the tail of this order.</param>
/// <param name="TailKnown">Families in it that have a product.</param>
/// <param name="PValue">Of as many mobile ones in the tail or more, by the exact one-sided permutation test.</param>
/// <param name="Lead">How far the area of gLM beyond sequence, is above this one; NaN for itself.</param>
public sealed record VarianceRanking(
    string Name,
    bool IsBaseline,
    Estimate Auroc,
    Estimate Fold,
    int TailMobile,
    int TailKnown,
    double PValue,
    PairedDifference Lead
);
