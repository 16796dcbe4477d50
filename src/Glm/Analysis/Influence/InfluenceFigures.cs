using Glm.Statistics;

namespace Glm.Analysis.Influence;

/// <summary>How well one score tells operonic pairs of one group from the others; NaN unless there are both. Immutable.</summary>
/// <param name="AveragePrecision">With a 95% interval from drawing stretches of 30 genes anew.</param>
/// <param name="Auroc">Area under the receiver operating characteristic, with an interval.</param>
/// <param name="Lead">The average precision of the influence less this one, on the same draws; NaN for the influence itself.</param>
public sealed record InfluenceFigures(Estimate AveragePrecision, Estimate Auroc, PairedDifference Lead);
