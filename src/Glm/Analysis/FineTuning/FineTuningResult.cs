using System.Diagnostics.CodeAnalysis;
using Glm.Analysis.Probes;
using Glm.Statistics;
using Glm.Training.FineTuning;

namespace Glm.Analysis.FineTuning;

/// <summary>
/// What a model learned of labels, by cross-validation beside what is there without fine-tuning, on the same folds; and the model that
/// learned from all of them. Immutable by convention; whoever holds it disposes of the model.
/// </summary>
/// <param name="About">What was taught, and on what.</param>
/// <param name="Options">How it was made, the seed included.</param>
/// <param name="Items">[N]: ids of the labelled items; folds are in the same order. Untrusted text.</param>
/// <param name="Folds">What was tested together.</param>
/// <param name="Unit">What the intervals take as independent.</param>
/// <param name="Units">How many of those there are.</param>
/// <param name="Metrics">Names of the figures; the first is the one that is compared.</param>
/// <param name="Chance">The first figure where nothing is known.</param>
/// <param name="AboveChance">The fine-tuned model's less that, in the same resamples.</param>
/// <param name="Classes">The largest first; empty for numbers.</param>
/// <param name="Dropped">Labels below the floor, the largest first.</param>
/// <param name="Left">Items that were not used, by reason.</param>
/// <param name="Scores">The fine-tuned model, then its baselines.</param>
/// <param name="Comparisons">The fine-tuned model with each baseline that looks at something.</param>
/// <param name="HeldOut">[N, C]: probabilities, or numbers, that the fine-tuned model gave while the item's fold was held out.</param>
/// <param name="Remarks">What has to be known to read the figures, a sentence each.</param>
public sealed record FineTuningResult(
    FineTuningRecord About,
    FineTuningOptions Options,
    IReadOnlyList<string> Items,
    Folds Folds,
    FoldGrouping Unit,
    int Units,
    IReadOnlyList<string> Metrics,
    Estimate Chance,
    PairedDifference AboveChance,
    IReadOnlyList<TuningClass> Classes,
    IReadOnlyList<DroppedLabel> Dropped,
    IReadOnlyDictionary<string, int> Left,
    IReadOnlyList<TuningScore> Scores,
    IReadOnlyList<TuningComparison> Comparisons,
    double[] HeldOut,
    IReadOnlyList<string> Remarks
) : FineTuningOutput
{
    /// <summary>Trained on all labelled items.</summary>
    /// <exception cref="InvalidOperationException">The result is without its model.</exception>
    [field: MaybeNull]
    public FineTunedModel Model
    {
        get => field ?? throw new InvalidOperationException("This result came without its model.");
        init;
    }

    /// <summary>The score of a representation; null where there is none.</summary>
    public TuningScore? ScoreOf(TuningRepresentation representation) =>
        Scores.FirstOrDefault(score => score.Representation == representation);

    /// <summary>What is best without fine-tuning.</summary>
    public TuningScore BestBaseline =>
        Scores
            .Where(score => score.Representation is not (TuningRepresentation.FineTuned or TuningRepresentation.Guess))
            .MaxBy(score => score.Figures[0].Value)!;

    /// <summary>In words, what may be concluded.</summary>
    public string Conclusion => FineTuningConclusion.Of(this);
}
