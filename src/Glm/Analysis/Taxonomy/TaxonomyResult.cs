using Glm.Genomes;

namespace Glm.Analysis.Taxonomy;

/// <summary>How well one representation of windows tells their taxa apart, by cross-validation. Immutable by convention.</summary>
/// <param name="Name">"gLM" (contextual) or "context-free".</param>
/// <param name="AccuracyPerFold">Share of held-out windows whose taxon is right, 0 to 1.</param>
/// <param name="AveragePrecisionPerFold">Mean over classes of the area under the precision-recall curve, 0 to 1.</param>
/// <param name="Confusion">[true class, predicted class] counts over all held-out windows.</param>
public sealed record RepresentationScore(string Name, double[] AccuracyPerFold, double[] AveragePrecisionPerFold, int[,] Confusion)
{
    /// <summary>Folds whose regression stopped before its gradient was within the tolerance; 0 is the rule.</summary>
    public int UnconvergedFolds { get; init; }

    public double Accuracy => AccuracyPerFold.Average();

    public double AveragePrecision => AveragePrecisionPerFold.Average();
}

/// <summary>Contextual taxonomy: mean-pooled windows, logistic regression, stratified folds; gLM beside context-free vectors.</summary>
/// <param name="Rank">The rank that was predicted.</param>
/// <param name="Classes">Names in the order of the confusion matrices. Untrusted text.</param>
/// <param name="WindowsPerClass">How many windows each class has.</param>
/// <param name="Folds">Number of folds.</param>
/// <param name="ChanceAccuracy">Accuracy of always naming the largest class, 0 to 1.</param>
/// <param name="Left">Windows left out, by reason (no lineage, a class smaller than the number of folds).</param>
/// <param name="Scores">gLM first, then context-free.</param>
public sealed record TaxonomyResult(
    TaxonomicRank Rank,
    IReadOnlyList<string> Classes,
    IReadOnlyList<int> WindowsPerClass,
    int Folds,
    double ChanceAccuracy,
    IReadOnlyDictionary<string, int> Left,
    IReadOnlyList<RepresentationScore> Scores)
{
    /// <summary>How windows were dealt to folds.</summary>
    public FoldKind FoldKind { get; init; } = FoldKind.Stratified;
}
