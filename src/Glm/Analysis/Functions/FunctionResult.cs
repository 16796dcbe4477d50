using Glm.Analysis.Probes;
using Glm.Statistics;

namespace Glm.Analysis.Functions;

/// <summary>
/// How well functions of genes are predicted from their neighbourhood, beside what a table of known genes says, by cross-validation on the
/// same folds. Immutable by convention.
/// </summary>
/// <param name="Label">Name of the labels.</param>
/// <param name="Source">Where the genes come from.</param>
/// <param name="Options">How it was made, the seed included.</param>
/// <param name="Genes">Ids of the tested genes; folds are in the same order. Untrusted text.</param>
/// <param name="Folds">What was tested together: genomes, or stretches of consecutive genes.</param>
/// <param name="Families">What was done about homologs elsewhere.</param>
/// <param name="Fits">How often each method was fitted.</param>
/// <param name="LearnedFrom">Genes that a fit learned from, on average.</param>
/// <param name="Units">How many genomes or stretches there are, which the intervals take as independent.</param>
/// <param name="Classes">The labels, the most frequent first.</param>
/// <param name="Dropped">Labels that are too rare or in one unit only.</param>
/// <param name="Left">Genes that were not tested, by reason.</param>
/// <param name="Scores">By method; those that read neighbours first.</param>
/// <param name="Comparisons">Methods that read neighbours against those that do not.</param>
/// <param name="Remarks">What has to be known to read the figures, a sentence each.</param>
public sealed record FunctionResult(
    string Label,
    string Source,
    FunctionOptions Options,
    IReadOnlyList<string> Genes,
    Folds Folds,
    FamilyHoldOut Families,
    int Fits,
    double LearnedFrom,
    int Units,
    IReadOnlyList<FunctionClass> Classes,
    IReadOnlyList<DroppedLabel> Dropped,
    IReadOnlyDictionary<string, int> Left,
    IReadOnlyList<FunctionScore> Scores,
    IReadOnlyList<FunctionComparison> Comparisons,
    IReadOnlyList<string> Remarks
) : FunctionOutput(Label, Source)
{
    /// <summary>The score of a method; null where it was not tested.</summary>
    public FunctionScore? ScoreOf(FunctionMethod method) => Scores.FirstOrDefault(score => score.Method == method);

    /// <summary>A comparison; null where one of its two was not tested.</summary>
    public FunctionComparison? Compare(FunctionMethod method, FunctionMethod against) =>
        Comparisons.FirstOrDefault(one => one.Method == method && one.Against == against);

    /// <summary>In words, what may be concluded.</summary>
    public string Conclusion => FunctionConclusion.Of(this);
}
