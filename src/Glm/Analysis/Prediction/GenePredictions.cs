using System.Globalization;
using Glm.Modeling;
using Glm.Runtime;
using Glm.Statistics;
using Glm.Training;

namespace Glm.Analysis.Prediction;

/// <summary>
/// Genes predicted from their windows while they are hidden, and baselines on the same hidden genes. Immutable by convention.
/// </summary>
/// <param name="Source">Where the genomes come from. Untrusted text.</param>
/// <param name="Genes">In the order of scaffolds and places.</param>
/// <param name="Scores">The baselines, and last the predictor. Ranks among all genes are those of the whole set.</param>
/// <param name="AccuracyInSet">Share of genes than which no other of the set fits the predictions better.</param>
/// <param name="MeanSurprise">Mean of <see cref="PredictedGene.Surprise"/>, in bits.</param>
/// <param name="Rivals">Genes among which the own one is ranked: all of the set, or an even sample of very many.</param>
/// <param name="LeftOut">Genes that were asked for and not predicted: in no window, or alone in theirs.</param>
/// <param name="Groups">What the bootstrap draws, for example "32 scaffolds".</param>
/// <param name="Options">How it was done.</param>
public sealed record GenePredictions(
    string Source,
    IReadOnlyList<PredictedGene> Genes,
    IReadOnlyList<BaselineScore> Scores,
    Estimate AccuracyInSet,
    Estimate MeanSurprise,
    int Rivals,
    int LeftOut,
    string Groups,
    GenePredictionOptions Options
)
{
    /// <summary>The figures of the predictor.</summary>
    public BaselineScore Predictor => Scores[^1];

    /// <summary>Whether the predictor is a model that nothing has trained: its label space was fitted to these genes.</summary>
    public bool IsUntrained { get; init; }

    /// <summary>Genomes of these that the model was trained on, as far as it is known.</summary>
    public IReadOnlyList<KnownGenome> TrainedOn { get; init; } = [];

    /// <summary>What a predictor that knows nothing has as its mean surprise, in bits.</summary>
    public double SurpriseOfGuesses => Math.Log2((Rivals + 1) / 2.0);

    /// <summary>The result in two or three sentences.</summary>
    public string Conclusion
    {
        get
        {
            var best = Scores.SkipLast(1).MaxBy(score => score.Accuracy.Value)!;
            var standing =
                Predictor.Accuracy.Low > best.Accuracy.High ? "ahead of"
                : Predictor.Accuracy.High < best.Accuracy.Low ? "behind"
                : "within the intervals of";
            var (name, other) = (LineText.Shown(Predictor.Name, 60), LineText.Shown(best.Name, 60));
            return $"{name} picks a hidden gene out of its window in {Percent(Predictor.Accuracy)}, {standing} the best baseline, "
                + $"{other} ({Percent(best.Accuracy)}), and out of all {Text(Rivals, "N0")} genes in {Percent(AccuracyInSet)}; its mean "
                + $"surprise is {Text(MeanSurprise.Value, "0.0")} bits, that of guesses {Text(SurpriseOfGuesses, "0.0")}."
                + (
                    IsUntrained
                        ? " Nothing has trained this model: its predictions are those of random weights, and say nothing about the genes."
                        : ""
                )
                + (TrainedOn.Count > 0 ? $" {KnownGenome.Told(TrainedOn)}: there, surprise tells what it could not learn by heart." : "");

            static string Text(double number, string format) => number.ToString(format, CultureInfo.InvariantCulture);

            static string Percent(Estimate figure) =>
                $"{Text(100 * figure.Value, "0.0")}% [{Text(100 * figure.Low, "0.0")}, {Text(100 * figure.High, "0.0")}]";
        }
    }
}
