using System.Globalization;
using Glm.Analysis.Taxonomy;
using Glm.Interactive.Display.Charts;
using Glm.Interactive.Display.Drawing;
using Glm.Interactive.Display.Markup;
using Plotly.NET;

namespace Glm.Interactive.Display.Views;

/// <summary>The charts of a <see cref="TaxonomyView"/>.</summary>
internal static class TaxonomyCharts
{
    /// <summary>Accuracy and average precision of every fold as bars, one colour per representation.</summary>
    public static GenericChart Folds(TaxonomyResult result)
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
                ["legend"] = new Node { ["tracegroupgap"] = 0 },
                ["margin"] = new Node
                {
                    ["l"] = 60,
                    ["r"] = 10,
                    ["t"] = 34,
                    ["b"] = 36,
                },
                ["xaxis"] = new Node
                {
                    ["domain"] = new[] { 0, 0.42 },
                    ["anchor"] = "y",
                    ["dtick"] = 1,
                },
                ["yaxis"] = new Node
                {
                    ["title"] = new Node { ["text"] = "accuracy" },
                    ["range"] = new[] { 0, 1 },
                    ["anchor"] = "x",
                },
                ["xaxis2"] = new Node
                {
                    ["domain"] = new[] { 0.58, 1 },
                    ["anchor"] = "y2",
                    ["dtick"] = 1,
                },
                ["yaxis2"] = new Node
                {
                    ["title"] = new Node { ["text"] = "average precision" },
                    ["range"] = new[] { 0, 1 },
                    ["anchor"] = "x2",
                },
            }
        );
    }

    /// <summary>The confusion matrices of the first two representations, side by side; rows are the true classes and sum to 1.</summary>
    /// <param name="result">With classes and scores.</param>
    /// <param name="rank">What the classes are. Untrusted text.</param>
    public static GenericChart Confusion(TaxonomyResult result, string rank)
    {
        var labels = Node.Categories(result.Classes);
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
                    ["hovertemplate"] = "true %{y}<br>predicted %{x}<br>%{text} windows (%{z:.1%})<extra></extra>",
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
        // Every class is named: of many, upright and in smaller type, since Plotly would leave every second one out.
        var (tickAngle, tickSize) = n > 14 ? (-90, 9) : (-40, 12);
        var longest = labels.Max(label => Svg.TextWidth(label));
        var layout = new Node
        {
            ["title"] = new Node
            {
                ["text"] = $"by {Html.PlotlyText(rank, 40)}",
                ["font"] = new Node { ["size"] = 14 },
                ["y"] = 1,
                ["yanchor"] = "top",
                ["pad"] = new Node { ["t"] = 4 },
            },
            ["height"] = (int)Math.Clamp(174 + (longest * 0.6) + (24 * n), 324, 924),
            ["margin"] = new Node
            {
                ["l"] = 50,
                ["r"] = 10,
                ["t"] = 72,
                ["b"] = 50,
            },
            ["annotations"] = panels
                .Select((score, panel) => Node.PanelTitle(score.Name, (domains[panel][0] + domains[panel][1]) / 2))
                .ToArray(),
            ["xaxis"] = new Node
            {
                ["type"] = "category",
                ["title"] = new Node { ["text"] = "predicted", ["standoff"] = 8 },
                ["domain"] = domains[0],
                ["anchor"] = "y",
                ["tickangle"] = tickAngle,
                ["tickfont"] = new Node { ["size"] = tickSize },
                ["dtick"] = 1,
                ["automargin"] = true,
            },
            ["yaxis"] = new Node
            {
                ["type"] = "category",
                ["title"] = new Node { ["text"] = "true", ["standoff"] = 8 },
                ["tickfont"] = new Node { ["size"] = tickSize },
                ["dtick"] = 1,
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
                ["title"] = new Node { ["text"] = "predicted", ["standoff"] = 8 },
                ["domain"] = domains[1],
                ["anchor"] = "y2",
                ["tickangle"] = tickAngle,
                ["tickfont"] = new Node { ["size"] = tickSize },
                ["dtick"] = 1,
                ["automargin"] = true,
            };
            layout["yaxis2"] = new Node
            {
                ["type"] = "category",
                ["autorange"] = "reversed",
                ["anchor"] = "x2",
                ["tickfont"] = new Node { ["size"] = tickSize },
                ["dtick"] = 1,
                ["showticklabels"] = false,
            };
        }
        return Node.Chart(traces, layout);
    }
}
