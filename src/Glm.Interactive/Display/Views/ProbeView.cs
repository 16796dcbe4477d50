using System.Globalization;
using System.Text;
using Glm.Analysis.Probes;
using Glm.Interactive.Display.Charts;
using Glm.Interactive.Display.Markup;
using Glm.Interactive.Hosting;
using Glm.Statistics;

namespace Glm.Interactive.Display.Views;

/// <summary>What can be read of a label from which vectors, what that allows to conclude, and which classes gain.</summary>
public static class ProbeView
{
    public static MimeBundle Create(ProbeResult result)
    {
        var loader = ChartLoader.Current ?? new ChartLoader();
        var scores = PlotlyBlock.Part(ProbeCharts.Scores(result), loader);
        var classes = PlotlyBlock.Part(ProbeCharts.Classes(result), loader);
        var html =
            Html.Heading(Title(result))
            + Html.Note(Setting(result))
            + Html.Note(result.Conclusion)
            + Table(result).ToHtml(ScoreLimit)
            + scores.Html
            + classes.Html
            + string.Concat(result.Remarks.Select(Html.Note))
            + Html.Details("classes", PerClass(result).ToHtml(100))
            + (result.Dropped.Count == 0 ? "" : Html.Details("dropped labels", DroppedLabels(result).ToHtml(100)));
        return Html.Bundle(Text(result), Html.View(Html.NewId(), html), scores.StaticSvg);
    }

    internal static string Text(ProbeResult result) =>
        $"{Title(result)}. {Setting(result)}\n{result.Conclusion}\n{Table(result).ToText(ScoreLimit)}"
        + string.Concat(result.Remarks.Select(remark => $"\n{Html.Line(remark, 300)}"));

    /// <summary>A deep model has one row per layer.</summary>
    private const int ScoreLimit = 60;

    private static string Title(ProbeResult result) =>
        $"Probe of '{Html.Line(result.Label, 60)}'" + (result.Folds.Leaks ? " (leaky folds)" : "");

    private static string Setting(ProbeResult result)
    {
        var text = new StringBuilder(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Html.Count(result.Genes.Count, "gene")}, {Html.Count(result.Classes.Count, "class", "classes")}"
                    + $"{(result.IsMultiLabel ? ", several per gene" : "")}; the largest has "
                    + $"{Html.Percent(result.BaseRate)}; chance is a macro AP of {result.Chance.Value:0.000}. "
                    + $"{(result.Options.Kind == ProbeKind.Mlp ? "Perceptron" : "Logistic regression")}, {Folds(result)}, seed "
                    + $"{result.Options.Seed}; 95% intervals over {Html.Count(result.Units, Word(result.Unit))}."
            )
        );
        if (result.Dropped.Count > 0)
            text.Append(CultureInfo.InvariantCulture, $" Dropped: {Html.Count(result.Dropped.Count, "rare label")}.");
        foreach (var (reason, count) in result.Left)
            text.Append(CultureInfo.InvariantCulture, $" Excluded: {Html.Count(count, "gene")} {Html.Line(reason, 100)}.");
        return text.ToString();
    }

    private static string Folds(ProbeResult result) =>
        result.Folds.Grouping == FoldGrouping.Random
            ? $"{result.Folds.Count} folds of single genes"
            : $"{result.Folds.Count} folds of whole {Word(result.Folds.Grouping)}s";

    private static DataTable Table(ProbeResult result)
    {
        var table = new DataTable([
            "vectors",
            "macro AP",
            "macro F1",
            result.IsMultiLabel ? "all labels right" : "accuracy",
            "AP over context-free",
            "Holm's p",
        ]);
        foreach (var score in result.Scores)
        {
            var gain = result.Comparisons.FirstOrDefault(one => one.Representation == score.Representation && one.Layer == score.Layer);
            table.Add(
                score.Name,
                score.AveragePrecision.ToString(),
                score.MacroF1.ToString(),
                score.Accuracy.ToString(),
                gain is null ? "" : gain.AveragePrecision.ToString(),
                gain is null ? ""
                    : double.IsNaN(gain.AveragePrecisionP) ? "–"
                    : gain.AveragePrecisionP.ToString("0.0##", CultureInfo.InvariantCulture)
            );
        }
        return table;
    }

    private static DataTable PerClass(ProbeResult result)
    {
        var table = new DataTable(["class", "genes", "AP gLM", "AP context-free", "gain"]);
        foreach (var one in result.Classes)
            table.Add(one.Name, Html.Number(one.Genes), one.Contextual.ToString(), one.ContextFree.ToString(), one.Gain.ToString());
        return table;
    }

    private static DataTable DroppedLabels(ProbeResult result)
    {
        var table = new DataTable(["label", "genes", "why"]);
        foreach (var one in result.Dropped)
            table.Add(one.Name, Html.Number(one.Genes), one.Reason);
        return table;
    }

    private static string Word(FoldGrouping grouping) => grouping.ToString().ToLowerInvariant();
}
