using System.Globalization;
using System.Numerics.Tensors;
using Glm.Analysis.Embeddings;
using Glm.Interactive.Display.Charts;
using Glm.Interactive.Display.Drawing;
using Glm.Interactive.Display.Markup;
using Glm.Proteins;
using Glm.Statistics;
using Plotly.NET;

namespace Glm.Interactive.Display.Views;

/// <summary>
/// The chart of a <see cref="ProteinVectorsView"/>: the two principal components on the left, norms by the proteins' lengths on the
/// right, coloured alike.
/// </summary>
internal static class ProteinVectorsChart
{
    /// <summary>Proteins that are drawn, evenly sampled from all: components of more would take seconds.</summary>
    public const int PointLimit = 600;

    /// <summary>Null where there are too few vectors for components.</summary>
    /// <param name="vectors">Of the proteins.</param>
    /// <param name="lengths">Residues of each.</param>
    /// <param name="colors">Of each; null for one colour.</param>
    public static GenericChart? Create(ProteinVectors vectors, IReadOnlyList<int> lengths, ProteinColors? colors)
    {
        const int Components = 2;
        if (vectors.Count <= Components || vectors.Width < Components)
            return null;
        var count = Math.Min(PointLimit, vectors.Count);
        int[] drawn = [.. Enumerable.Range(0, count).Select(i => (int)((long)i * vectors.Count / count))];
        var rows = new double[count * vectors.Width];
        for (var i = 0; i < count; i++)
        for (var j = 0; j < vectors.Width; j++)
            rows[(i * vectors.Width) + j] = (double)vectors[drawn[i]][j];
        var components = PrincipalComponents.Fit(rows, count, vectors.Width, Components);
        var places = components.Project(rows, count);
        var names = drawn.Select(row => Html.PlotlyText(vectors.Ids[row], 60)).ToArray();
        var norms = Enumerable.Range(0, count).Select(i => TensorPrimitives.Norm<double>(rows.AsSpan(i * vectors.Width, vectors.Width)));
        (double[] X, double[] Y, string Axis)[] panels =
        [
            (Rounded(Even(places, 0)), Rounded(Even(places, 1)), ""),
            ([.. drawn.Select(row => (double)lengths[row])], Rounded([.. norms]), "2"),
        ];
        var layout = new Node
        {
            ["height"] = 360,
            ["showlegend"] = colors is not null,
            ["margin"] = new Node
            {
                ["l"] = 60,
                ["r"] = 10,
                ["t"] = 34,
                ["b"] = 50,
            },
            ["xaxis"] = Axis(Share(components, 0), "y", 0, 0.44),
            ["yaxis"] = Axis(Share(components, 1), "x"),
            ["xaxis2"] = Axis("residues", "y2", 0.56, 1),
            ["yaxis2"] = Axis("norm of the vector", "x2"),
        };
        if (colors is null)
            return Node.Chart(panels.Select((panel, i) => Points(panel.X, panel.Y, names, panel.Axis, Palette.Category(i))), layout);
        layout["legend"] = new Node
        {
            ["tracegroupgap"] = 0,
            ["itemsizing"] = "constant",
            ["title"] = new Node { ["text"] = Html.PlotlyText(colors.Column, 24) },
        };
        var classes = PointClasses.Of(
            Enumerable.Range(0, count),
            i => colors.Values[drawn[i]],
            (name, _) => PointClasses.Label(colors.Column, name),
            PointClasses.Unknown(colors.Column)
        );
        return Node.Chart(
            panels.SelectMany(panel =>
                classes.Select(
                    (group, i) =>
                    {
                        T[] OfGroup<T>(T[] all) => [.. group.Points.Select(point => all[point])];
                        var points = Points(OfGroup(panel.X), OfGroup(panel.Y), OfGroup(names), panel.Axis, group.Color);
                        points["name"] = Html.PlotlyText(group.Name, 34);
                        points["legendrank"] = group.Rank;
                        points["legendgroup"] = string.Create(CultureInfo.InvariantCulture, $"class {i}");
                        points["showlegend"] = panel.Axis.Length == 0;
                        return points;
                    }
                )
            ),
            layout
        );
    }

    /// <summary>
    /// To a millionth of the largest: finer than any screen, and the same on processors whose sums have other last digits.
    /// </summary>
    private static double[] Rounded(double[] values)
    {
        var largest = TensorPrimitives.MaxMagnitude<double>(values);
        var digits = Math.Clamp(6 - (int)Math.Ceiling(Math.Log10(Math.Max(Math.Abs(largest), 1e-9))), 0, 15);
        return Array.ConvertAll(values, value => Math.Round(value, digits));
    }

    private static double[] Even(double[] pairs, int place) => [.. pairs.Where((_, i) => i % 2 == place)];

    private static string Share(PrincipalComponents components, int k) =>
        $"component {k + 1} ({Html.Percent(components.ExplainedVarianceRatio(k))})";

    private static Node Points(double[] x, double[] y, string[] names, string axis, string color) =>
        new()
        {
            ["type"] = "scatter",
            ["mode"] = "markers",
            ["x"] = x,
            ["y"] = y,
            ["text"] = names,
            ["hovertemplate"] = "%{text}<extra></extra>",
            ["xaxis"] = "x" + axis,
            ["yaxis"] = "y" + axis,
            ["marker"] = new Node
            {
                ["color"] = color,
                ["size"] = 5,
                ["opacity"] = 0.6,
            },
        };

    private static Node Axis(string title, string anchor, double? from = null, double? to = null)
    {
        var axis = new Node
        {
            ["title"] = new Node { ["text"] = title },
            ["anchor"] = anchor,
        };
        if (from is { } start && to is { } end)
            axis["domain"] = new[] { start, end };
        return axis;
    }
}
