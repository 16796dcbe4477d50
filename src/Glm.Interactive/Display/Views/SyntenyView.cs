using System.Globalization;
using System.Text;
using Glm.Analysis.Synteny;
using Glm.Genomes;
using Glm.Interactive.Display.Drawing;
using Glm.Interactive.Display.Markup;
using Glm.Interactive.Hosting;

namespace Glm.Interactive.Display.Views;

/// <summary>
/// Stretches of scaffolds as arrows to one scale, one below the other, with bands between homologous genes. The map zooms and moves.
/// Hovering over a gene shows all that is known about it and leaves only its homologs; clicking the legend leaves one colour. The picture
/// is saved as it is seen.
/// </summary>
public static class SyntenyView
{
    /// <summary>
    /// What genes may be coloured by: one of <see cref="GeneColors.Choices"/>, or "auto", which is homology for several tracks, and
    /// families, operons or strands for a single one.
    /// </summary>
    public static IReadOnlyList<string> Colorings { get; } = ["auto", .. GeneColors.Choices];

    private const string Controls =
        "<div class=\"glm-controls\">"
        + "<button type=\"button\" class=\"glm-link\" data-zoom=\"2\" aria-label=\"zoom in\">zoom in</button>"
        + "<button type=\"button\" class=\"glm-link\" data-zoom=\"0.5\" aria-label=\"zoom out\">zoom out</button>"
        + "<button type=\"button\" class=\"glm-link\" data-zoom=\"0\">whole</button>"
        + "<button type=\"button\" class=\"glm-link glm-save-map\">save SVG</button>"
        + "<span class=\"glm-note\">drag to move, Ctrl + wheel to zoom, click a colour to see it alone</span></div>";

    /// <summary>What <see cref="Body"/> calls.</summary>
    internal const string ScriptAsset = "synteny.js";

    /// <param name="map">Its text is untrusted.</param>
    /// <param name="color">One of <see cref="Colorings"/>.</param>
    public static MimeBundle Create(SyntenyMap map, string color = "auto")
    {
        var (body, picture) = Body(map, color);
        var heading = Html.Heading(
            string.Join(", ", map.Tracks.Take(4).Select(track => Html.Line(track.Region.Id, 60)))
                + (map.Tracks.Count > 4 ? $" and {map.Tracks.Count - 4} more" : "")
        );
        return Html.Bundle(Text(map), Html.View(Html.NewId(), heading + body, ScriptAsset), picture.Standalone());
    }

    /// <summary>The map as a part of a display that calls <see cref="ScriptAsset"/>, and its picture.</summary>
    internal static (string Html, Svg Picture) Body(SyntenyMap map, string color = "auto")
    {
        var colors = Colors(map, color);
        var (picture, plot) = SyntenyPicture.Draw(map, colors);
        var (narrow, narrowPlot) = SyntenyPicture.Draw(map, colors, GeneMapPicture.NarrowWidth);
        return (
            Html.Live(Controls)
                + $"<div class=\"glm-map\">{picture.Inline(Text(map), "glm-synteny", narrow)}</div>"
                + Html.Details("table", GeneTable(map).ToHtml())
                + (map.Links.Count > 0 ? Html.Details("homologs", LinkTable(map).ToHtml()) : "")
                + Html.Data(new { Wide = plot, Narrow = narrowPlot }),
            picture
        );
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
        // A group is named for the most common name of its genes; a number tells groups of equal name apart.
        var names = new Dictionary<int, string>();
        foreach (var group in genes.Where(gene => groupOf[gene] >= 0).GroupBy(gene => groupOf[gene]).OrderBy(group => group.Key))
        {
            var name = group.Select(gene => gene.Name ?? gene.Product ?? gene.Label).CountBy(label => label).MaxBy(pair => pair.Value).Key;
            names[group.Key] = names.ContainsValue(name) ? $"{name} ({group.Key + 1})" : name;
        }
        return new GeneColors(genes, "homology", gene => names.GetValueOrDefault(groupOf[gene]));
    }

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
