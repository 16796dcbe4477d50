using System.Globalization;
using Glm.Interactive.Display.Charts;
using Glm.Statistics;
using Plotly.NET;

namespace Glm.Interactive.Display.Views;

/// <summary>Figures with their intervals as rows of points.</summary>
internal static class EstimateRows
{
    /// <summary>The axis of differences reaches at least so far on either side of 0.</summary>
    private const double LeastGain = 0.05;

    /// <summary>Points with intervals, one row each, the first on top.</summary>
    /// <param name="labels">Of the rows, encoded.</param>
    /// <param name="figures">One per row.</param>
    /// <param name="hover">What is said of each row, encoded.</param>
    /// <param name="color">Of all rows.</param>
    /// <param name="title">Of the axis.</param>
    /// <param name="leaks">Whether folds leak, which is said above.</param>
    /// <param name="zero">Whether the figures are differences, of which 0 is the middle.</param>
    public static GenericChart Draw(string[] labels, Estimate[] figures, string[] hover, string color, string title, bool leaks, bool zero)
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
        MarkLeak(layout, leaks);
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

    /// <summary>One line from the low to the high end of every interval, with gaps between them.</summary>
    public static Node Intervals(IEnumerable<(object Along, Estimate Figure)> figures, string color, string along)
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
            ["name"] = "95% interval",
            ["showlegend"] = false,
            [along] = places,
            [along == "x" ? "y" : "x"] = Node.Numbers(ends),
            ["hoverinfo"] = "skip",
            ["opacity"] = 0.55,
            ["line"] = new Node { ["color"] = color, ["width"] = 3 },
        };
    }

    public static void MarkLeak(Node layout, bool leaks)
    {
        if (leaks)
            layout["annotations"] = new[] { Node.PanelTitle("leaky folds: scores are flattered", 0.5) };
    }

    public static string Words(Estimate figure) =>
        double.IsNaN(figure.Low)
            ? figure.Value.ToString("0.000", CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{figure.Value:0.000} [{figure.Low:0.000}, {figure.High:0.000}]");
}
