using System.Globalization;
using Glm.Genomes;
using Glm.Interactive.Display.Charts;
using Glm.Interactive.Display.Drawing;
using Glm.Interactive.Hosting;

namespace Glm.Interactive.Display.Views;

/// <summary>
/// Genes as arrows on a line. The arrow's direction is the strand; lengths are to scale where the genes have coordinates, else they follow
/// the
/// protein lengths, else they are equal. Homologous genes share a colour; operons are underlined.
/// </summary>
public static class GeneMap
{
    /// <summary>Genes on one map; the rest is counted in words.</summary>
    public const int GeneLimit = 40;

    private const double MapWidth = 960;
    private const double Margin = 12;
    private const double ArrowHeight = 20;

    // For the slanted name of the last gene.
    private const double NameRoom = 56;

    /// <summary>The map of a scaffold's first genes.</summary>
    /// <param name="scaffold">Its texts may be hostile.</param>
    /// <param name="proteins">For lengths in amino acids; null where unknown.</param>
    public static MimeBundle Create(Scaffold scaffold, IReadOnlyDictionary<string, Protein>? proteins = null) =>
        Create(new GeneWindow(scaffold, 0, Math.Min(GeneLimit, scaffold.Genes.Count)), proteins);

    /// <summary>The map of a window.</summary>
    /// <param name="window">Its texts may be hostile.</param>
    /// <param name="proteins">For lengths in amino acids; null where unknown.</param>
    public static MimeBundle Create(GeneWindow window, IReadOnlyDictionary<string, Protein>? proteins = null)
    {
        var shown = window.Length > GeneLimit ? window with { Length = GeneLimit } : window;
        var picture = Draw(shown, proteins, new GeneColors([.. shown.Genes]), withLegend: true);
        return PlotlyBlock.Bundle(
            Text(window),
            Html.View(Html.NewId(), $"<div class=\"glm-map\">{picture.Inline()}</div>" + Html.SaveSvg(picture.Standalone(), "genes.svg")),
            picture.Standalone()
        );
    }

    /// <summary>The genes in words: one line, "name&gt;" forward and "&lt;name" reverse.</summary>
    internal static string Text(GeneWindow window)
    {
        var genes = window
            .Genes.Take(20)
            .Select(gene => gene.Strand == Strand.Forward ? Html.Line(gene.Label, 20) + ">" : "<" + Html.Line(gene.Label, 20));
        var rest = window.Length > 20 ? $" … {Html.Count(window.Length - 20, "more gene")}" : "";
        return $"{Html.Line(window.Scaffold.Id)}, genes {window.Start + 1}-{window.Start + window.Length} of "
            + $"{window.Scaffold.Genes.Count}: {string.Join(' ', genes)}{rest}";
    }

    internal static Svg Draw(GeneWindow window, IReadOnlyDictionary<string, Protein>? proteins, GeneColors colors, bool withLegend)
    {
        var genes = window.Genes.ToList();
        var places = Places(genes, proteins, Margin, MapWidth - Margin - NameRoom, out var toScale);
        var svg = new Svg(MapWidth, 0);
        var rest = window.Scaffold.Genes.Count - window.Start - window.Length;
        svg.Text(Margin, 14, Html.Line(window.Scaffold.Id, 60), size: 12, bold: true);
        svg.Text(
            MapWidth - Margin,
            14,
            (
                toScale
                    ? string.Create(
                        CultureInfo.InvariantCulture,
                        $"{genes.Min(gene => gene.Start):N0}–{genes.Max(gene => gene.End):N0} bp, to scale; "
                    )
                    : ""
            )
                + Html.Count(genes.Count, "gene")
                + (rest > 0 ? $", {rest.ToString("N0", CultureInfo.InvariantCulture)} more follow" : ""),
            "end",
            10.5,
            opacity: 0.75
        );
        var arrows = 20 + DrawLabels(svg, genes, places, 20);
        svg.Line(Margin, arrows + (ArrowHeight / 2), MapWidth - NameRoom, arrows + (ArrowHeight / 2), 0.35);
        for (var i = 0; i < genes.Count; i++)
            svg.Raw(
                $"<g "
                    + $"class=\"glm-gene\"><title>{Html.Encode(Tooltip(genes[i], proteins), 1200)}</title>{Arrow(places[i].X, arrows, places[i].Width, ArrowHeight, genes[i].Strand, colors.Of(genes[i]))}</g>"
            );
        var bottom = arrows + ArrowHeight + DrawOperons(svg, genes, places, arrows + ArrowHeight + 5);
        svg.Height = bottom + 8;
        if (withLegend)
            svg.Height += colors.DrawLegend(svg, Margin, bottom + 10, MapWidth - (2 * Margin)) + 4;
        return svg;
    }

    /// <summary>One gene's arrow as a path.</summary>
    internal static string Arrow(double x, double y, double width, double height, Strand strand, string fill)
    {
        var head = Math.Min(9, width * 0.55);
        var (tail, neck, tip) = strand == Strand.Forward ? (x, x + width - head, x + width) : (x + width, x + head, x);
        var path = string.Create(
            CultureInfo.InvariantCulture,
            $"M{Svg.N(tail)} {Svg.N(y + 3)}L{Svg.N(neck)} {Svg.N(y + 3)}L{Svg.N(neck)} {Svg.N(y)}L{Svg.N(tip)} "
                + $"{Svg.N(y + (height / 2))}L{Svg.N(neck)} {Svg.N(y + height)}L{Svg.N(neck)} {Svg.N(y + height - 3)}L{Svg.N(tail)} "
                + $"{Svg.N(y + height - 3)}Z"
        );
        return $"<path d=\"{path}\" fill=\"{fill}\" stroke=\"currentColor\" stroke-opacity=\"0.55\" stroke-width=\"0.8\" "
            + $"stroke-linejoin=\"round\"/>";
    }

    /// <summary>A gene's name, or the end of its id, which tells more than the beginning: ids of one scaffold begin alike.</summary>
    internal static string ShortLabel(Gene gene)
    {
        const int limit = 14;
        if (gene.Name is not null || gene.Label.Length <= limit)
            return Html.Line(gene.Label, limit);
        return "…" + Html.Clean(gene.Label[^(limit - 1)..]).ReplaceLineEndings(" ");
    }

    /// <summary>All that is known about a gene, for hovering. Untrusted text, not encoded.</summary>
    internal static string Tooltip(Gene gene, IReadOnlyDictionary<string, Protein>? proteins) =>
        string.Join('\n', Facts(gene, proteins).Select(fact => fact.Name is "gene" or "" ? fact.Value : $"{fact.Name}: {fact.Value}"));

    /// <summary>All that is known about a gene, by name. Untrusted texts, not encoded.</summary>
    internal static List<(string Name, string Value)> Facts(Gene gene, IReadOnlyDictionary<string, Protein>? proteins)
    {
        var facts = new List<(string, string)>();
        void Say(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
                facts.Add((name, Html.Line(value, 160)));
        }
        Say("gene", gene.Id);
        Say("name", gene.Name);
        Say("locus tag", gene.LocusTag);
        Say("product", gene.Product);
        if (gene.ProteinId != gene.Id && gene.ProteinId != gene.LocusTag)
            Say("protein", gene.ProteinId);
        Say("strand", gene.Strand == Strand.Forward ? "+" : "-");
        if (gene.Start is { } start && gene.End is { } end)
            Say("position", string.Create(CultureInfo.InvariantCulture, $"{start:N0}–{end:N0} bp"));
        if (proteins is not null && proteins.TryGetValue(gene.ProteinId, out var protein))
            Say("length", string.Create(CultureInfo.InvariantCulture, $"{protein.Sequence.Length:N0} aa"));
        Say("family", gene.Family);
        Say("operon", gene.Operon);
        Say("EC", string.Join(", ", gene.EcNumbers));
        Say("COG", string.Join(", ", gene.Cogs));
        Say("Pfam", string.Join(", ", gene.Pfams));
        Say("GO", string.Join(", ", gene.GoTerms));
        Say("see also", string.Join(", ", gene.DbXrefs));
        if (gene.Phase > 0)
            Say("phase", gene.Phase.ToString(CultureInfo.InvariantCulture));
        if (gene.Partial != PartialEnds.None)
            Say(
                "",
                gene.Partial switch
                {
                    PartialEnds.Left => "cut off on the left",
                    PartialEnds.Right => "cut off on the right",
                    _ => "cut off on both sides",
                }
            );
        if (gene.IsPseudo)
            Say("", "pseudogene");
        if (gene.SourceLine is { } line)
            Say("line of its file", line.ToString("N0", CultureInfo.InvariantCulture));
        return facts;
    }

    private static (double X, double Width)[] Places(
        List<Gene> genes,
        IReadOnlyDictionary<string, Protein>? proteins,
        double left,
        double width,
        out bool toScale
    )
    {
        toScale = genes.All(gene => gene is { Start: { } start, End: { } end } && end > start);
        if (toScale)
        {
            double low = genes.Min(gene => gene.Start!.Value),
                high = genes.Max(gene => gene.End!.Value);
            return
            [
                .. genes.Select(gene =>
                    (
                        left + (width * (gene.Start!.Value - low) / (high - low)),
                        Math.Max(3, width * (gene.End!.Value - gene.Start.Value) / (high - low))
                    )
                ),
            ];
        }
        const double gap = 4;
        // Square roots keep a very long protein from squeezing its neighbours out of sight.
        var sizes = genes
            .Select(gene =>
                proteins is not null && proteins.TryGetValue(gene.ProteinId, out var protein)
                    ? Math.Sqrt(Math.Max(30, protein.Sequence.Length))
                    : -1
            )
            .ToArray();
        if (sizes.Any(size => size < 0))
            Array.Fill(sizes, 1);
        var unit = (width - (gap * (genes.Count - 1))) / sizes.Sum();
        var unitCap = 90 / sizes.Max();
        var places = new (double, double)[genes.Count];
        var x = left;
        for (var i = 0; i < genes.Count; i++)
        {
            places[i] = (x, Math.Min(unit, unitCap) * sizes[i]);
            x += places[i].Item2 + gap;
        }
        return places;
    }

    /// <summary>Names over the arrows, level where they fit, else slanted; gives the height that they take.</summary>
    private static double DrawLabels(Svg svg, List<Gene> genes, (double X, double Width)[] places, double top)
    {
        const double size = 10;
        var names = genes.Select(gene => ShortLabel(gene)).ToArray();
        var level = Enumerable.Range(0, genes.Count).All(i => Svg.TextWidth(names[i], size) <= places[i].Width + 2);
        var height = level ? 16 : 14 + (names.Max(name => Svg.TextWidth(name, size)) * 0.62);
        var last = double.NegativeInfinity;
        for (var i = 0; i < genes.Count; i++)
        {
            var x = places[i].X + (places[i].Width / 2);
            if (!level && x - last < 16)
                continue;
            last = x;
            svg.Text(x, top + height - 5, names[i], level ? "middle" : "start", size, level ? 0 : -38, 0.9);
        }
        return height;
    }

    private static double DrawOperons(Svg svg, List<Gene> genes, (double X, double Width)[] places, double y)
    {
        var any = false;
        for (var i = 0; i < genes.Count; )
        {
            var end = i;
            while (end + 1 < genes.Count && genes[end + 1].Operon == genes[i].Operon)
                end++;
            if (genes[i].Operon is { Length: > 0 } operon)
            {
                any = true;
                var (x1, x2) = (places[i].X, places[end].X + places[end].Width);
                svg.Line(x1, y, x2, y, 0.8, width: 2.2);
                var name = Html.Line(operon, 24);
                if (Svg.TextWidth(name, 9.5) < x2 - x1 + 6)
                    svg.Text((x1 + x2) / 2, y + 12, name, "middle", 9.5, opacity: 0.75);
            }
            i = end + 1;
        }
        return any ? 19 : 2;
    }
}
