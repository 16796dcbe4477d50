using Glm.Statistics;

namespace Glm.Analysis.Taxonomy;

/// <summary>How well one representation of windows separates their taxa, by cross-validation. Immutable by convention.</summary>
/// <param name="Name">"gLM" (contextual) or "context-free".</param>
/// <param name="AccuracyPerFold">Share of held-out windows whose taxon is right, 0 to 1.</param>
/// <param name="AveragePrecisionPerFold">Mean over classes of the area under the precision-recall curve, 0 to 1.</param>
/// <param name="Confusion">[true class, predicted class] counts over all held-out windows.</param>
public sealed record RepresentationScore(string Name, double[] AccuracyPerFold, double[] AveragePrecisionPerFold, int[,] Confusion)
{
    /// <summary>Folds whose regression stopped before its gradient was within the tolerance; normally 0.</summary>
    public int UnconvergedFolds { get; init; }

    /// <summary>Average precision of each class against the rest over all held-out windows, 0 to 1, in the order of the result's
    /// classes.</summary>
    public IReadOnlyList<double> AveragePrecisionPerClass { get; init; } = [];

    /// <summary>Share of all held-out windows whose taxon is right, with an interval over whole genomes; its ends are NaN where there are
    /// too few of these.</summary>
    public Estimate HeldOutAccuracy { get; init; } = new(double.NaN, double.NaN, double.NaN);

    /// <summary>Mean over classes of the average precision over all held-out windows, with an interval over whole genomes.</summary>
    public Estimate HeldOutAveragePrecision { get; init; } = new(double.NaN, double.NaN, double.NaN);

    /// <summary>Mean over folds, 0 to 1.</summary>
    public double Accuracy => AccuracyPerFold.Average();

    /// <summary>Mean over folds, 0 to 1.</summary>
    public double AveragePrecision => AveragePrecisionPerFold.Average();
}
