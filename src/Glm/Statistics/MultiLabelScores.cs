namespace Glm.Statistics;

/// <summary>
/// Predictions of any number of labels per item, and the figures that follow from the counts, as scikit-learn computes them. Immutable by
/// convention.
/// </summary>
/// <param name="PerLabel">[labels].</param>
/// <param name="SubsetAccuracy">Share of items all of whose labels are right, 0 to 1; NaN without items.</param>
public sealed record MultiLabelScores(IReadOnlyList<ClassCounts> PerLabel, double SubsetAccuracy)
{
    /// <summary>Mean F1 over all labels, 0 to 1; a label that no item has and none was given counts 0.</summary>
    public double MacroF1 => PerLabel.Average(one => one.F1);

    /// <summary>Mean F1, labels weighted by their items, 0 to 1; NaN where no item has a label.</summary>
    public double WeightedF1 => ClassCounts.WeightedF1(PerLabel);

    /// <summary>F1 of all labels' counts together, 0 to 1.</summary>
    public double MicroF1 => ClassCounts.MicroF1(PerLabel);

    /// <summary>Counts labels.</summary>
    /// <param name="labels">[items, labelCount] row-major: whether each item has each label.</param>
    /// <param name="predicted">The same of the prediction.</param>
    /// <param name="labelCount">At least 1.</param>
    /// <param name="weights">How often each item counts, 0 or more; empty: once.</param>
    public static MultiLabelScores Of(
        ReadOnlySpan<bool> labels,
        ReadOnlySpan<bool> predicted,
        int labelCount,
        ReadOnlySpan<int> weights = default
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(labelCount, 1);
        if (labels.Length != predicted.Length || labels.Length % labelCount != 0)
            throw new ArgumentException(
                $"{labels.Length} labels and {predicted.Length} predictions do not make rows of {labelCount}.",
                nameof(predicted)
            );
        var items = labels.Length / labelCount;
        if (!weights.IsEmpty && weights.Length != items)
            throw new ArgumentException($"{weights.Length} weights do not match {items} items.", nameof(weights));
        var counts = new (long True, long FalsePositive, long FalseNegative)[labelCount];
        var (right, total) = (0L, 0L);
        for (var i = 0; i < items; i++)
        {
            var weight = weights.IsEmpty ? 1 : weights[i];
            var allRight = true;
            for (var k = 0; k < labelCount; k++)
            {
                var (has, given) = (labels[(i * labelCount) + k], predicted[(i * labelCount) + k]);
                if (has && given)
                    counts[k].True += weight;
                else if (given)
                    counts[k].FalsePositive += weight;
                else if (has)
                    counts[k].FalseNegative += weight;
                allRight &= has == given;
            }
            (right, total) = (right + (allRight ? weight : 0), total + weight);
        }
        return new MultiLabelScores(
            Array.ConvertAll(counts, one => new ClassCounts(one.True, one.FalsePositive, one.FalseNegative)),
            (double)right / total
        );
    }
}
