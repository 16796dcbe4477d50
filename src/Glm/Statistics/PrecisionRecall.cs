namespace Glm.Statistics;

/// <summary>
/// The precision-recall curve: one point per distinct score, from the highest down, tied items in one step. The points are those of
/// scikit-learn's precision_recall_curve, in the opposite order. Immutable by convention.
/// </summary>
/// <param name="Recall">[points + 1]: share of the positive items at or above the threshold, rising from 0 to 1.</param>
/// <param name="Precision">[points + 1]: share of positive items among those at or above the threshold; 1 at recall 0.</param>
/// <param name="Thresholds">[points]: the scores, falling; the curve's first point has none.</param>
/// <param name="BaseRate">Share of positive items: the precision of a guess.</param>
/// <param name="AveragePrecision">Area as a sum of steps; nothing is interpolated.</param>
/// <param name="TrapezoidalArea">Area with straight lines between the points, which many papers publish as "PR AUC"; never compare it
/// with an average precision.</param>
public sealed record PrecisionRecall(
    double[] Recall,
    double[] Precision,
    double[] Thresholds,
    double BaseRate,
    double AveragePrecision,
    double TrapezoidalArea
)
{
    /// <summary>The curve of one class.</summary>
    /// <param name="scores">The higher, the more likely positive; no NaN.</param>
    /// <param name="positive">Whether each item is positive; at least one is.</param>
    /// <exception cref="ArgumentException">The lengths disagree, a score is NaN, or no item is positive.</exception>
    public static PrecisionRecall Of(ReadOnlySpan<double> scores, ReadOnlySpan<bool> positive)
    {
        var ranked = new RankedScores(scores, positive);
        var positives = positive.Count(true);
        if (positives == 0)
            throw new ArgumentException("No item is positive: there is no recall.", nameof(positive));
        var keys = scores.ToArray();
        var labels = positive.ToArray();
        Array.Sort(keys, labels);
        var (recall, precision, thresholds, found) = (new List<double> { 0 }, new List<double> { 1 }, new List<double>(), 0);
        for (var i = keys.Length - 1; i >= 0; i--)
        {
            if (labels[i])
                found++;
            if (i > 0 && keys[i - 1] == keys[i])
                continue;
            recall.Add((double)found / positives);
            precision.Add((double)found / (keys.Length - i));
            thresholds.Add(keys[i]);
        }
        return new PrecisionRecall(
            [.. recall],
            [.. precision],
            [.. thresholds],
            (double)positives / keys.Length,
            ranked.AveragePrecision(),
            ranked.TrapezoidalPrecisionRecallArea()
        );
    }
}
