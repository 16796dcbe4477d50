using System.Globalization;
using System.Text;
using Glm.Analysis.Attention;
using Glm.Genomes;
using Glm.Interactive.Display.Drawing;
using Glm.Interactive.Display.Markup;
using Glm.Interactive.Hosting;
using Glm.Runtime;

namespace Glm.Interactive.Display.Views;

/// <summary>
/// The attention of one window: every head as a small picture, the chosen head large with gene names, and its strongest pairs as arcs over
/// the genes. A click or the arrow keys and Enter choose another head; hovering over a gene leaves only its arcs.
/// </summary>
public static class AttentionView
{
    /// <summary>Beyond this many numbers, each is sent as one byte instead of two.</summary>
    private const int TwoByteLimit = 500_000;

    private const string Controls =
        "<label><input type=\"checkbox\" class=\"glm-symmetric\">symmetrised (A + Aᵀ)</label>"
        + "<button type=\"button\" class=\"glm-link glm-save-map\">save SVG</button>";

    /// <param name="attention">Layers and heads count from 0.</param>
    /// <param name="layer">The layer shown first; negative counts from the last.</param>
    /// <param name="head">The head shown first; negative counts from the last.</param>
    /// <param name="proteins">For the protein lengths in tooltips; null where unknown.</param>
    /// <param name="arcs">The most pairs that are drawn as arcs.</param>
    /// <exception cref="GlmException">There is no such layer or head.</exception>
    public static MimeBundle Create(
        AttentionResult attention,
        int layer = -1,
        int head = 0,
        IReadOnlyDictionary<string, Protein>? proteins = null,
        int arcs = AttentionArcs.Limit
    )
    {
        (layer, head) = (Resolve("layer", layer, attention.Layers), Resolve("head", head, attention.Heads));
        var genes = attention.Window.Genes.ToList();
        var wide = AttentionArcs.Draw(attention, genes, layer, head, proteins, arcs);
        var narrow = AttentionArcs.Draw(attention, genes, layer, head, proteins, arcs, GeneMapPicture.NarrowWidth);
        var map = AttentionHeatMap.Draw(attention, genes, layer, head);
        var grid = AttentionGridPicture.Draw(attention, layer, head);
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
            ArcLimit = arcs,
            Reduction = Words(attention.Reduction),
            ArcHeight = AttentionArcs.Height,
        };
        var html =
            Html.Heading($"Attention of {Html.Line(attention.Window.Id, 100)}")
            + $"<div class=\"glm-controls\"><b "
            + $"class=\"glm-which\">{Html.Encode(Which(attention, layer, head))}</b>{Html.Live(Controls)}</div>"
            + $"<div class=\"glm-map\">{wide.Inline(Text(attention, layer, head), "glm-arc-map", narrow)}</div>"
            + "<div class=\"glm-attention\">"
            + Html.Live($"<div><div class=\"glm-heads\"></div>{Html.Note(Grid(attention))}</div>")
            + $"<div class=\"glm-still-heads\">{grid.Inline("All heads by layer as small squares of colours")}</div>"
            + $"<div>{map.Inline($"{Which(attention, layer, head)} as a square of colours: queries by row, keys by column", "glm-heat")}"
            + Html.Live("<div class=\"glm-readout\">&nbsp;</div>")
            + "</div></div>"
            + Html.Details("table", Table(attention, genes, layer, head).ToHtml())
            + Html.Data(data);
        return Html.Bundle(
            Text(attention, layer, head),
            Html.View(Html.NewId(), html, "attention.js"),
            Svg.Stack([wide, map, grid]).Standalone()
        );
    }

    internal static string Text(AttentionResult attention, int layer = -1, int head = 0)
    {
        (layer, head) = (Resolve("layer", layer, attention.Layers), Resolve("head", head, attention.Heads));
        var genes = attention.Window.Genes.ToList();
        var text = new StringBuilder(
            $"Attention of {Html.Line(attention.Window.Id, 100)}: {Html.Count(attention.Layers, "layer")} × "
                + $"{Words(attention.Reduction) ?? Html.Count(attention.Heads, "head")}, {Html.Count(attention.Length, "gene")}. "
                + $"{Which(attention, layer, head)}, strongest pairs (A + Aᵀ):"
        );
        foreach (var (i, j, weight) in Pairs(attention, layer, head).Take(8))
            text.Append(
                CultureInfo.InvariantCulture,
                $"\n  {Html.Line(genes[i].Label, 30)} – {Html.Line(genes[j].Label, 30)}  {weight:0.000}"
            );
        return text.ToString();
    }

    private static string Grid(AttentionResult attention) =>
        $"{Html.Count(attention.Layers, "layer")} × {Words(attention.Reduction) ?? Html.Count(attention.Heads, "head")}, "
        + $"counted from 0. Click "
        + "one, or choose with "
        + "the arrow keys and Enter.";

    /// <summary>A head in words.</summary>
    internal static string Which(AttentionResult attention, int layer, int head) =>
        Words(attention.Reduction) is { } words
            ? string.Create(CultureInfo.InvariantCulture, $"layer {layer}, {words}")
            : string.Create(CultureInfo.InvariantCulture, $"layer {layer}, head {head}");

    /// <summary>What stands for the heads of a layer; null where they stand for themselves.</summary>
    private static string? Words(AttentionReduction reduction) =>
        reduction switch
        {
            AttentionReduction.Mean => "mean of its heads",
            AttentionReduction.Max => "largest of its heads",
            AttentionReduction.Rollout => "rollout up to it",
            _ => null,
        };

    private static int Resolve(string what, int index, int count)
    {
        var resolved = index < 0 ? index + count : index;
        if (resolved < 0 || resolved >= count)
            throw new GlmException(
                $"There is no {what} {index}: this model has {count}, counted from 0 to {count - 1} (or from -1, the last, to -{count})."
            );
        return resolved;
    }

    /// <summary>Pairs of genes by how much both attend to each other, the strongest first.</summary>
    internal static IEnumerable<(int I, int J, float Weight)> Pairs(AttentionResult attention, int layer, int head)
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

    /// <summary>All heads as integers of one or two bytes, each head scaled by its own largest value, as base64.</summary>
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

    /// <summary>The largest finite value, and a little more than 0 where there is none.</summary>
    internal static double Most(ReadOnlySpan<float> values)
    {
        var most = 1e-9f;
        foreach (var value in values)
            most = Math.Max(most, Finite(value));
        return most;
    }

    /// <summary>A value to draw: 0 for what is negative or not finite.</summary>
    internal static float Finite(float value) => float.IsFinite(value) ? Math.Max(0, value) : 0;
}
