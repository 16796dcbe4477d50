namespace Glm.Statistics;

/// <summary>
/// Area under the receiver operating characteristic: the probability that a positive item has a higher score than a negative one, ties
/// counting half, as in scikit-learn. It does not depend on how many items are positive.
/// </summary>
public static class Auroc
{
    /// <summary>Of one class.</summary>
    /// <param name="scores">The higher, the more likely positive; no NaN.</param>
    /// <param name="positive">Whether each item is positive.</param>
    /// <returns>0 to 1, 0.5 by chance; NaN unless there is both a positive and a negative item.</returns>
    public static double Of(ReadOnlySpan<double> scores, ReadOnlySpan<bool> positive) => new RankedScores(scores, positive).Auroc();
}
