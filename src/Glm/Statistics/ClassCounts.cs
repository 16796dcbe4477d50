namespace Glm.Statistics;

/// <summary>How one class or label was predicted. Immutable.</summary>
/// <param name="TruePositives">Items of the class that were predicted to be.</param>
/// <param name="FalsePositives">Items of other classes that were predicted to be of it.</param>
/// <param name="FalseNegatives">Items of the class that were not predicted to be.</param>
public readonly record struct ClassCounts(long TruePositives, long FalsePositives, long FalseNegatives)
{
    /// <summary>Items of the class.</summary>
    public long Support => TruePositives + FalseNegatives;

    /// <summary>Share of the predicted ones that are right, 0 to 1; 0 if none was predicted.</summary>
    public double Precision => Share(TruePositives, TruePositives + FalsePositives);

    /// <summary>Share of the items of the class that were found, 0 to 1; 0 if there are none.</summary>
    public double Recall => Share(TruePositives, Support);

    /// <summary>Harmonic mean of precision and recall, 0 to 1; 0 where there is nothing to find or predict.</summary>
    public double F1 => Share(2 * TruePositives, (2 * TruePositives) + FalsePositives + FalseNegatives);

    /// <summary>The F1 of all classes' counts together.</summary>
    internal static double MicroF1(IReadOnlyList<ClassCounts> classes) =>
        new ClassCounts(
            classes.Sum(one => one.TruePositives),
            classes.Sum(one => one.FalsePositives),
            classes.Sum(one => one.FalseNegatives)
        ).F1;

    /// <summary>The mean F1, classes weighted by their items; NaN without items.</summary>
    internal static double WeightedF1(IReadOnlyList<ClassCounts> classes) =>
        classes.Sum(one => one.Support * one.F1) / classes.Sum(one => one.Support);

    private static double Share(long part, long whole) => whole == 0 ? 0 : (double)part / whole;
}
