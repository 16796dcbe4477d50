using System.Globalization;
using Glm.Modeling;
using Glm.Runtime;

namespace Glm.Analysis.Paralogs;

/// <summary>Which of several candidates fits which neighbourhood, beside what needs no model. Immutable by convention.</summary>
/// <param name="Source">Where the genes come from. Untrusted text.</param>
/// <param name="Choices">In the order of scaffolds and places.</param>
/// <param name="Scores">The model first, then baselines.</param>
/// <param name="Candidates">Genes that compete.</param>
/// <param name="Answers">Different labels among them.</param>
/// <param name="Genomes">Genomes with a place: what the intervals rest on.</param>
/// <param name="Left">Genes of the family that were not judged, by reason.</param>
/// <param name="Options">How it was done.</param>
public sealed record ParalogResult(
    string Source,
    IReadOnlyList<ParalogChoice> Choices,
    IReadOnlyList<ParalogScore> Scores,
    int Candidates,
    int Answers,
    int Genomes,
    IReadOnlyDictionary<string, int> Left,
    ParalogOptions Options
)
{
    /// <summary>Whether the predictor is a model that nothing has trained.</summary>
    public bool IsUntrained { get; init; }

    /// <summary>Genomes of these that the model was trained on, as far as it is known.</summary>
    public IReadOnlyList<KnownGenome> TrainedOn { get; init; } = [];

    /// <summary>In words, what may be concluded.</summary>
    public string Conclusion
    {
        get
        {
            var (own, best) = (Scores[0], Scores.Where(score => score.IsBaseline).MaxBy(score => score.ReciprocalRank.Value)!);
            var standing =
                best.Lead.Low > 0 ? "better than the best baseline,"
                : best.Lead.High < 0 ? "worse than the best baseline,"
                : "not told apart from the best baseline,";
            return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{LineText.Shown(own.Name, 60)} puts the own gene first of {Candidates} candidates in "
                        + $"{100 * own.RecallAt1.Value:0.0}% of {Choices.Count} places "
                        + $"[{100 * own.RecallAt1.Low:0.0}, {100 * own.RecallAt1.High:0.0}]; mean reciprocal rank {own.ReciprocalRank}, "
                        + $"{standing} {LineText.Shown(best.Name, 60)} ({best.ReciprocalRank}; difference {best.Lead})."
                )
                + (IsUntrained ? " Nothing has trained this model: its choices are those of random weights." : "")
                + (TrainedOn.Count > 0 ? $" {KnownGenome.Told(TrainedOn)}, where it may know places by heart." : "");
        }
    }
}
