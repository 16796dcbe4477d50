namespace Glm.Statistics;

/// <summary>
/// True against predicted classes, one of each per item, and the figures that follow from the counts, as scikit-learn computes them. Two
/// classes are "no" and "yes": <c>PerClass[1]</c> then has the precision, recall and F1 of a binary prediction. Immutable by convention.
/// </summary>
public sealed class ConfusionMatrix
{
    private ConfusionMatrix(long[,] counts)
    {
        Counts = counts;
        var classes = counts.GetLength(0);
        PerClass = [.. Enumerable.Range(0, classes).Select(CountsOf)];

        ClassCounts CountsOf(int k)
        {
            var (predicted, support) = (0L, 0L);
            for (var other = 0; other < classes; other++)
                (predicted, support) = (predicted + counts[other, k], support + counts[k, other]);
            return new ClassCounts(counts[k, k], predicted - counts[k, k], support - counts[k, k]);
        }
    }

    /// <summary>[true class, predicted class].</summary>
    public long[,] Counts { get; }

    /// <summary>[classes]: each against the rest.</summary>
    public IReadOnlyList<ClassCounts> PerClass { get; }

    /// <summary>Number of items.</summary>
    public long Total => PerClass.Sum(one => one.Support);

    /// <summary>Share of items whose class is right, 0 to 1; NaN without items. Equal to the micro F1 of single labels.</summary>
    public double Accuracy => (double)PerClass.Sum(one => one.TruePositives) / Total;

    /// <summary>Mean recall over the classes that have items, 0 to 1; NaN without items.</summary>
    public double BalancedAccuracy => Mean(PerClass.Where(one => one.Support > 0).Select(one => one.Recall));

    /// <summary>Mean F1 over the classes that have items or were predicted, 0 to 1; NaN without items.</summary>
    public double MacroF1 => Mean(PerClass.Where(one => one.Support + one.FalsePositives > 0).Select(one => one.F1));

    /// <summary>Mean F1, classes weighted by their items, 0 to 1; NaN without items.</summary>
    public double WeightedF1 => ClassCounts.WeightedF1(PerClass);

    /// <summary>F1 of all classes' counts together, 0 to 1.</summary>
    public double MicroF1 => ClassCounts.MicroF1(PerClass);

    /// <summary>Counts items.</summary>
    /// <param name="classes">The true class of each item, from 0.</param>
    /// <param name="predicted">The predicted one.</param>
    /// <param name="classCount">At least 1.</param>
    /// <param name="weights">How often each item counts, 0 or more; empty: once.</param>
    public static ConfusionMatrix Of(
        ReadOnlySpan<int> classes,
        ReadOnlySpan<int> predicted,
        int classCount,
        ReadOnlySpan<int> weights = default
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 1);
        if (classes.Length != predicted.Length)
            throw new ArgumentException($"{predicted.Length} predictions do not match {classes.Length} classes.", nameof(predicted));
        if (!weights.IsEmpty && weights.Length != classes.Length)
            throw new ArgumentException($"{weights.Length} weights do not match {classes.Length} items.", nameof(weights));
        var counts = new long[classCount, classCount];
        for (var i = 0; i < classes.Length; i++)
            counts[classes[i], predicted[i]] += weights.IsEmpty ? 1 : weights[i];
        return new ConfusionMatrix(counts);
    }

    /// <summary>Counts items of two classes; the second one is "yes".</summary>
    /// <param name="positive">Whether each item is positive.</param>
    /// <param name="predicted">Whether it was predicted to be.</param>
    public static ConfusionMatrix Of(ReadOnlySpan<bool> positive, ReadOnlySpan<bool> predicted)
    {
        if (positive.Length != predicted.Length)
            throw new ArgumentException($"{predicted.Length} predictions do not match {positive.Length} labels.", nameof(predicted));
        var counts = new long[2, 2];
        for (var i = 0; i < positive.Length; i++)
            counts[positive[i] ? 1 : 0, predicted[i] ? 1 : 0]++;
        return new ConfusionMatrix(counts);
    }

    private static double Mean(IEnumerable<double> values) => values.DefaultIfEmpty(double.NaN).Average();
}
