using Glm.Statistics;

namespace Glm.Analysis.Probes;

/// <summary>
/// How well a label of genes is predicted from gLM's vectors and from what they are compared with, by cross-validation on the same folds.
/// Immutable by convention.
/// </summary>
/// <param name="Label">Name of the labels.</param>
/// <param name="Source">Where the genes come from. Untrusted text.</param>
/// <param name="Options">How it was made, the seed included.</param>
/// <param name="IsMultiLabel">Whether some gene has several labels; each is then predicted against its rest.</param>
/// <param name="Genes">Ids of the probed genes; folds are in the same order. Untrusted text.</param>
/// <param name="Folds">What was tested together.</param>
/// <param name="Unit">What the intervals take as independent: genomes, or clusters of proteins.</param>
/// <param name="Units">How many of those there are.</param>
/// <param name="Layer">The layer that stands for gLM.</param>
/// <param name="BaseRate">Share of genes of the largest class, 0 to 1.</param>
/// <param name="Chance">Macro average precision of random scores: a little above the mean share of a class, the more so the fewer genes a
/// class has.</param>
/// <param name="Classes">The largest first.</param>
/// <param name="Dropped">Labels below the floor, the largest first.</param>
/// <param name="Left">Genes that were not probed, by reason.</param>
/// <param name="Scores">gLM's layers, context-free, context-only of the same layers, nearest neighbour, majority.</param>
/// <param name="Comparisons">gLM's layers, and context-only of these, against context-free.</param>
/// <param name="Remarks">What has to be known to read the figures, a sentence each.</param>
public sealed record ProbeResult(
    string Label,
    string Source,
    ProbeOptions Options,
    bool IsMultiLabel,
    IReadOnlyList<string> Genes,
    Folds Folds,
    FoldGrouping Unit,
    int Units,
    int Layer,
    double BaseRate,
    Estimate Chance,
    IReadOnlyList<ProbeClass> Classes,
    IReadOnlyList<DroppedLabel> Dropped,
    IReadOnlyDictionary<string, int> Left,
    IReadOnlyList<ProbeScore> Scores,
    IReadOnlyList<ProbeComparison> Comparisons,
    IReadOnlyList<string> Remarks
)
{
    /// <summary>
    /// The score of a representation; of gLM's layers, with the gene masked or not, that of <see cref="Layer"/>. Null where it was not
    /// probed.
    /// </summary>
    public ProbeScore? ScoreOf(ProbeRepresentation representation) =>
        Scores.FirstOrDefault(score => score.Representation == representation && (score.Layer is null || score.Layer == Layer));

    /// <summary>In words, what may be concluded.</summary>
    public string Conclusion => ProbeConclusion.Of(this);
}
