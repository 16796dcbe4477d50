using Glm.Analysis.Baselines;
using Glm.Interactive.Display.Markup;
using Glm.Interactive.Hosting;
using Glm.Statistics;

namespace Glm.Interactive.Display.Views;

/// <summary>Predictors of masked genes side by side, with intervals; where a model loses, the table says so.</summary>
public static class BaselineComparisonView
{
    public static MimeBundle Create(BaselineComparison comparison) =>
        Html.Bundle(
            Text(comparison),
            Html.View(
                Html.NewId(),
                Html.Heading("Masked genes: gLM and baselines")
                    + Html.Note(Setting(comparison))
                    + Table(comparison).ToHtml()
                    + (Verdict(comparison) is { } verdict ? Html.Note(verdict) : "")
            ),
            svg: null
        );

    internal static string Text(BaselineComparison comparison) =>
        $"Masked genes: gLM and baselines. {Setting(comparison)}\n{Table(comparison).ToText()}"
        + (Verdict(comparison) is { } verdict ? $"\n{verdict}" : "");

    private static string Setting(BaselineComparison comparison) =>
        $"{Html.Count(comparison.MaskedGenes, "masked gene")} of {Html.Count(comparison.HeldOutWindows, "held-out window")}, the same for "
        + $"all; each learned from {Html.Count(comparison.TrainingWindows, "window")}. 95% intervals from "
        + $"{Html.Line(comparison.Groups, 80)}.";

    /// <summary>Whether the model is ahead of every baseline, as far as the intervals can tell.</summary>
    internal static string? Verdict(BaselineComparison comparison)
    {
        if (comparison.Scores.FirstOrDefault(score => score.Name == GlmPredictor.StandardName) is not { } model)
            return null;
        var best = comparison.Scores.Where(score => !ReferenceEquals(score, model)).MaxBy(score => score.Accuracy.Value);
        if (best is null)
            return null;
        var name = Html.Line(best.Name, 60);
        return model.Accuracy.Low > best.Accuracy.High
                ? $"gLM is ahead of the best baseline, {name}, beyond both intervals of the accuracy."
            : model.Accuracy.High < best.Accuracy.Low
                ? $"gLM is behind {name}, beyond both intervals of the accuracy: it has not learned yet what that baseline knows."
            : $"The intervals of the accuracies of gLM and of the best baseline, {name}, overlap.";
    }

    private static DataTable Table(BaselineComparison comparison)
    {
        var table = new DataTable(["predictor", "accuracy", "pseudo-accuracy", "MRR in genome", "recall@10 in genome", "predicted"]);
        foreach (var score in comparison.Scores)
            table.Add(
                score.Name,
                Interval(score.Accuracy),
                Interval(score.PseudoAccuracy),
                Interval(score.ReciprocalRank),
                Interval(score.RecallAt10),
                Html.Percent(score.Predicted)
            );
        return table;
    }

    internal static string Interval(Estimate figure) =>
        double.IsNaN(figure.Value) ? "–"
        : double.IsNaN(figure.Low) ? Html.Percent(figure.Value)
        : $"{Html.Percent(figure.Value)} [{Html.Percent(figure.Low)}, {Html.Percent(figure.High)}]";
}
