using System.Globalization;
using System.Text;
using Glm.Analysis.Taxonomy;
using Glm.Interactive.Display.Charts;
using Glm.Interactive.Display.Drawing;
using Glm.Interactive.Display.Markup;
using Glm.Interactive.Hosting;
using Plotly.NET;

namespace Glm.Interactive.Display.Views;

/// <summary>How well windows tell their taxa: scores of gLM beside context-free vectors, every fold, and who is taken for whom.</summary>
public static class TaxonomyView
{
    private const int ConfusionLimit = 40;

    public static MimeBundle Create(TaxonomyResult result)
    {
        var loader = ChartLoader.Current ?? new ChartLoader();
        var folds = PlotlyBlock.Part(Folds(result), loader);
        var confusion =
            result.Scores.Count > 0 && result.Classes.Count is > 0 and <= ConfusionLimit
                ? PlotlyBlock.Part(Confusion(result), loader)
                : null;
        var html =
            Html.Heading($"Taxonomy of windows by {Rank(result)}")
            + Html.Note(Setting(result))
            + Table(result).ToHtml()
            + folds.Html
            + (confusion?.Html ?? Html.Note($"No confusion matrix is drawn for more than {ConfusionLimit} classes."))
            + Html.Details("windows per class", PerClass(result).ToHtml(100));
        return Html.Bundle(Text(result), Html.View(Html.NewId(), html), confusion?.StaticSvg ?? folds.StaticSvg);
    }

    internal static string Text(TaxonomyResult result) =>
        $"Taxonomy of windows by {Rank(result)}. {Setting(result)}\n{Table(result).ToText()}";

    private static string Rank(TaxonomyResult result) => result.Rank.ToString().ToLowerInvariant();

    private static string Setting(TaxonomyResult result)
    {
        var text = new StringBuilder(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Html.Count(result.WindowsPerClass.Sum(), "window")} of "
                    + $"{Html.Count(result.Classes.Count, "class", "classes")}, {result.Folds} stratified folds; always naming the "
                    + $"largest class is right for {Html.Percent(result.ChanceAccuracy)}."
            )
        );
        foreach (var (reason, count) in result.Left)
            text.Append(CultureInfo.InvariantCulture, $" Left out: {Html.Count(count, "window")} ({Html.Line(reason, 100)}).");
        return text.ToString();
    }

    private static DataTable Table(TaxonomyResult result)
    {
        var table = new DataTable(["vectors", "accuracy", "± over folds", "average precision", "± over folds"]);
        foreach (var score in result.Scores)
            table.Add(
                score.Name,
                Html.Percent(score.Accuracy),
                Html.Percent(Deviation(score.AccuracyPerFold)),
                score.AveragePrecision.ToString("0.000", CultureInfo.InvariantCulture),
                Deviation(score.AveragePrecisionPerFold).ToString("0.000", CultureInfo.InvariantCulture)
            );
        return table;
    }

    private static DataTable PerClass(TaxonomyResult result)
    {
        var table = new DataTable(["class", "windows"]);
        for (var i = 0; i < result.Classes.Count; i++)
            table.Add(result.Classes[i], Html.Number(result.WindowsPerClass[i]));
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

    private static GenericChart Folds(TaxonomyResult result)
    {
        var traces = new[] { "", "2" }.SelectMany(axis =>
            result.Scores.Select(
                (score, i) =>
                    new Node
                    {
                        ["type"] = "bar",
                        ["name"] = Html.PlotlyText(score.Name, 30),
                        ["legendgroup"] = string.Create(CultureInfo.InvariantCulture, $"vectors {i}"),
                        ["showlegend"] = axis.Length == 0,
                        ["x"] = Enumerable.Range(1, score.AccuracyPerFold.Length).Select(fold => $"fold {fold}").ToArray(),
                        ["y"] = Node.Numbers(axis.Length == 0 ? score.AccuracyPerFold : score.AveragePrecisionPerFold),
                        ["xaxis"] = "x" + axis,
                        ["yaxis"] = "y" + axis,
                        ["marker"] = new Node { ["color"] = Palette.Category(i) },
                    }
            )
        );
        return Node.Chart(
            traces,
            new Node
            {
                ["height"] = 300,
                ["barmode"] = "group",
                ["margin"] = new Node
                {
                    ["l"] = 60,
                    ["r"] = 10,
                    ["t"] = 34,
                    ["b"] = 36,
                },
                ["xaxis"] = new Node { ["domain"] = new[] { 0, 0.44 }, ["anchor"] = "y" },
                ["yaxis"] = new Node
                {
                    ["title"] = new Node { ["text"] = "accuracy" },
                    ["range"] = new[] { 0, 1 },
                    ["anchor"] = "x",
                },
                ["xaxis2"] = new Node { ["domain"] = new[] { 0.56, 1 }, ["anchor"] = "y2" },
                ["yaxis2"] = new Node
                {
                    ["title"] = new Node { ["text"] = "average precision" },
                    ["range"] = new[] { 0, 1 },
                    ["anchor"] = "x2",
                },
            }
        );
    }

    private static GenericChart Confusion(TaxonomyResult result)
    {
        var labels = Labels(result.Classes);
        var n = labels.Length;
        var panels = result.Scores.Take(2).ToList();
        var traces = panels.Select(
            (score, panel) =>
                new Node
                {
                    ["type"] = "heatmap",
                    ["name"] = Html.PlotlyText(score.Name, 30),
                    ["x"] = labels,
                    ["y"] = labels,
                    ["z"] = Enumerable
                        .Range(0, n)
                        .Select(i =>
                            Enumerable
                                .Range(0, n)
                                .Select(j => score.Confusion[i, j] / Math.Max(1.0, Enumerable.Range(0, n).Sum(k => score.Confusion[i, k])))
                                .ToArray()
                        )
                        .ToArray(),
                    ["text"] = Enumerable
                        .Range(0, n)
                        .Select(i =>
                            Enumerable
                                .Range(0, n)
                                .Select(j => score.Confusion[i, j].ToString("N0", CultureInfo.InvariantCulture))
                                .ToArray()
                        )
                        .ToArray(),
                    ["texttemplate"] = n <= 16 ? "%{text}" : null,
                    ["hovertemplate"] = "true %{y}<br>named %{x}<br>%{text} windows (%{z:.1%})<extra></extra>",
                    ["zmin"] = 0,
                    ["zmax"] = 1,
                    ["showscale"] = panel == panels.Count - 1,
                    ["colorscale"] = Palette
                        .Sequential.Select((color, i) => new object[] { i / (Palette.Sequential.Count - 1.0), color })
                        .ToArray(),
                    ["colorbar"] = new Node
                    {
                        ["tickformat"] = ".0%",
                        ["thickness"] = 12,
                        ["title"] = new Node { ["text"] = "of class" },
                    },
                    ["xaxis"] = panel == 0 ? "x" : "x2",
                    ["yaxis"] = panel == 0 ? "y" : "y2",
                }
        );
        double[][] domains =
            panels.Count == 1
                ?
                [
                    [0, 1],
                    [0, 1],
                ]
                :
                [
                    [0, 0.48],
                    [0.52, 1],
                ];
        var longest = labels.Max(label => Svg.TextWidth(label));
        var layout = new Node
        {
            ["height"] = (int)Math.Clamp(150 + (longest * 0.6) + (24 * n), 300, 900),
            ["margin"] = new Node
            {
                ["l"] = 50,
                ["r"] = 10,
                ["t"] = 48,
                ["b"] = 50,
            },
            ["annotations"] = panels
                .Select(
                    (score, panel) =>
                        new Node
                        {
                            ["text"] = $"<b>{Html.PlotlyText(score.Name)}</b>",
                            ["x"] = (domains[panel][0] + domains[panel][1]) / 2,
                            ["y"] = 1,
                            ["xref"] = "paper",
                            ["yref"] = "paper",
                            ["showarrow"] = false,
                            ["xanchor"] = "center",
                            ["yanchor"] = "bottom",
                            ["font"] = new Node { ["size"] = 14 },
                        }
                )
                .ToArray(),
            ["xaxis"] = new Node
            {
                ["type"] = "category",
                ["title"] = new Node { ["text"] = "named", ["standoff"] = 8 },
                ["domain"] = domains[0],
                ["anchor"] = "y",
                ["tickangle"] = -40,
                ["automargin"] = true,
            },
            ["yaxis"] = new Node
            {
                ["type"] = "category",
                ["title"] = new Node { ["text"] = "true", ["standoff"] = 8 },
                ["autorange"] = "reversed",
                ["anchor"] = "x",
                ["automargin"] = true,
            },
        };
        if (panels.Count == 2)
        {
            layout["xaxis2"] = new Node
            {
                ["type"] = "category",
                ["title"] = new Node { ["text"] = "named", ["standoff"] = 8 },
                ["domain"] = domains[1],
                ["anchor"] = "y2",
                ["tickangle"] = -40,
                ["automargin"] = true,
            };
            layout["yaxis2"] = new Node
            {
                ["type"] = "category",
                ["autorange"] = "reversed",
                ["anchor"] = "x2",
                ["showticklabels"] = false,
            };
        }
        return Node.Chart(traces, layout);
    }

    /// <summary>Short names that still differ, since equal category names would share one row.</summary>
    private static string[] Labels(IReadOnlyList<string> classes)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        return
        [
            .. classes.Select(name =>
            {
                var label = Html.PlotlyText(name.Length > 0 ? name : "unknown", 26);
                for (var i = 2; !used.Add(label); i++)
                    label = $"{Html.PlotlyText(name, 22)} ({i})";
                return label;
            }),
        ];
    }
}
