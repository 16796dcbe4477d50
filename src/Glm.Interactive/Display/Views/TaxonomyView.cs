using System.Globalization;
using System.Text;
using Glm.Analysis.Taxonomy;
using Glm.Interactive.Display.Charts;
using Glm.Interactive.Display.Markup;
using Glm.Interactive.Hosting;
using Glm.Statistics;

namespace Glm.Interactive.Display.Views;

/// <summary>
/// How well the taxon of a window can be predicted: scores of gLM beside context-free vectors, every fold, and which taxa are confused.
/// </summary>
public static class TaxonomyView
{
    private const int ConfusionLimit = 40;

    public static MimeBundle Create(TaxonomyResult result)
    {
        var loader = ChartLoader.Current ?? new ChartLoader();
        var folds = PlotlyBlock.Part(TaxonomyCharts.Folds(result), loader);
        var confusion = Confusion(result, loader);
        var html =
            Html.Heading($"Taxonomy of windows by {Rank(result)}")
            + Html.Note(Setting(result))
            + (result.Conclusion.Length > 0 ? Html.Note(result.Conclusion) : "")
            + (result.Wider.Count > 0 ? Ranks(result).ToHtml(result.Wider.Count + 1) : "")
            + Table(result).ToHtml()
            + folds.Html
            + confusion.Html
            + Html.Details("classes", PerClass(result).ToHtml(100))
            + string.Concat(
                result
                    .Wider.Reverse()
                    .Select(wider =>
                        Html.Details(
                            $"by {Rank(wider)}",
                            Html.Note(Setting(wider))
                                + (wider.Conclusion.Length > 0 ? Html.Note(wider.Conclusion) : "")
                                + Table(wider).ToHtml()
                                + Confusion(wider, loader).Html
                                + PerClass(wider).ToHtml(100)
                        )
                    )
            );
        return Html.Bundle(Text(result), Html.View(Html.NewId(), html), confusion.Svg ?? folds.StaticSvg);
    }

    internal static string Text(TaxonomyResult result) =>
        $"Taxonomy of windows by {Rank(result)}. {Setting(result)}\n"
        + (result.Conclusion.Length > 0 ? result.Conclusion + "\n" : "")
        + (result.Wider.Count > 0 ? Ranks(result).ToText(result.Wider.Count + 1) + "\n" : "")
        + Table(result).ToText();

    private static (string Html, string? Svg) Confusion(TaxonomyResult result, ChartLoader loader)
    {
        if (result.Scores.Count == 0 || result.Classes.Count is 0 or > ConfusionLimit)
            return (Html.Note($"No confusion matrix is drawn for more than {ConfusionLimit} classes."), null);
        var chart = PlotlyBlock.Part(TaxonomyCharts.Confusion(result, Rank(result)), loader);
        return (chart.Html, chart.StaticSvg);
    }

    private static DataTable Ranks(TaxonomyResult result)
    {
        var table = new DataTable([
            "rank",
            "taxa",
            "windows",
            "largest",
            .. result.Scores.Select(score => $"accuracy, {score.Name}"),
            "gain",
        ]);
        foreach (var of in result.Wider.Append(result))
            table.Add([
                Rank(of),
                Html.Number(of.Classes.Count),
                Html.Number(of.WindowsPerClass.Sum()),
                Html.Percent(of.ChanceAccuracy),
                .. of.Scores.Select(score => BaselineComparisonView.Interval(score.HeldOutAccuracy)),
                of.Gain.ToString(),
            ]);
        return table;
    }

    private static string Rank(TaxonomyResult result) => result.Rank.ToString().ToLowerInvariant();

    private static string Setting(TaxonomyResult result)
    {
        var text = new StringBuilder(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Html.Count(result.WindowsPerClass.Sum(), "window")} of "
                    + $"{Html.Count(result.Classes.Count, "class", "classes")}, {Folds(result)}; always "
                    + $"predicting the largest class is right for {Html.Percent(result.ChanceAccuracy)}."
            )
        );
        foreach (var (reason, count) in result.Left)
            text.Append(CultureInfo.InvariantCulture, $" Excluded: {Html.Count(count, "window")} ({Html.Line(reason, 100)}).");
        return text.ToString();
    }

    private static string Folds(TaxonomyResult result) =>
        result.Grouping == FoldGrouping.Genome
            ? $"{result.FoldCount} folds of whole genomes"
            : $"{result.FoldCount} stratified folds, which {(result.Leaks ? "leak" : "do not leak")}";

    private static DataTable Table(TaxonomyResult result)
    {
        var table = new DataTable([
            "vectors",
            "accuracy",
            "± over folds",
            "held-out accuracy, 95%",
            "average precision",
            "± over folds",
            "held-out, 95%",
        ]);
        foreach (var score in result.Scores)
            table.Add(
                score.Name,
                Html.Percent(score.Accuracy),
                Html.Percent(Deviation(score.AccuracyPerFold)),
                BaselineComparisonView.Interval(score.HeldOutAccuracy),
                score.AveragePrecision.ToString("0.000", CultureInfo.InvariantCulture),
                Deviation(score.AveragePrecisionPerFold).ToString("0.000", CultureInfo.InvariantCulture),
                score.HeldOutAveragePrecision.ToString()
            );
        return table;
    }

    private static DataTable PerClass(TaxonomyResult result)
    {
        var table = new DataTable(["class", "windows", .. result.Scores.Select(score => $"average precision, {score.Name}")]);
        for (var i = 0; i < result.Classes.Count; i++)
        {
            var k = i;
            table.Add([
                result.Classes[i],
                Html.Number(result.WindowsPerClass[i]),
                .. result.Scores.Select(score =>
                    k < score.AveragePrecisionPerClass.Count
                        ? score.AveragePrecisionPerClass[k].ToString("0.000", CultureInfo.InvariantCulture)
                        : "–"
                ),
            ]);
        }
        return table;
    }

    /// <summary>Sample standard deviation; 0 for a single fold.</summary>
    private static double Deviation(double[] values)
    {
        if (values.Length < 2)
            return 0;
        var mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1));
    }
}
