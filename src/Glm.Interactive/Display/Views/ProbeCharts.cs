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

    /// <summary>Macro average precision with intervals: by layer where all were probed, else by representation.</summary>
    public static GenericChart Scores(ProbeResult result) => result.Options.AllLayers ? Layers(result) : Representations(result);

    /// <summary>What gLM adds to context-free vectors in each class.</summary>
    public static GenericChart Classes(ProbeResult result)
    {
        var classes = result.Classes.Take(ClassLimit).ToArray();
        var labels = Node.Rows(classes.Select(one => one.Name));
        var gains = classes.Select(one => new Estimate(one.Gain.Value, one.Gain.Low, one.Gain.High)).ToArray();
        var title = $"gain in AP, gLM layer {result.Layer} over context-free";
        return EstimateRows.Draw(
            labels,
            gains,
            [
                .. classes.Select(
                    (one, i) =>
                        string.Create(CultureInfo.InvariantCulture, $"{Html.Count(one.Genes, "gene")}, {EstimateRows.Words(gains[i])}")
                ),
            ],
            Palette.Category(0),
            result.Classes.Count > ClassLimit ? $"{title} ({ClassLimit} largest of {result.Classes.Count} classes)" : title,
            result.Folds.Leaks,
            zero: true
        );
    }

    private static GenericChart Representations(ProbeResult result) =>
        EstimateRows.Draw(
            [.. result.Scores.Select(score => Html.PlotlyText(score.Name, 60))],
            [.. result.Scores.Select(score => score.AveragePrecision)],
            [.. result.Scores.Select(score => EstimateRows.Words(score.AveragePrecision))],
            Palette.Category(0),
            "macro average precision",
            result.Folds.Leaks,
            zero: false
        );

    /// <summary>gLM's layers, with the gene seen and masked, as lines with intervals; all else as level lines.</summary>
    private static GenericChart Layers(ProbeResult result)
    {
        var traces = new List<Node>();
        AddCurve("gLM", ProbeRepresentation.Contextual, Palette.Category(0));
        AddCurve("context-only", ProbeRepresentation.ContextOnly, Palette.Category(1));
        string[] places = [.. Of(ProbeRepresentation.Contextual).Select(Place)];
        var others = result.Scores.Where(score => score.Layer is null).ToArray();
        for (var i = 0; i < others.Length; i++)
            traces.Add(
                new Node
                {
                    ["type"] = "scatter",
                    ["mode"] = "lines",
                    ["name"] = Html.PlotlyText(others[i].Name, 40),
                    ["x"] = new[] { places[0], places[^1] },
                    ["y"] = Node.Numbers(Enumerable.Repeat(others[i].AveragePrecision.Value, 2)),
                    ["hovertemplate"] =
                        Html.PlotlyText(others[i].Name, 60) + " " + EstimateRows.Words(others[i].AveragePrecision) + "<extra></extra>",
                    ["line"] = new Node { ["color"] = Palette.Category(i + 2), ["dash"] = "dash" },
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
        EstimateRows.MarkLeak(layout, result.Folds.Leaks);
        return Node.Chart(traces, layout);

        ProbeScore[] Of(ProbeRepresentation representation) => [.. result.Scores.Where(score => score.Representation == representation)];

        static string Place(ProbeScore score) => score.Layer!.Value.ToString(CultureInfo.InvariantCulture);

        void AddCurve(string name, ProbeRepresentation representation, string color)
        {
            if (Of(representation) is not { Length: > 0 } scores)
                return;
            traces.Add(
                EstimateRows.Intervals(scores.Select(score => (Along: (object)Place(score), score.AveragePrecision)), color, along: "x")
            );
            traces.Add(
                new Node
                {
                    ["type"] = "scatter",
                    ["mode"] = "lines+markers",
                    ["name"] = name,
                    ["x"] = scores.Select(Place).ToArray(),
                    ["y"] = Node.Numbers(scores.Select(score => score.AveragePrecision.Value)),
                    ["text"] = scores.Select(score => EstimateRows.Words(score.AveragePrecision)).ToArray(),
                    ["hovertemplate"] = name + ", layer %{x}<br>%{text}<extra></extra>",
                    ["marker"] = new Node { ["color"] = color, ["size"] = 7 },
                    ["line"] = new Node { ["color"] = color },
                }
            );
        }
    }
}
