using System.Globalization;
using Glm.Analysis.Attention;
using Glm.Genomes;
using Glm.Interactive.Display.Drawing;

namespace Glm.Interactive.Display.Views;

/// <summary>
/// One head as a square of colours, queries by row and keys by column. attention.js colours the same cells for other heads.
/// </summary>
internal static class AttentionHeatMap
{
    private const double NameAngle = 50;
    private const double ScaleSize = 10.5;

    public static Svg Draw(AttentionResult attention, List<Gene> genes, int layer, int head)
    {
        var n = genes.Count;
        var values = attention.Head(layer, head).ToArray();
        var most = AttentionView.Most(values);
        return Draw(
            genes,
            (i, j) => Palette.At(AttentionView.Finite(values[(i * n) + j]) / most),
            Palette.At,
            (most.ToString("0.000", CultureInfo.InvariantCulture), "0"),
            "attention",
            ("query", "key"),
            which: AttentionView.Which(attention, layer, head)
        );
    }

    /// <summary>Any numbers of pairs of genes as a square of colours.</summary>
    /// <param name="genes">In order, at least one.</param>
    /// <param name="color">Of row i and column j.</param>
    /// <param name="scale">The colour of a place on the scale, 1 at its upper end.</param>
    /// <param name="ends">What stands beside the upper and the lower end of the scale.</param>
    /// <param name="unit">What stands along the scale.</param>
    /// <param name="axes">What rows and columns are.</param>
    /// <param name="side">The room for the cells, in units of the picture.</param>
    /// <param name="which">What is shown; empty where it is said elsewhere.</param>
    public static Svg Draw(
        List<Gene> genes,
        Func<int, int, string> color,
        Func<double, string> scale,
        (string Upper, string Lower) ends,
        string unit,
        (string Rows, string Columns) axes,
        double side = 440,
        string which = ""
    )
    {
        var n = genes.Count;
        var cell = Math.Clamp(Math.Floor(side / n), 4, 40);
        var names = genes.Select(GeneArrow.Label).ToArray();
        // Names of many genes stand upright over their columns; where even lines of the smallest type are too close, some are left out.
        var fontSize = Math.Clamp(cell - 2, 8, 11);
        var slanted = cell * Math.Sin(NameAngle * Math.PI / 180) >= fontSize + 4;
        var every = Math.Max(1, (int)Math.Ceiling((fontSize + 1) / cell));
        var label = 8 + names.Max(name => Svg.TextWidth(name, fontSize));
        var head = which.Length > 0 ? 15 : 0;
        var (left, top) = (label + 16, (slanted ? label * 0.8 : label) + 20 + head);
        var (scaleTop, scaleHeight) = (top + 4, Math.Min(150, (cell * n) - 8));
        // Upright between the ends of the scale, or beyond them where it is short.
        var unitShift = scaleHeight > Svg.TextWidth(unit, ScaleSize) + 34 ? 26 : 28 + EndsWidth();
        var svg = new Svg(left + (cell * n) + Math.Max(Math.Max(70, 24 + unitShift), slanted ? label * 0.7 : 0), top + (cell * n) + 8);
        using (svg.Group().Class("glm-cells").Data("left", left).Data("top", top).Data("cell", cell).CrispEdges())
            for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++)
                svg.Rect(left + (j * cell), top + (i * cell), cell, cell, color(i, j));
        for (var i = 0; i < n; i += every)
        {
            svg.Text(left - 5, top + (cell * (i + 0.5)) + (fontSize * 0.35), names[i], TextAnchor.End, fontSize);
            svg.Text(
                left + (cell * (i + 0.5)) + (fontSize * 0.3),
                top - 5,
                names[i],
                TextAnchor.Start,
                fontSize,
                slanted ? -NameAngle : -90
            );
        }
        svg.Text(11, top + (cell * n / 2), axes.Rows, TextAnchor.Middle, 11, -90, 0.75);
        if (which.Length > 0)
            svg.Text(left, 11, which, bold: true).Class("glm-shown");
        svg.Text(left, 11 + head, axes.Columns, TextAnchor.Start, 11, opacity: 0.75);
        var bar = left + (cell * n) + 16;
        for (var i = 0; i < 24; i++)
            svg.Rect(bar, scaleTop + (scaleHeight * i / 24), 11, (scaleHeight / 24) + 0.4, scale(1 - ((i + 0.5) / 24)));
        svg.Text(bar + 16, scaleTop + 8, ends.Upper, size: ScaleSize).Class("glm-most");
        svg.Text(bar + 16, scaleTop + scaleHeight, ends.Lower, size: ScaleSize);
        svg.Text(bar + unitShift, scaleTop + (scaleHeight / 2), unit, TextAnchor.Middle, ScaleSize, -90, 0.85);
        return svg;

        double EndsWidth() => Math.Max(Svg.TextWidth(ends.Upper, ScaleSize), Svg.TextWidth(ends.Lower, ScaleSize));
    }
}
