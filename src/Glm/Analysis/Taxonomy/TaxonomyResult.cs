using System.Globalization;
using Glm.Genomes;
using Glm.Statistics;

namespace Glm.Analysis.Taxonomy;

/// <summary>Contextual taxonomy: mean-pooled windows, logistic regression on folds; gLM beside context-free vectors. Immutable by
/// convention.</summary>
/// <param name="Rank">The rank that was predicted.</param>
/// <param name="Classes">Names in the order of the confusion matrices. Untrusted text.</param>
/// <param name="WindowsPerClass">How many windows each class has.</param>
/// <param name="FoldCount">Number of folds.</param>
/// <param name="ChanceAccuracy">Accuracy of always predicting the largest class, 0 to 1.</param>
/// <param name="Left">Windows left out, by reason (no lineage, a class smaller than the number of folds).</param>
/// <param name="Scores">gLM first, then context-free.</param>
public sealed record TaxonomyResult(
    TaxonomicRank Rank,
    IReadOnlyList<string> Classes,
    IReadOnlyList<int> WindowsPerClass,
    int FoldCount,
    double ChanceAccuracy,
    IReadOnlyDictionary<string, int> Left,
    IReadOnlyList<RepresentationScore> Scores
)
{
    /// <summary>How windows were dealt to folds.</summary>
    public FoldGrouping Grouping { get; init; } = FoldGrouping.Genome;

    /// <summary>Whether windows of one genome are both trained on and tested, which flatters both representations.</summary>
    public bool Leaks { get; init; }

    /// <summary>The same at broader ranks, the broadest first; empty unless all ranks were asked for.</summary>
    public IReadOnlyList<TaxonomyResult> Wider { get; init; } = [];

    /// <summary>The share of right windows of gLM less that of context-free vectors, with a paired interval over whole genomes.</summary>
    public PairedDifference Gain { get; init; } = new(double.NaN, double.NaN, double.NaN, double.NaN);

    /// <summary>What may be concluded, in words.</summary>
    public string Conclusion
    {
        get
        {
            if (double.IsNaN(Gain.Value))
                return "";
            var points = string.Create(
                CultureInfo.InvariantCulture,
                $"{100 * Gain.Value:+0.0;-0.0;0.0} points [{100 * Gain.Low:+0.0;-0.0;0.0}, {100 * Gain.High:+0.0;-0.0;0.0}]"
            );
            var compared =
                Gain.Low > 0 ? $"Context adds to what the proteins alone tell: {points}."
                : Gain.High < 0 ? $"Context takes from what the proteins alone tell: {points}."
                : $"Context adds nothing that can be told from 0 to what the proteins alone tell: {points}.";
            return Leaks
                ? $"{compared} These folds leak: windows of one genome are trained on and tested, so that genomes are "
                    + $"recognised rather than taxa."
                : compared;
        }
    }
}
