using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Glm.Analysis.Embeddings;
using Glm.Interactive.Display.Charts;
using Glm.Interactive.Display.Markup;
using Glm.Interactive.Hosting;
using Plotly.NET;

namespace Glm.Interactive.Display.Views;

/// <summary>
/// The same points on two maps, context-free on the left and contextual on the right, coloured by class. Clicking a legend entry isolates
/// its class; points marked on one map are marked on the other.
/// </summary>
public static partial class EmbeddingMapView
{
    private const int PointLimit = 12_000;
    private const string Operon = "operon";

    public static MimeBundle Create(EmbeddingMap map)
    {
        var classes = Classes(map);
        var chart = PlotlyBlock.Part(Chart(map, classes), ChartLoader.Current ?? new ChartLoader());
        var shown = classes.Sum(group => group.Points.Count);
        var count =
            shown < map.Ids.Count
                ? string.Create(CultureInfo.InvariantCulture, $"{shown:N0} of {map.Ids.Count:N0} {Plural(map.Level)}, evenly sampled.")
                : Html.Count(shown, map.Level.ToString().ToLowerInvariant()) + ".";
        var html =
            Html.Heading($"{map.Method.ToUpperInvariant()} of {Plural(map.Level)}, coloured by {Html.Line(map.ColorColumn)}")
            + Html.Note(count)
            + Html.Live(
                Html.Note(
                    "Click a legend entry to isolate its class, double-click to add or remove it. Draw around points to mark them on both "
                        + "maps; double-click a map to clear."
                )
            )
            + chart.Html
            + Html.Data(new { Box = chart.BoxId, Classes = classes.Count });
        return Html.Bundle(Text(map), Html.View(Html.NewId(), html, "embedding.js"), chart.StaticSvg);
    }

    internal static string Text(EmbeddingMap map)
    {
        var classes = Classes(map);
        var text = new StringBuilder(
            $"{map.Method.ToUpperInvariant()} of {Html.Count(map.Ids.Count, map.Level.ToString().ToLowerInvariant())}, coloured "
                + $"by {Html.Line(map.ColorColumn)}"
        );
        foreach (var projection in (PlanarProjection[])[map.ContextFree, map.Contextual])
            text.Append(
                $"\n  {Html.Line(projection.Name)}: {Axis(map, projection.ExplainedVariance.First, 1)}, "
                    + $"{Axis(map, projection.ExplainedVariance.Second, 2)}"
            );
        text.Append("\n  classes: ")
            .AppendJoin(", ", classes.OrderBy(group => group.Rank).Select(group => $"{Html.Line(group.Name, 40)} {group.Points.Count}"));
        return text.ToString();
    }

    private static GenericChart Chart(EmbeddingMap map, List<PointClass> classes)
    {
        var many = classes.Sum(group => group.Points.Count) > 4000;
        var hover = new Dictionary<int, string>();
        foreach (var point in classes.SelectMany(group => group.Points))
            hover[point] =
                Html.PlotlyText(map.Ids[point], 60)
                + (
                    string.IsNullOrEmpty(map.Descriptions[point]) || map.Descriptions[point] == map.Ids[point]
                        ? ""
                        : "<br>" + Html.PlotlyText(map.Descriptions[point], 110)
                );
        // embedding.js counts on this order: every class on the left map, then the same classes on the right one, points in equal order.
        var traces = new[] { (map.ContextFree, ""), (map.Contextual, "2") }.SelectMany(panel =>
            classes.Select(
                (group, i) =>
                    new Node
                    {
                        ["type"] = many ? "scattergl" : "scatter",
                        ["mode"] = "markers",
                        ["name"] = Html.PlotlyText(group.Name, 34),
                        ["legendrank"] = group.Rank,
                        ["legendgroup"] = string.Create(CultureInfo.InvariantCulture, $"class {i}"),
                        ["showlegend"] = panel.Item2.Length == 0,
                        ["xaxis"] = "x" + panel.Item2,
                        ["yaxis"] = "y" + panel.Item2,
                        ["x"] = Node.Numbers(group.Points.Select(point => panel.Item1.X[point])),
                        ["y"] = Node.Numbers(group.Points.Select(point => panel.Item1.Y[point])),
                        ["hovertext"] = group.Points.Select(point => hover[point]).ToArray(),
                        ["hoverinfo"] = "text+name",
                        ["marker"] = new Node
                        {
                            ["color"] = group.Color,
                            ["size"] = map.Ids.Count switch
                            {
                                < 150 => 10,
                                < 800 => 8,
                                < 4000 => 6,
                                _ => 4,
                            },
                            ["opacity"] = group.IsNamed ? 0.85 : 0.4,
                            ["line"] = new Node { ["width"] = 0.3, ["color"] = "rgba(128,128,128,.6)" },
                        },
                        ["selected"] = new Node { ["marker"] = new Node { ["opacity"] = 1 } },
                        ["unselected"] = new Node { ["marker"] = new Node { ["opacity"] = 0.08 } },
                    }
            )
        );
        Node Horizontal(PlanarProjection projection, double[] domain, string anchor) =>
            new()
            {
                ["title"] = new Node { ["text"] = Axis(map, projection.ExplainedVariance.First, 1) },
                ["domain"] = domain,
                ["anchor"] = anchor,
                ["zeroline"] = false,
            };
        Node Vertical(PlanarProjection projection, string anchor) =>
            new()
            {
                ["title"] = new Node { ["text"] = Axis(map, projection.ExplainedVariance.Second, 2) },
                ["anchor"] = anchor,
                ["zeroline"] = false,
            };
        return Node.Chart(
            traces,
            new Node
            {
                ["height"] = 480,
                ["margin"] = new Node
                {
                    ["l"] = 55,
                    ["r"] = 10,
                    ["t"] = 52,
                    ["b"] = 50,
                },
                ["xaxis"] = Horizontal(map.ContextFree, [0, 0.46], "y"),
                ["yaxis"] = Vertical(map.ContextFree, "x"),
                ["xaxis2"] = Horizontal(map.Contextual, [0.55, 1], "y2"),
                ["yaxis2"] = Vertical(map.Contextual, "x2"),
                ["annotations"] = new[] { Node.PanelTitle(map.ContextFree.Name, 0.23), Node.PanelTitle(map.Contextual.Name, 0.775) },
                ["legend"] = new Node
                {
                    ["tracegroupgap"] = 0,
                    ["itemsizing"] = "constant",
                    ["itemclick"] = "toggleothers",
                    ["itemdoubleclick"] = "toggle",
                    ["title"] = new Node { ["text"] = Html.PlotlyText(map.ColorColumn, 24) },
                },
                ["showlegend"] = true,
                ["dragmode"] = "lasso",
                ["hovermode"] = "closest",
            }
        );
    }

    /// <summary>The points by class, evenly sampled if there are too many to draw.</summary>
    private static List<PointClass> Classes(EmbeddingMap map)
    {
        var skip = Math.Max(1, (int)Math.Ceiling(map.Ids.Count / (double)PointLimit));
        return PointClasses.Of(
            Enumerable.Range(0, map.Ids.Count).Where(i => i % skip == 0),
            i => map.Colors[i],
            (name, points) => Label(map, name, points),
            Unknown(map.ColorColumn)
        );
    }

    /// <summary>What the points without a value of a column are called.</summary>
    internal static string Unknown(string column) => column == Operon ? "in no operon" : "unknown";

    /// <summary>
    /// The name of a class; of one that is a mere number, what is numbered and, for an operon, from which gene to which it reaches.
    /// </summary>
    private static string Label(EmbeddingMap map, string name, IReadOnlyList<int> points)
    {
        var number = name[(name.LastIndexOf(':') + 1)..];
        if (map.ColorColumn == Operon && map.Level == EmbeddingLevel.Gene && Numbered().IsMatch(number))
            return points.Count == 1 || map.Ids[points[0]] == map.Ids[points[^1]]
                ? $"{name} ({map.Ids[points[0]]})"
                : $"{name} ({map.Ids[points[0]]}–{map.Ids[points[^1]]})";
        return Label(map.ColorColumn, name);
    }

    /// <summary>The name of a class; of one that is a mere number, also what is numbered.</summary>
    internal static string Label(string column, string name) =>
        name[(name.LastIndexOf(':') + 1)..].All(char.IsAsciiDigit) ? $"{column} {name}" : name;

    [GeneratedRegex("^[A-Za-z]{0,8}[-_. ]?[0-9]+$")]
    private static partial Regex Numbered();

    private static string Axis(EmbeddingMap map, double share, int number)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{(map.Method == "pca" ? "PC" : map.Method + " ")}{number}");
        return double.IsFinite(share) ? $"{name} ({Html.Percent(share)})" : name;
    }

    private static string Plural(EmbeddingLevel level) => level.ToString().ToLowerInvariant() + "s";
}
