using System.Globalization;
using System.Text;
using Glm.Analysis.Synteny;
using Glm.Genomes;
using Glm.Interactive.Display.Charts;
using Glm.Interactive.Display.Drawing;
using Glm.Interactive.Hosting;

namespace Glm.Interactive.Display.Views;

/// <summary>
/// Stretches of scaffolds as arrows to one scale, one below the other, with bands between homologous genes. Zooms and moves; hovering a
/// gene shows all
/// that is known of it and leaves only its homologs; clicking the legend leaves one colour; the picture is saved as it is seen.
/// </summary>
public static class SyntenyView
{
    private const double Width = 960;
    private const double Margin = 12;

    // On the right there is room for the slanted name of the last gene.
    private const double PlotWidth = Width - Margin - 56;
    private const double ArrowHeight = 20;
    private const double BandHeight = 34;
    private const double TitleHeight = 20;

    // Slanted names of this distance do not touch; synteny.js knows it too.
    private const double LabelRoom = 16;

    /// <summary>
    /// How genes may be coloured: "auto" (homology over several tracks; for one its families, operons or strands) or one of the others.
    /// </summary>
    public static IReadOnlyList<string> Colorings { get; } = ["auto", .. GeneColors.Choices];

    /// <param name="map">Its texts may be hostile.</param>
    /// <param name="color">One of <see cref="Colorings"/>.</param>
    public static MimeBundle Create(SyntenyMap map, string color = "auto")
    {
        var tracks = Lay(map);
        var colors = Colors(map, color);
        var (picture, plot) = Draw(map, tracks, colors);
        var id = Html.NewId();
        var html =
            Html.Heading(
                string.Join(", ", map.Tracks.Take(4).Select(track => Html.Line(track.Region.Id, 60)))
                    + (map.Tracks.Count > 4 ? $" and {map.Tracks.Count - 4} more" : "")
            )
            + "<div class=\"glm-controls glm-live\"><button type=\"button\" class=\"glm-link\" data-zoom=\"2\" aria-label=\"zoom "
            + "in\">zoom in</button>"
            + "<button type=\"button\" class=\"glm-link\" data-zoom=\"0.5\" aria-label=\"zoom out\">zoom out</button>"
            + "<button type=\"button\" class=\"glm-link\" data-zoom=\"0\">whole</button><span class=\"glm-note\">drag to move, "
            + "Ctrl + wheel to zoom, click a colour to see it alone</span></div>"
            + $"<div class=\"glm-map\">{picture.Inline("glm-synteny")}</div>"
            + Html.SaveSvg(picture.Standalone(), "genes.svg")
            + Html.Details("table", GeneTable(map).ToHtml())
            + (map.Links.Count > 0 ? Html.Details("homologs", LinkTable(map).ToHtml()) : "")
            + Html.Data(plot)
            + Html.Script("synteny.js", id);
        return PlotlyBlock.Bundle(Text(map), Html.View(id, html), picture.Standalone());
    }

    internal static string Text(SyntenyMap map)
    {
        var text = new StringBuilder();
        for (var t = 0; t < map.Tracks.Count; t++)
        {
            if (t > 0)
            {
                var links = map.Links.Where(link => link.Track == t - 1).ToList();
                text.Append(
                    links.Count == 0
                        ? "\n  no homologs\n"
                        : string.Create(
                            CultureInfo.InvariantCulture,
                            $"\n  {Html.Count(links.Count, "homologous pair")}, "
                                + $"{Html.Percent(links.Average(link => link.Identity))} identical on average\n"
                        )
                );
            }
            text.Append(GeneMap.Text(map.Tracks[t].Region)).Append(map.Tracks[t].Flipped ? " (drawn from right to left)" : "");
        }
        return text.ToString();
    }

    private static GeneColors Colors(SyntenyMap map, string color)
    {
        var genes = map.Tracks.SelectMany(track => track.Region.Genes).ToList();
        if (color != "auto" && color != "homology")
            return GeneColors.By(color, genes);
        if (color == "auto" && (map.Tracks.Count == 1 || map.GroupCount == 0))
            return new GeneColors(genes);
        var groupOf = new Dictionary<Gene, int>(ReferenceEqualityComparer.Instance);
        foreach (var track in map.Tracks)
        foreach (var (gene, i) in track.Region.Genes.Select((gene, i) => (gene, i)))
            groupOf[gene] = track.Groups[i];
        // A group goes by the commonest name of its genes; two groups of one name are told apart by a number.
        var names = new Dictionary<int, string>();
        foreach (var group in genes.Where(gene => groupOf[gene] >= 0).GroupBy(gene => groupOf[gene]).OrderBy(group => group.Key))
        {
            var name = group.Select(gene => gene.Name ?? gene.Product ?? gene.Label).CountBy(label => label).MaxBy(pair => pair.Value).Key;
            names[group.Key] = names.ContainsValue(name) ? $"{name} ({group.Key + 1})" : name;
        }
        return new GeneColors(genes, "homology", gene => names.GetValueOrDefault(groupOf[gene]));
    }

    /// <summary>A track's genes in base pairs from its own left end, as it is drawn, and how far it is moved.</summary>
    private sealed record Lane(SyntenyTrack Track, Gene[] Genes, (double Low, double High)[] Places, bool ToScale)
    {
        public double Offset { get; set; }

        public double Middle(int gene) => Offset + ((Places[gene].Low + Places[gene].High) / 2);
    }

    private static List<Lane> Lay(SyntenyMap map)
    {
        var lanes = map.Tracks.Select(track => Lay(track, map.Proteins)).ToList();
        for (var t = 1; t < lanes.Count; t++)
        {
            var links = map.Links.Where(link => link.Track == t - 1).ToList();
            if (links.Count > 0)
                lanes[t].Offset =
                    links.Sum(link => link.Identity * (lanes[t - 1].Middle(link.Upper) - lanes[t].Middle(link.Lower)))
                    / links.Sum(link => link.Identity);
        }
        return lanes;
    }

    private static Lane Lay(SyntenyTrack track, IReadOnlyDictionary<string, Protein> proteins)
    {
        Gene[] genes = [.. track.Region.Genes];
        var toScale = genes.All(gene => gene is { Start: { } start, End: { } end } && end > start);
        var places = new (double Low, double High)[genes.Length];
        if (toScale)
        {
            double low = genes.Min(gene => gene.Start!.Value);
            for (var i = 0; i < genes.Length; i++)
                places[i] = (genes[i].Start!.Value - low, genes[i].End!.Value + 1 - low);
        }
        else
        {
            // Without coordinates: three bases to a residue, and a gap as between genes of one operon and the next.
            const double gap = 60;
            var at = 0.0;
            for (var i = 0; i < genes.Length; i++)
            {
                places[i] = (at, at + (3 * Math.Max(20, proteins[genes[i].ProteinId].Sequence.Length)));
                at = places[i].High + gap;
            }
        }
        if (track.Flipped)
        {
            var total = places.Max(place => place.High);
            places = [.. places.Select(place => (total - place.High, total - place.Low))];
        }
        return new Lane(track, genes, places, toScale);
    }

    private static (Svg Picture, object Plot) Draw(SyntenyMap map, List<Lane> lanes, GeneColors colors)
    {
        var low = lanes.Min(lane => lane.Offset);
        var high = lanes.Max(lane => lane.Offset + lane.Places.Max(place => place.High));
        var scale = PlotWidth / Math.Max(1, high - low);
        double X(Lane lane, double place) => (lane.Offset + place - low) * scale;

        var svg = new Svg(Width, 0);
        var shapes = new StringBuilder();
        var texts = new StringBuilder();
        var arrowTops = new double[lanes.Count];
        var y = 0.0;
        for (var t = 0; t < lanes.Count; t++)
        {
            var lane = lanes[t];
            var track = lane.Track;
            svg.Text(Margin, y + 14, Html.Line(track.Region.Scaffold.Id, 60), size: 12, bold: true);
            svg.Text(Width - Margin, y + 14, Range(lane), "end", 10.5, opacity: 0.75);
            y += TitleHeight;
            y += Labels(texts, lane, place => X(lane, place), y);
            arrowTops[t] = y;
            var (left, right) = (X(lane, 0), X(lane, lane.Places.Max(place => place.High)));
            shapes.Append(
                $"<line x1=\"{Svg.N(left)}\" y1=\"{Svg.N(y + (ArrowHeight / 2))}\" x2=\"{Svg.N(right)}\" "
                    + $"y2=\"{Svg.N(y + (ArrowHeight / 2))}\" stroke=\"currentColor\" stroke-opacity=\"0.35\" "
                    + $"vector-effect=\"non-scaling-stroke\"/>"
            );
            for (var i = 0; i < lane.Genes.Length; i++)
                shapes.Append(Arrow(lane, i, X(lane, lane.Places[i].Low), X(lane, lane.Places[i].High), y, colors, map.Proteins));
            y += ArrowHeight + Operons(shapes, texts, lane, place => X(lane, place), y + ArrowHeight + 5);
            if (t + 1 < lanes.Count)
                y += BandHeight;
        }
        var bands = string.Concat(map.Links.Select(link => Band(link, lanes[link.Track], lanes[link.Track + 1], X, arrowTops)));
        var allToScale = lanes.All(lane => lane.ToScale);
        if (allToScale)
            y += ScaleBar(texts, (high - low) / PlotWidth, y + 4);
        var bottom = y + 6;
        svg.Raw(
            $"<svg class=\"glm-plot\" x=\"{Svg.N(Margin)}\" y=\"0\" width=\"{Svg.N(PlotWidth)}\" height=\"{Svg.N(bottom)}\" "
                + $"overflow=\"hidden\"><g class=\"glm-shapes\">{bands}{shapes}</g></svg><g transform=\"translate({Svg.N(Margin)} "
                + $"0)\">{texts}</g>"
        );
        svg.Height = bottom + colors.DrawLegend(svg, Margin, bottom + 6, PlotWidth) + 8;
        return (
            svg,
            new
            {
                Width = PlotWidth,
                PerPixel = allToScale ? (high - low) / PlotWidth : 0,
                Left = Margin,
            }
        );
    }

    private static string Range(Lane lane)
    {
        var region = lane.Track.Region;
        var text = lane.ToScale
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{lane.Genes.Min(gene => gene.Start):N0}–{lane.Genes.Max(gene => gene.End):N0} bp, "
            )
            : "no coordinates: lengths follow the proteins, ";
        return text
            + string.Create(
                CultureInfo.InvariantCulture,
                $"genes {region.Start + 1:N0}–{region.Start + region.Length:N0} of {region.Scaffold.Genes.Count:N0}"
            )
            + (lane.Track.Flipped ? ", reversed" : "");
    }

    private static string Arrow(
        Lane lane,
        int i,
        double left,
        double right,
        double y,
        GeneColors colors,
        IReadOnlyDictionary<string, Protein> proteins
    )
    {
        var gene = lane.Genes[i];
        var strand = lane.Track.Flipped ? (Strand)(-(int)gene.Strand) : gene.Strand;
        var color = colors.Of(gene);
        var group = lane.Track.Groups[i];
        return $"<g class=\"glm-gene\" "
            + $"data-color=\"{color}\"{(group >= 0 ? $" data-group=\"{group}\"" : "")}><title>{Html.Encode(GeneMap.Tooltip(gene, proteins), 1500)}</title>"
            + GeneMap
                .Arrow(left, y, Math.Max(1.5, right - left), ArrowHeight, strand, color)
                .Replace("/>", " vector-effect=\"non-scaling-stroke\"/>", StringComparison.Ordinal)
            + "</g>";
    }

    private static string Band(SyntenyLink link, Lane upper, Lane lower, Func<Lane, double, double> x, double[] arrowTops)
    {
        var (top, bottom) = (arrowTops[link.Track] + ArrowHeight, arrowTops[link.Track + 1]);
        var (a, b) = (upper.Places[link.Upper], lower.Places[link.Lower]);
        // Genes that point against each other are joined crosswise.
        var crossed = (upper.Genes[link.Upper].Strand == lower.Genes[link.Lower].Strand) == (upper.Track.Flipped != lower.Track.Flipped);
        var (b1, b2) = crossed ? (b.High, b.Low) : (b.Low, b.High);
        var (first, second) = (upper.Genes[link.Upper], lower.Genes[link.Lower]);
        return $"<path class=\"glm-band\" data-group=\"{upper.Track.Groups[link.Upper]}\" fill=\"currentColor\" "
            + $"fill-opacity=\"{Svg.N(0.06 + (0.3 * link.Identity))}\" d=\"M{Svg.N(x(upper, a.Low))} "
            + $"{Svg.N(top)}L{Svg.N(x(upper, a.High))} {Svg.N(top)}L{Svg.N(x(lower, b2))} {Svg.N(bottom)}L{Svg.N(x(lower, b1))} "
            + $"{Svg.N(bottom)}Z\">"
            + $"<title>{Html.Encode($"{Html.Line(first.Label, 60)} – {Html.Line(second.Label, 60)}: {Html.Percent(link.Identity)} identical")}</title></path>";
    }

    private static double Labels(StringBuilder texts, Lane lane, Func<double, double> x, double top)
    {
        const double size = 10;
        var names = Array.ConvertAll(lane.Genes, GeneMap.ShortLabel);
        var height = 14 + (names.Max(name => Svg.TextWidth(name, size)) * 0.62);
        var y = Svg.N(top + height - 5);
        var order = Enumerable.Range(0, names.Length).OrderBy(i => lane.Places[i].Low);
        var last = double.NegativeInfinity;
        foreach (var i in order)
        {
            var at = x((lane.Places[i].Low + lane.Places[i].High) / 2);
            // All names are there for zooming in; those without room are hidden at first.
            var hidden = at - last < LabelRoom;
            if (!hidden)
                last = at;
            texts.Append(
                $"<text class=\"glm-label\" data-x=\"{Svg.N(at)}\" data-y=\"{y}\" x=\"{Svg.N(at)}\" y=\"{y}\" "
                    + $"font-size=\"{Svg.N(size)}\" fill=\"currentColor\" fill-opacity=\"0.9\" transform=\"rotate(-38 {Svg.N(at)} "
                    + $"{y})\"{(hidden ? " display=\"none\"" : "")}>{Html.Encode(names[i])}</text>"
            );
        }
        return height;
    }

    private static double Operons(StringBuilder shapes, StringBuilder texts, Lane lane, Func<double, double> x, double y)
    {
        var any = false;
        for (var i = 0; i < lane.Genes.Length; )
        {
            var end = i;
            while (end + 1 < lane.Genes.Length && lane.Genes[end + 1].Operon == lane.Genes[i].Operon)
                end++;
            if (lane.Genes[i].Operon is { Length: > 0 } operon)
            {
                any = true;
                var (x1, x2) = (
                    x(Math.Min(lane.Places[i].Low, lane.Places[end].Low)),
                    x(Math.Max(lane.Places[i].High, lane.Places[end].High))
                );
                shapes.Append(
                    $"<line x1=\"{Svg.N(x1)}\" y1=\"{Svg.N(y)}\" x2=\"{Svg.N(x2)}\" y2=\"{Svg.N(y)}\" stroke=\"currentColor\" "
                        + $"stroke-opacity=\"0.8\" stroke-width=\"2.2\" vector-effect=\"non-scaling-stroke\"/>"
                );
                var name = Html.Line(operon, 24);
                var width = Svg.TextWidth(name, 9.5);
                texts.Append(
                    $"<text class=\"glm-under\" data-x=\"{Svg.N((x1 + x2) / 2)}\" data-room=\"{Svg.N(x2 - x1)}\" "
                        + $"data-width=\"{Svg.N(width)}\" x=\"{Svg.N((x1 + x2) / 2)}\" y=\"{Svg.N(y + 12)}\" text-anchor=\"middle\" "
                        + $"font-size=\"9.5\" fill=\"currentColor\" "
                        + $"fill-opacity=\"0.75\"{(width < x2 - x1 + 6 ? "" : " display=\"none\"")}>{Html.Encode(name)}</text>"
                );
            }
            i = end + 1;
        }
        return any ? 19 : 4;
    }

    private static double ScaleBar(StringBuilder texts, double perPixel, double y)
    {
        var length = Nice(perPixel * 140);
        texts.Append(
            $"<g class=\"glm-bar\"><line x1=\"0\" x2=\"{Svg.N(length / perPixel)}\" y1=\"{Svg.N(y + 4)}\" y2=\"{Svg.N(y + 4)}\" "
                + $"stroke=\"currentColor\" stroke-width=\"1.6\"/>"
                + $"<text x=\"{Svg.N((length / perPixel) + 6)}\" y=\"{Svg.N(y + 8)}\" font-size=\"10.5\" fill=\"currentColor\" "
                + $"fill-opacity=\"0.8\">{BasePairs(length)}</text></g>"
        );
        return 16;
    }

    /// <summary>1, 2 or 5 times a power of ten, at most a length and at least 1.</summary>
    private static double Nice(double length)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(1, length))));
        return power
            * (
                length >= 5 * power ? 5
                : length >= 2 * power ? 2
                : 1
            );
    }

    private static string BasePairs(double length) =>
        length >= 1e6 ? string.Create(CultureInfo.InvariantCulture, $"{length / 1e6:0.###} Mb")
        : length >= 1000 ? string.Create(CultureInfo.InvariantCulture, $"{length / 1000:0.###} kb")
        : string.Create(CultureInfo.InvariantCulture, $"{length:0} bp");

    private static DataTable GeneTable(SyntenyMap map)
    {
        var table = new DataTable(["scaffold", "position", "gene", "name", "product", "strand", "start", "end", "group"])
        {
            Total = map.Tracks.Sum(track => track.Region.Length),
        };
        foreach (
            var (track, gene, i) in map
                .Tracks.SelectMany(track => track.Region.Genes.Select((gene, i) => (track, gene, i)))
                .Take(DataTable.RowLimit)
        )
            table.Add(
                track.Region.Scaffold.Id,
                Html.Number(track.Region.Start + i + 1),
                gene.Id,
                gene.Name ?? "",
                gene.Product ?? "",
                gene.Strand == Strand.Forward ? "+" : "-",
                gene.Start is { } start ? Html.Number(start) : "",
                gene.End is { } end ? Html.Number(end) : "",
                track.Groups[i] < 0 ? "" : Html.Number(track.Groups[i] + 1)
            );
        return table;
    }

    private static DataTable LinkTable(SyntenyMap map)
    {
        var table = new DataTable(["upper scaffold", "gene", "lower scaffold", "gene", "identity"]) { Total = map.Links.Count };
        foreach (var link in map.Links.OrderByDescending(link => link.Identity).Take(DataTable.RowLimit))
        {
            var (upper, lower) = (map.Tracks[link.Track].Region, map.Tracks[link.Track + 1].Region);
            table.Add(
                upper.Scaffold.Id,
                upper.Scaffold.Genes[upper.Start + link.Upper].Label,
                lower.Scaffold.Id,
                lower.Scaffold.Genes[lower.Start + link.Lower].Label,
                Html.Percent(link.Identity)
            );
        }
        return table;
    }
}
