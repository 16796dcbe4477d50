using Glm.Genomes;

namespace Glm.Analysis.Taxonomy;

/// <summary>Contextual taxonomy: mean-pooled windows, logistic regression, stratified folds; gLM beside context-free vectors.</summary>
/// <param name="Rank">The rank that was predicted.</param>
/// <param name="Classes">Names in the order of the confusion matrices. Untrusted text.</param>
/// <param name="WindowsPerClass">How many windows each class has.</param>
/// <param name="Folds">Number of folds.</param>
/// <param name="ChanceAccuracy">Accuracy of always predicting the largest class, 0 to 1.</param>
/// <param name="Left">Windows left out, by reason (no lineage, a class smaller than the number of folds).</param>
/// <param name="Scores">gLM first, then context-free.</param>
public sealed record TaxonomyResult(
    TaxonomicRank Rank,
    IReadOnlyList<string> Classes,
    IReadOnlyList<int> WindowsPerClass,
    int Folds,
    double ChanceAccuracy,
    IReadOnlyDictionary<string, int> Left,
    IReadOnlyList<RepresentationScore> Scores
)
{
    /// <summary>How windows were dealt to folds.</summary>
    public FoldKind FoldKind { get; init; } = FoldKind.Stratified;
}
