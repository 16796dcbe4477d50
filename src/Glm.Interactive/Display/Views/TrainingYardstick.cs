using System.Globalization;
using Glm.Interactive.Display.Markup;
using Glm.Statistics;
using Glm.Training;

namespace Glm.Interactive.Display.Views;

/// <summary>A line beside the curves of a training, which says what an accuracy is worth.</summary>
/// <param name="Name">Untrusted text.</param>
/// <param name="Accuracy">0 to 1; its interval is NaN where it has none.</param>
/// <param name="IsPseudo">Whether it measures pseudo-accuracies, and not absolute ones.</param>
internal sealed record TrainingYardstick(string Name, Estimate Accuracy, bool IsPseudo)
{
    private static readonly string[] Numbers = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

    /// <summary>The accuracy with its name, in words.</summary>
    public string Text => $"{Name} {Html.Percent(Accuracy.Value)}{(IsPseudo ? " (pseudo)" : "")}";

    /// <summary>
    /// What every run has: chance and, for pseudo-accuracies, as many random genes as there are predictions: the best of several beats
    /// chance by itself. Where baselines were compared these are two of them, with the figures that they have there.
    /// </summary>
    public static IReadOnlyList<TrainingYardstick> Cheap(TrainingHistory history)
    {
        TrainingYardstick[] counted =
        [
            new TrainingYardstick("chance", Bare(history.ChanceAccuracy), false),
            .. double.IsFinite(history.RandomGenesAccuracy)
                ? [new TrainingYardstick(RandomGenes(history.Predictions), Bare(history.RandomGenesAccuracy), true)]
                : Array.Empty<TrainingYardstick>(),
        ];
        return Array.ConvertAll(counted, own =>
            history.Baselines.FirstOrDefault(score => score.Name == own.Name) is { } score ? Of(score) : own
        );
    }

    /// <summary>The lines of a run: its baselines, or else what every run has.</summary>
    public static IReadOnlyList<TrainingYardstick> Of(TrainingHistory history) =>
        [
            .. (history.Baselines.Count > 0 ? history.Baselines.Select(Of) : Cheap(history)).Where(yardstick =>
                double.IsFinite(yardstick.Accuracy.Value)
            ),
        ];

    private static TrainingYardstick Of(BaselineScore score) =>
        score.Predictions > 1
            ? new TrainingYardstick(score.Name, score.PseudoAccuracy, true)
            : new TrainingYardstick(score.Name, score.Accuracy, false);

    private static Estimate Bare(double accuracy) => new(accuracy, double.NaN, double.NaN);

    private static string RandomGenes(int count) =>
        (count < Numbers.Length ? Numbers[count] : count.ToString(CultureInfo.InvariantCulture))
        + (count == 1 ? " random gene" : " random genes");
}
