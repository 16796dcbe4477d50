using System.Globalization;
using Glm.Analysis.Embeddings;
using Glm.Interactive.Display.Charts;
using Glm.Interactive.Display.Drawing;
using Glm.Interactive.Display.Markup;
using Plotly.NET;

namespace Glm.Interactive.Display.Views;

/// <summary>The charts of an <see cref="EmbeddingMapView"/>.</summary>
internal static class EmbeddingMapCharts
{
    /// <summary>From here on WebGL draws the points, and the hover text of the right map is that of the left one.</summary>
    public const int ManyPoints = 5_000;

    /// <summary>From here on hovering tells the name only: descriptions would make the page slow to open.</summary>
    private const int VeryManyPoints = 20_000;

    /// <summary>Both maps: every class on the left one, then the same classes on the right one, points in equal order.</summary>
    public static GenericChart Maps(EmbeddingMap map, List<PointClass> classes)
    {
        var shown = classes.Sum(group => group.Points.Count);
        var traces = new[] { (map.ContextFree, ""), (map.Contextual, "2") }.SelectMany(panel =>
            classes.Select((group, i) => Trace(map, panel.Item1, panel.Item2, group, i, shown))
        );
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
                ["xaxis"] = Horizontal(map, map.ContextFree, [0, 0.46], "y"),
                ["yaxis"] = Vertical(map, map.ContextFree, "x"),
                ["xaxis2"] = Horizontal(map, map.Contextual, [0.55, 1], "y2"),
                ["yaxis2"] = Vertical(map, map.Contextual, "x2"),
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

    /// <summary>The share of the variance on each principal axis, before and after context, as bars.</summary>
    public static GenericChart Axes(EmbeddingMap map) =>
        Node.Chart(
            new[] { map.ContextFree, map.Contextual }.Select(
                (projection, i) =>
                    new Node
                    {
                        ["type"] = "bar",
                        ["name"] = Html.PlotlyText(projection.Name, 30),
                        ["x"] = Enumerable.Range(1, projection.AxisShares.Count).Select(axis => $"PC{axis}").ToArray(),
                        ["y"] = Node.Numbers(projection.AxisShares),
                        ["marker"] = new Node { ["color"] = Palette.Category(i) },
                    }
            ),
            new Node
            {
                ["height"] = 280,
                ["barmode"] = "group",
                ["margin"] = new Node
                {
                    ["l"] = 60,
                    ["r"] = 10,
                    ["t"] = 20,
                    ["b"] = 36,
                },
                ["yaxis"] = new Node
                {
                    ["title"] = new Node { ["text"] = "explained variance" },
                    ["tickformat"] = ".0%",
                    ["rangemode"] = "tozero",
                },
            }
        );

    /// <summary>The name of an axis with the share of the variance on it, where it has one.</summary>
    public static string Axis(EmbeddingMap map, double share, int number)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{(map.Method == "pca" ? "PC" : MethodName(map) + " ")}{number}");
        return double.IsFinite(share) ? $"{name} ({Html.Percent(share)})" : name;
    }

    /// <summary>"PCA", "UMAP" or "t-SNE".</summary>
    public static string MethodName(EmbeddingMap map) => map.Method == "tsne" ? "t-SNE" : map.Method.ToUpperInvariant();

    private static Node Trace(EmbeddingMap map, PlanarProjection projection, string axes, PointClass group, int number, int shown)
    {
        var size = map.Ids.Count switch
        {
            < 150 => 10,
            < 800 => 8,
            < 4000 => 6,
            < 20_000 => 4,
            _ => 3,
        };
        var trace = new Node
        {
            ["type"] = shown > ManyPoints ? "scattergl" : "scatter",
            ["mode"] = "markers",
            ["name"] = Html.PlotlyText(group.Name, 34),
            ["legendrank"] = group.Rank,
            ["legendgroup"] = string.Create(CultureInfo.InvariantCulture, $"class {number}"),
            ["showlegend"] = axes.Length == 0,
            ["xaxis"] = "x" + axes,
            ["yaxis"] = "y" + axes,
            ["x"] = Node.Numbers(group.Points.Select(point => projection.X[point])),
            ["y"] = Node.Numbers(group.Points.Select(point => projection.Y[point])),
            ["hoverinfo"] = "text+name",
            ["marker"] = new Node
            {
                ["color"] = group.Color,
                ["size"] = group.IsMark ? size + 3 : size,
                ["opacity"] = group.IsNamed ? 0.85 : 0.4,
                ["line"] = new Node { ["width"] = shown > ManyPoints ? 0 : 0.3, ["color"] = "rgba(128,128,128,.6)" },
            },
            ["selected"] = new Node { ["marker"] = new Node { ["opacity"] = 1 } },
            ["unselected"] = new Node { ["marker"] = new Node { ["opacity"] = 0.08 } },
        };
        if (group.IsMark)
            ((Node)trace["marker"]!)["symbol"] = "diamond";
        if (axes.Length == 0 || shown <= ManyPoints)
            trace["hovertext"] = group.Points.Select(point => Hover(map, point, shown)).ToArray();
        return trace;
    }

    private static string Hover(EmbeddingMap map, int point, int shown)
    {
        var (id, description) = (map.Ids[point], map.Descriptions[point]);
        var text = Html.PlotlyText(id, 60);
        if (shown <= VeryManyPoints && !string.IsNullOrEmpty(description) && description != id)
            text += "<br>" + Html.PlotlyText(description, shown > ManyPoints ? 60 : 110);
        return map.ColorValues is { } numbers && double.IsFinite(numbers[point])
            ? $"{text}<br>{Html.PlotlyText(map.ColorColumn, 40)}: {Html.Number(numbers[point])}"
            : text;
    }

    private static Node Horizontal(EmbeddingMap map, PlanarProjection projection, double[] domain, string anchor) =>
        new()
        {
            ["title"] = new Node { ["text"] = Axis(map, projection.ExplainedVariance.First, 1) },
            ["domain"] = domain,
            ["anchor"] = anchor,
            ["zeroline"] = false,
        };

    private static Node Vertical(EmbeddingMap map, PlanarProjection projection, string anchor) =>
        new()
        {
            ["title"] = new Node { ["text"] = Axis(map, projection.ExplainedVariance.Second, 2) },
            ["anchor"] = anchor,
            ["zeroline"] = false,
        };
}
