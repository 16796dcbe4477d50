namespace Glm.Statistics;

/// <summary>
/// Area under the precision-recall curve as a sum of steps, Σ (Rₙ - Rₙ₋₁) Pₙ over the distinct scores from the highest down. Nothing is
/// interpolated, and tied scores form one step, as in scikit-learn.
/// </summary>
public static class AveragePrecision
{
    /// <summary>Average precision of one class.</summary>
    /// <param name="scores">The higher, the more likely positive; no NaN.</param>
    /// <param name="positive">Whether each item is positive.</param>
    /// <returns>Above 0 to 1; NaN if no item is positive.</returns>
    public static double Of(ReadOnlySpan<double> scores, ReadOnlySpan<bool> positive) =>
        new RankedScores(scores, positive).AveragePrecision();

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
        var positive = new bool[probabilities.Length];
        for (var i = 0; i < classes.Length; i++)
            if ((uint)classes[i] < (uint)classCount)
                positive[(i * classCount) + classes[i]] = true;
        return Macro(probabilities, positive, classCount);
    }

    /// <summary>Mean over labels, any number of which an item may have.</summary>
    /// <param name="scores">[items, labelCount] row-major: the higher, the more likely.</param>
    /// <param name="labels">[items, labelCount] row-major: whether each item has each label.</param>
    /// <param name="labelCount">At least 1.</param>
    /// <returns>Above 0 to 1; labels that no item has are not counted; NaN if there is no other.</returns>
    public static double Macro(ReadOnlySpan<double> scores, ReadOnlySpan<bool> labels, int labelCount)
    {
        var (sum, counted) = (0d, 0);
        foreach (var ranked in RankedScores.PerColumn(scores, labels, labelCount))
            if (ranked.AveragePrecision() is var precision && !double.IsNaN(precision))
                (sum, counted) = (sum + precision, counted + 1);
        return counted == 0 ? double.NaN : sum / counted;
    }
}
