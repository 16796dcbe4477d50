using System.Globalization;
using System.Text;
using Glm.Analysis.Attention;
using Glm.Genomes;
using Glm.Interactive.Display.Charts;
using Glm.Interactive.Display.Drawing;
using Glm.Interactive.Hosting;
using Glm.Runtime;

namespace Glm.Interactive.Display.Views;

/// <summary>
/// The attention of one window: every head as a small picture, the chosen one large with gene names, and its strongest pairs as arcs over
/// the
/// genes. Clicking a small picture chooses a head; hovering a gene leaves only its arcs.
/// </summary>
public static class AttentionView
{
    /// <summary>Beyond this many numbers each is sent as one byte instead of two.</summary>
    private const int TwoByteLimit = 500_000;
    private const int ArcLimit = 40;
    private const double MapWidth = 960;
    private const double ArcHeight = 112;
    private const string ArcColor = "#3a8fd0";

    /// <param name="attention">Layers and heads count from 0.</param>
    /// <param name="layer">The layer shown first; negative counts from the last.</param>
    /// <param name="head">The head shown first; negative counts from the last.</param>
    /// <param name="proteins">For the lengths that hovering shows; null where unknown.</param>
    /// <exception cref="GlmException">There is no such layer or head.</exception>
    public static MimeBundle Create(
        AttentionResult attention,
        int layer = -1,
        int head = 0,
        IReadOnlyDictionary<string, Protein>? proteins = null
    )
    {
        (layer, head) = (Resolve("layer", layer, attention.Layers), Resolve("head", head, attention.Heads));
        var genes = attention.Window.Genes.ToList();
        var arcs = DrawArcs(attention, genes, layer, head, proteins);
        var map = DrawHeatMap(attention, genes, layer, head);
        var id = Html.NewId();
        var (bytes, scales, packed) = Quantise(attention);
        var data = new
        {
            attention.Layers,
            attention.Heads,
            N = attention.Length,
            Layer = layer,
            Head = head,
            Bytes = bytes,
            Scales = scales,
            Values = packed,
            Names = genes.Select(gene => Html.Line(gene.Label, 40)),
            Colors = Palette.Sequential,
            ArcLimit,
            ArcHeight,
        };
        var html =
            Html.Heading($"Attention of {Html.Line(attention.Window.Id, 100)}")
            + "<div class=\"glm-controls\"><b class=\"glm-which\">"
            + Html.Encode(Which(layer, head))
            + "</b>"
            + "<label class=\"glm-live\"><input type=\"checkbox\" class=\"glm-symmetric\">symmetrised (A + Aᵀ)</label>"
            + "<button type=\"button\" class=\"glm-link glm-live glm-save-map\">save SVG</button></div>"
            + $"<div class=\"glm-map\">{arcs.Inline("glm-arc-map")}</div>"
            + "<div class=\"glm-attention\"><div><canvas class=\"glm-heads\"></canvas>"
            + $"<div "
            + $"class=\"glm-live\">{Html.Note($"{attention.Layers} layers (top to bottom) × {attention.Heads} heads (left to right), counted from 0. Click one.")}</div></div>"
            + $"<div>{map.Inline("glm-heat")}<div class=\"glm-readout\">&nbsp;</div></div></div>"
            + Html.Details("table", Table(attention, genes, layer, head).ToHtml())
            + Html.Data(data)
            + Html.Script("attention.js", id);
        return PlotlyBlock.Bundle(Text(attention, layer, head), Html.View(id, html), Svg.Stack([arcs, map]).Standalone());
    }

    internal static string Text(AttentionResult attention, int layer = -1, int head = 0)
    {
        (layer, head) = (Resolve("layer", layer, attention.Layers), Resolve("head", head, attention.Heads));
        var genes = attention.Window.Genes.ToList();
        var text = new StringBuilder(
            $"Attention of {Html.Line(attention.Window.Id, 100)}: {Html.Count(attention.Layers, "layer")} × "
                + $"{Html.Count(attention.Heads, "head")}, {Html.Count(attention.Length, "gene")}. {Which(layer, head)}, strongest "
                + $"pairs (A + Aᵀ):"
        );
        foreach (var (i, j, weight) in Pairs(attention, layer, head).Take(8))
            text.Append(
                CultureInfo.InvariantCulture,
                $"\n  {Html.Line(genes[i].Label, 30)} – {Html.Line(genes[j].Label, 30)}  {weight:0.000}"
            );
        return text.ToString();
    }

    private static string Which(int layer, int head) => string.Create(CultureInfo.InvariantCulture, $"layer {layer}, head {head}");

    private static int Resolve(string what, int index, int count)
    {
        var resolved = index < 0 ? index + count : index;
        if (resolved < 0 || resolved >= count)
            throw new GlmException(
                $"There is no {what} {index}: this model has {count}, counted from 0 to {count - 1} (or from -1, the last, to -{count})."
            );
        return resolved;
    }

    private static IEnumerable<(int I, int J, float Weight)> Pairs(AttentionResult attention, int layer, int head)
    {
        var (n, contacts) = (attention.Length, attention.Contacts(layer, head));
        return Enumerable
            .Range(0, n)
            .SelectMany(i => Enumerable.Range(i + 1, n - i - 1).Select(j => (I: i, J: j, Weight: Finite(contacts[(i * n) + j]))))
            .Where(pair => pair.Weight > 0)
            .OrderByDescending(pair => pair.Weight);
    }

    private static DataTable Table(AttentionResult attention, List<Gene> genes, int layer, int head)
    {
        var n = attention.Length;
        var table = new DataTable(["gene a", "gene b", "a attends to b", "b attends to a", "A + Aᵀ"]) { Total = n * (n - 1) / 2 };
        foreach (var (i, j, weight) in Pairs(attention, layer, head).Take(DataTable.RowLimit))
            table.Add(
                genes[i].Label,
                genes[j].Label,
                Html.Number(attention.Head(layer, head)[(i * n) + j]),
                Html.Number(attention.Head(layer, head)[(j * n) + i]),
                Html.Number(weight)
            );
        return table;
    }

    private static Svg DrawArcs(
        AttentionResult attention,
        List<Gene> genes,
        int layer,
        int head,
        IReadOnlyDictionary<string, Protein>? proteins
    )
    {
        const double arrow = 20;
        var names = genes.Select(GeneMap.ShortLabel).ToArray();
        var labels = names.Max(name => Svg.TextWidth(name, 10)) * 0.72;
        var margin = Math.Max(14, labels - 8);
        var colors = new GeneColors(genes);
        var n = genes.Count;
        var step = Math.Min(70, (MapWidth - (2 * margin)) / n);
        var svg = new Svg(Math.Max(240, (2 * margin) + (step * n)), 0);
        const double baseline = ArcHeight + 6;
        double X(int i) => margin + (step * (i + 0.5));
        svg.Raw(
            $"<g class=\"glm-arcs\" data-baseline=\"{Svg.N(baseline)}\" fill=\"none\" stroke=\"{ArcColor}\" stroke-linecap=\"round\">"
        );
        var pairs = Pairs(attention, layer, head).Take(ArcLimit).ToList();
        foreach (var (i, j, weight) in pairs)
        {
            var share = weight / pairs[0].Weight;
            var peak = baseline - (2 * (10 + ((ArcHeight - 20) * (j - i) / Math.Max(1, n - 1))));
            svg.Raw(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"<path d=\"M{Svg.N(X(i))} {Svg.N(baseline)}Q{Svg.N((X(i) + X(j)) / 2)} {Svg.N(peak)} {Svg.N(X(j))} "
                        + $"{Svg.N(baseline)}\" stroke-width=\"{Svg.N(0.6 + (4.4 * share))}\" "
                        + $"stroke-opacity=\"{Svg.N(0.15 + (0.75 * share))}\"><title>{Html.Encode($"{Html.Line(genes[i].Label)} – {Html.Line(genes[j].Label)}: {weight.ToString("0.0000", CultureInfo.InvariantCulture)}")}</title></path>"
                )
            );
        }
        svg.Raw("</g>");
        for (var i = 0; i < n; i++)
        {
            svg.Raw(
                $"<g class=\"glm-gene\" data-gene=\"{i}\" "
                    + $"data-x=\"{Svg.N(X(i))}\"><title>{Html.Encode(GeneMap.Tooltip(genes[i], proteins), 1200)}</title>"
                    + $"<rect x=\"{Svg.N(X(i) - (step / 2))}\" y=\"{Svg.N(baseline)}\" width=\"{Svg.N(step)}\" "
                    + $"height=\"{Svg.N(arrow + 4)}\" fill=\"transparent\"/>"
                    + GeneMap.Arrow(X(i) - (step * 0.44), baseline + 3, step * 0.88, arrow, genes[i].Strand, colors.Of(genes[i]))
                    + "</g>"
            );
            svg.Text(X(i) + 3, baseline + arrow + 13, names[i], "end", 10, -42, 0.9);
        }
        svg.Height = baseline + arrow + 18 + labels;
        svg.Height += colors.DrawLegend(svg, margin, svg.Height, svg.Width - (2 * margin)) + 2;
        return svg;
    }

    private static Svg DrawHeatMap(AttentionResult attention, List<Gene> genes, int layer, int head)
    {
        var n = genes.Count;
        var cell = Math.Clamp(Math.Floor(440.0 / n), 4, 40);
        var names = genes.Select(GeneMap.ShortLabel).ToArray();
        var fontSize = Math.Clamp(cell - 2, 5, 11);
        var label = 8 + names.Max(name => Svg.TextWidth(name, fontSize));
        var (left, top) = (label + 16, (label * 0.75) + 20);
        var svg = new Svg(left + (cell * n) + (label * 0.7) + 70, top + (cell * n) + 8);
        var values = attention.Head(layer, head);
        var most = Most(values);
        svg.Raw(
            $"<g class=\"glm-cells\" data-left=\"{Svg.N(left)}\" data-top=\"{Svg.N(top)}\" data-cell=\"{Svg.N(cell)}\" "
                + $"shape-rendering=\"crispEdges\">"
        );
        for (var i = 0; i < n; i++)
        for (var j = 0; j < n; j++)
            svg.Rect(left + (j * cell), top + (i * cell), cell, cell, Palette.At(Finite(values[(i * n) + j]) / most));
        svg.Raw("</g>");
        for (var i = 0; i < n; i++)
        {
            svg.Text(left - 5, top + (cell * (i + 0.5)) + (fontSize * 0.35), names[i], "end", fontSize);
            svg.Text(left + (cell * (i + 0.5)) + (fontSize * 0.3), top - 5, names[i], "start", fontSize, -50);
        }
        svg.Text(11, top + (cell * n / 2), "query", "middle", 11, -90, 0.75);
        svg.Text(left, 11, "key", "start", 11, opacity: 0.75);
        var scale = left + (cell * n) + 16;
        var (scaleTop, scaleHeight) = (top + 4, Math.Min(150, (cell * n) - 8));
        for (var i = 0; i < 24; i++)
            svg.Rect(scale, scaleTop + (scaleHeight * i / 24), 11, (scaleHeight / 24) + 0.4, Palette.At(1 - ((i + 0.5) / 24)));
        svg.Raw(
            $"<text class=\"glm-most\" x=\"{Svg.N(scale + 16)}\" y=\"{Svg.N(scaleTop + 8)}\" font-size=\"10.5\" "
                + $"fill=\"currentColor\">{most.ToString("0.000", CultureInfo.InvariantCulture)}</text>"
        );
        svg.Text(scale + 16, scaleTop + scaleHeight, "0", size: 10.5);
        return svg;
    }

    /// <summary>All heads as integers from 0 to the maximum of one or two bytes, each head by its own largest value, as base64.</summary>
    private static (int Bytes, double[] Scales, string Packed) Quantise(AttentionResult attention)
    {
        var bytes = attention.Values.Length <= TwoByteLimit ? 2 : 1;
        var steps = bytes == 2 ? ushort.MaxValue : byte.MaxValue;
        var packed = new byte[attention.Values.Length * bytes];
        var scales = new double[attention.Layers * attention.Heads];
        var size = attention.Length * attention.Length;
        for (var h = 0; h < scales.Length; h++)
        {
            var values = attention.Values.AsSpan(h * size, size);
            scales[h] = Most(values) / steps;
            for (var i = 0; i < size; i++)
            {
                var step = (int)Math.Round(Finite(values[i]) / scales[h]);
                packed[((h * size) + i) * bytes] = (byte)step;
                if (bytes == 2)
                    packed[(((h * size) + i) * 2) + 1] = (byte)(step >> 8);
            }
        }
        return (bytes, scales, Convert.ToBase64String(packed));
    }

    private static double Most(ReadOnlySpan<float> values)
    {
        var most = 1e-9f;
        foreach (var value in values)
            most = Math.Max(most, Finite(value));
        return most;
    }

    private static float Finite(float value) => float.IsFinite(value) ? Math.Max(0, value) : 0;
}
