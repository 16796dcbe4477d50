namespace Glm.Statistics;

/// <summary>
/// Area under the precision-recall curve as a sum of steps, Σ (Rₙ - Rₙ₋₁) Pₙ over the distinct scores from the highest down. Nothing is
/// interpolated, and tied scores form one step, as in scikit-learn.
/// </summary>
public static class AveragePrecision
{
    /// <summary>Average precision of one class.</summary>
    /// <param name="scores">The higher, the more likely positive.</param>
    /// <param name="positive">Whether each item is positive.</param>
    /// <returns>Above 0 to 1; NaN if no item is positive.</returns>
    public static double Of(ReadOnlySpan<double> scores, ReadOnlySpan<bool> positive)
    {
        if (scores.Length != positive.Length)
            throw new ArgumentException($"{scores.Length} scores do not match {positive.Length} labels.", nameof(positive));
        var positives = positive.Count(true);
        if (positives == 0)
            return double.NaN;
        var keys = scores.ToArray();
        var labels = positive.ToArray();
        Array.Sort(keys, labels);

        var (found, foundBefore, sum) = (0, 0, 0d);
        for (var i = keys.Length - 1; i >= 0; i--)
        {
            if (labels[i])
                found++;
            if (i > 0 && keys[i - 1] == keys[i])
                continue;
            sum += (double)(found - foundBefore) / positives * found / (keys.Length - i);
            foundBefore = found;
        }
        return sum;
    }

    /// <summary>Mean over classes, each against the rest.</summary>
    /// <param name="probabilities">[classes.Length, classCount] row-major.</param>
    /// <param name="classes">The true class of each row, from 0.</param>
    /// <param name="classCount">Columns of <paramref name="probabilities"/>.</param>
    /// <returns>Above 0 to 1; classes without a row are not counted; NaN if there is no row.</returns>
    public static double Macro(ReadOnlySpan<double> probabilities, ReadOnlySpan<int> classes, int classCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 1);
        if (probabilities.Length != classes.Length * classCount)
            throw new ArgumentException(
                $"{probabilities.Length} probabilities do not make {classes.Length} rows of {classCount}.",
                nameof(probabilities)
            );
        var scores = new double[classes.Length];
        var positive = new bool[classes.Length];
        var (sum, counted) = (0d, 0);
        for (var k = 0; k < classCount; k++)
        {
            for (var i = 0; i < scores.Length; i++)
                (scores[i], positive[i]) = (probabilities[(i * classCount) + k], classes[i] == k);
            var precision = Of(scores, positive);
            if (double.IsNaN(precision))
                continue;
            sum += precision;
            counted++;
        }
        return counted == 0 ? double.NaN : sum / counted;
    }
}
