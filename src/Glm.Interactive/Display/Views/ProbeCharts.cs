using System.Globalization;
using Glm.Analysis.Probes;
using Glm.Interactive.Display.Charts;
using Glm.Interactive.Display.Drawing;
using Glm.Interactive.Display.Markup;
using Glm.Statistics;
using Plotly.NET;

namespace Glm.Interactive.Display.Views;

/// <summary>The charts of a <see cref="ProbeView"/>.</summary>
internal static class ProbeCharts
{
    /// <summary>Classes that are drawn, the largest first.</summary>
    private const int ClassLimit = 30;

    /// <summary>The axis of gains reaches at least so far on either side of 0.</summary>
    private const double LeastGain = 0.05;

    /// <summary>Macro average precision with intervals: by layer where all were probed, else by representation.</summary>
    public static GenericChart Scores(ProbeResult result) => result.Options.AllLayers ? Layers(result) : Representations(result);

    /// <summary>What gLM adds to context-free vectors in each class.</summary>
    public static GenericChart Classes(ProbeResult result)
    {
        var classes = result.Classes.Take(ClassLimit).ToArray();
        var labels = Node.Categories(classes.Select(one => one.Name));
        var gains = classes.Select(one => new Estimate(one.Gain.Value, one.Gain.Low, one.Gain.High)).ToArray();
        var title = $"gain in AP, gLM layer {result.Layer} over context-free";
        return Rows(
            labels,
            gains,
            [
                .. classes.Select(
                    (one, i) => string.Create(CultureInfo.InvariantCulture, $"{Html.Count(one.Genes, "gene")}, {Words(gains[i])}")
                ),
            ],
            Palette.Category(0),
            result.Classes.Count > ClassLimit ? $"{title} ({ClassLimit} largest of {result.Classes.Count} classes)" : title,
            result,
            zero: true
        );
    }

    private static GenericChart Representations(ProbeResult result) =>
        Rows(
            [.. result.Scores.Select(score => Html.PlotlyText(score.Name, 60))],
            [.. result.Scores.Select(score => score.AveragePrecision)],
            [.. result.Scores.Select(score => Words(score.AveragePrecision))],
            Palette.Category(0),
            "macro average precision",
            result,
            zero: false
        );

    /// <summary>Points with intervals, one row each, the first on top.</summary>
    private static GenericChart Rows(
        string[] labels,
        Estimate[] figures,
        string[] hover,
        string color,
        string title,
        ProbeResult result,
        bool zero
    )
    {
        // Differences far below what matters would look large on an axis of their own.
        double[] ends = [.. figures.SelectMany(figure => new[] { figure.Value, figure.Low, figure.High }).Where(double.IsFinite)];
        var (low, high) = (ends.Append(zero ? -LeastGain : 0).Min(), ends.Append(LeastGain).Max());
        var pad = 0.03 * (high - low);
        var layout = new Node
        {
            ["height"] = 110 + (22 * labels.Length),
            ["showlegend"] = false,
            ["margin"] = new Node
            {
                ["l"] = 60,
                ["r"] = 16,
                ["t"] = 34,
                ["b"] = 50,
            },
            ["xaxis"] = new Node
            {
                ["title"] = new Node { ["text"] = title },
                ["range"] = new[] { low - pad, high + pad },
                ["zeroline"] = zero,
            },
            ["yaxis"] = new Node
            {
                ["type"] = "category",
                ["autorange"] = "reversed",
                ["dtick"] = 1,
                ["automargin"] = true,
            },
        };
        MarkLeak(layout, result);
        return Node.Chart(
            [
                Intervals(figures.Select((figure, i) => (Along: (object)labels[i], figure)), color, along: "y"),
                new Node
                {
                    ["type"] = "scatter",
                    ["mode"] = "markers",
                    ["x"] = Node.Numbers(figures.Select(figure => figure.Value)),
                    ["y"] = labels,
                    ["text"] = hover,
                    ["hovertemplate"] = "%{y}<br>%{text}<extra></extra>",
                    ["marker"] = new Node { ["color"] = color, ["size"] = 8 },
                },
            ],
            layout
        );
    }

    /// <summary>gLM's layers as a line with intervals, what they are compared with as level lines.</summary>
    private static GenericChart Layers(ProbeResult result)
    {
        var layers = result.Scores.Where(score => score.Representation == ProbeRepresentation.Contextual).ToArray();
        string[] places = [.. layers.Select(score => score.Layer!.Value.ToString(CultureInfo.InvariantCulture))];
        var traces = new List<Node>
        {
            Intervals(layers.Select((score, i) => (Along: (object)places[i], score.AveragePrecision)), Palette.Category(0), along: "x"),
            new()
            {
                ["type"] = "scatter",
                ["mode"] = "lines+markers",
                ["name"] = "gLM",
                ["x"] = places,
                ["y"] = Node.Numbers(layers.Select(score => score.AveragePrecision.Value)),
                ["text"] = layers.Select(score => Words(score.AveragePrecision)).ToArray(),
                ["hovertemplate"] = "layer %{x}<br>%{text}<extra></extra>",
                ["marker"] = new Node { ["color"] = Palette.Category(0), ["size"] = 7 },
                ["line"] = new Node { ["color"] = Palette.Category(0) },
            },
        };
        var others = result.Scores.Where(score => score.Representation != ProbeRepresentation.Contextual).ToArray();
        for (var i = 0; i < others.Length; i++)
            traces.Add(
                new Node
                {
                    ["type"] = "scatter",
                    ["mode"] = "lines",
                    ["name"] = Html.PlotlyText(others[i].Name, 40),
                    ["x"] = new[] { places[0], places[^1] },
                    ["y"] = Node.Numbers(Enumerable.Repeat(others[i].AveragePrecision.Value, 2)),
                    ["hovertemplate"] = Html.PlotlyText(others[i].Name, 60) + " " + Words(others[i].AveragePrecision) + "<extra></extra>",
                    ["line"] = new Node { ["color"] = Palette.Category(i + 1), ["dash"] = "dash" },
                }
            );
        var layout = new Node
        {
            ["height"] = 380,
            ["margin"] = new Node
            {
                ["l"] = 60,
                ["r"] = 10,
                ["t"] = 34,
                ["b"] = 50,
            },
            ["xaxis"] = new Node
            {
                ["type"] = "category",
                ["title"] = new Node { ["text"] = "layer (0: embedding block)" },
            },
            ["yaxis"] = new Node
            {
                ["title"] = new Node { ["text"] = "macro average precision" },
                ["rangemode"] = "tozero",
            },
        };
        MarkLeak(layout, result);
        return Node.Chart(traces, layout);
    }

    /// <summary>One line from the low to the high end of every interval, with gaps between them.</summary>
    private static Node Intervals(IEnumerable<(object Along, Estimate Figure)> figures, string color, string along)
    {
        var (places, ends) = (new List<object>(), new List<double>());
        foreach (var (place, figure) in figures)
        {
            places.AddRange([place, place, place]);
            ends.AddRange([figure.Low, figure.High, double.NaN]);
        }
        return new Node
        {
            ["type"] = "scatter",
            ["mode"] = "lines",
            ["name"] = "95 % interval",
            ["showlegend"] = false,
            [along] = places,
            [along == "x" ? "y" : "x"] = Node.Numbers(ends),
            ["hoverinfo"] = "skip",
            ["opacity"] = 0.55,
            ["line"] = new Node { ["color"] = color, ["width"] = 3 },
        };
    }

    private static void MarkLeak(Node layout, ProbeResult result)
    {
        if (result.Folds.Leaks)
            layout["annotations"] = new[] { Node.PanelTitle("leaky folds: scores are flattered", 0.5) };
    }

    private static string Words(Estimate figure) =>
        double.IsNaN(figure.Low)
            ? figure.Value.ToString("0.000", CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{figure.Value:0.000} [{figure.Low:0.000}, {figure.High:0.000}]");
}
