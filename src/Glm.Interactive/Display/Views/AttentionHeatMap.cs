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

    public static Svg Draw(AttentionResult attention, List<Gene> genes, int layer, int head)
    {
        var n = genes.Count;
        var cell = Math.Clamp(Math.Floor(440.0 / n), 4, 40);
        var names = genes.Select(GeneArrow.Label).ToArray();
        // Names of many genes stand upright over their columns; where even lines of the smallest type are too close, some are left out.
        var fontSize = Math.Clamp(cell - 2, 8, 11);
        var slanted = cell * Math.Sin(NameAngle * Math.PI / 180) >= fontSize + 4;
        var every = Math.Max(1, (int)Math.Ceiling((fontSize + 1) / cell));
        var label = 8 + names.Max(name => Svg.TextWidth(name, fontSize));
        var (left, top) = (label + 16, (slanted ? label * 0.8 : label) + 20);
        var svg = new Svg(left + (cell * n) + Math.Max(70, slanted ? label * 0.7 : 0), top + (cell * n) + 8);
        var values = attention.Head(layer, head);
        var most = AttentionView.Most(values);
        using (svg.Group().Class("glm-cells").Data("left", left).Data("top", top).Data("cell", cell).CrispEdges())
            for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++)
                svg.Rect(left + (j * cell), top + (i * cell), cell, cell, Palette.At(AttentionView.Finite(values[(i * n) + j]) / most));
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
        svg.Text(11, top + (cell * n / 2), "query", TextAnchor.Middle, 11, -90, 0.75);
        svg.Text(left, 11, "key", TextAnchor.Start, 11, opacity: 0.75);
        var scale = left + (cell * n) + 16;
        var (scaleTop, scaleHeight) = (top + 4, Math.Min(150, (cell * n) - 8));
        for (var i = 0; i < 24; i++)
            svg.Rect(scale, scaleTop + (scaleHeight * i / 24), 11, (scaleHeight / 24) + 0.4, Palette.At(1 - ((i + 0.5) / 24)));
        svg.Text(scale + 16, scaleTop + 8, most.ToString("0.000", CultureInfo.InvariantCulture), size: 10.5).Class("glm-most");
        svg.Text(scale + 16, scaleTop + scaleHeight, "0", size: 10.5);
        return svg;
    }
}
