using System.Globalization;
using System.Text;
using Glm.Genomes;
using Glm.Interactive.Display.Drawing;
using Glm.Interactive.Display.Markup;
using Glm.Interactive.Hosting;

namespace Glm.Interactive.Display.Views;

/// <summary>What was loaded: counts, what is in no window and why, taxa, and the first scaffolds as gene maps.</summary>
public static class ScaffoldSetView
{
    private const int MapLimit = 6;
    private const int GenesPerMap = 30;
    private const int TaxonLimit = 10;
    private const string Unknown = "unknown";

    public static MimeBundle Create(ScaffoldSet set)
    {
        var windows = set
            .Scaffolds.Take(MapLimit)
            .Select(scaffold => new GeneWindow(scaffold, 0, Math.Min(GenesPerMap, scaffold.Genes.Count)))
            .ToList();
        var colors = new GeneColors([.. windows.SelectMany(window => window.Genes)]);
        var maps = windows.Select((_, i) => Map(i, GeneMapPicture.Width)).ToList();
        Svg Map(int i, double width) => GeneMapPicture.Draw(windows[i], set.Proteins, colors, withLegend: i == windows.Count - 1, width);
        var html = new StringBuilder(Html.Heading($"Scaffolds of {Html.Line(set.Source, 120)}")).Append(
            Html.Facts([.. Counts(set).Select(count => (count.Name, count.Value.ToString("N0", CultureInfo.InvariantCulture)))])
        );
        if (Dropped(set) is { Count: > 0 } dropped)
            html.Append(Html.Note("Not in any window: " + string.Join("; ", dropped.Select(DroppedText)) + "."));
        foreach (var note in LedgerNotes.Of(set.Ledger))
            html.Append(Html.Note(note));
        if (ShortWindows(set) is { } shortWindows)
            html.Append(Html.Note(shortWindows));
        if (Taxa(set) is var (rank, taxa))
            html.Append(Html.Note($"Genomes by {rank.ToString().ToLowerInvariant()}")).Append(TaxonBars(taxa, set.Genomes.Count));
        if (set.Proteins.Count > 0 && set.Windows.Count > 0)
            html.Append(CultureInfo.InvariantCulture, $"<div class=\"glm-controls\">{ProteinLengths(set)} {WindowLengths(set)}</div>");
        string? picture = null;
        if (maps.Count > 0)
        {
            picture = Svg.Stack(maps).Standalone();
            for (var i = 0; i < maps.Count; i++)
                html.Append("<div class=\"glm-map\">")
                    .Append(maps[i].Inline("Gene map of " + GeneMap.Text(windows[i]), narrow: Map(i, GeneMapPicture.NarrowWidth)))
                    .Append("</div>");
            if (set.Scaffolds.Count > MapLimit)
                html.Append(Html.Note($"… and {Html.Count(set.Scaffolds.Count - MapLimit, "more scaffold")}"));
            html.Append(Html.SaveSvg("scaffolds.svg")).Append(Html.Details("table", Table(set).ToHtml()));
        }
        if (LedgerNotes.Files(set.Ledger) is { } files)
            html.Append(Html.Details("files", files.ToHtml()));
        return Html.Bundle(Text(set), Html.View(Html.NewId(), html.ToString()), picture);
    }

    internal static string Text(ScaffoldSet set)
    {
        var text = new StringBuilder(
            $"{Html.Line(set.Source, 120)}: "
                + $"{string.Join(", ", Counts(set).Select(count => Html.Count(count.Value, count.Name.TrimEnd('s'))))}"
        );
        foreach (var group in Dropped(set))
            text.Append("\n  not in any window: ").Append(DroppedText(group));
        foreach (var note in LedgerNotes.Of(set.Ledger))
            text.Append("\n  ").Append(note);
        if (ShortWindows(set) is { } shortWindows)
            text.Append("\n  ").Append(shortWindows);
        if (Taxa(set) is var (rank, taxa))
            text.Append(CultureInfo.InvariantCulture, $"\n  genomes by {rank.ToString().ToLowerInvariant()}: ")
                .AppendJoin(", ", taxa.Take(TaxonLimit).Select(taxon => $"{Html.Line(taxon.Name, 40)} {taxon.Genomes}"));
        return text.ToString();
    }

    private static (string Name, long Value)[] Counts(ScaffoldSet set) =>
        [
            ("genomes", set.Genomes.Count),
            ("scaffolds", set.Scaffolds.Count),
            ("genes", set.GeneCount),
            ("proteins", set.Proteins.Count),
            ("windows", set.Windows.Count),
        ];

    private static List<(string Reason, int Scaffolds, int Genes)> Dropped(ScaffoldSet set) =>
        [
            .. set
                .Dropped.GroupBy(dropped => dropped.Reason, StringComparer.Ordinal)
                .Select(group => (group.Key, group.Count(), group.Sum(dropped => dropped.Genes)))
                .OrderByDescending(group => group.Item2)
                .Take(8),
        ];

    private static string DroppedText((string Reason, int Scaffolds, int Genes) group) =>
        $"{Html.Count(group.Scaffolds, "scaffold or tail", "scaffolds or tails")} ({Html.Count(group.Genes, "gene")}): "
        + $"{Html.Line(group.Reason, 120)}";

    /// <summary>A warning where windows are shorter than those that gLM was trained on; otherwise null.</summary>
    private static string? ShortWindows(ScaffoldSet set) =>
        set.Windows.Count(window => window.Length < WindowCutter.DefaultMinGenes) is var count and > 0
            ? $"{Html.Count(count, "window")} of fewer than {WindowCutter.DefaultMinGenes} genes: gLM was trained on "
                + $"{WindowCutter.DefaultMinGenes} to {WindowCutter.DefaultMaxGenes} and has little context in shorter ones."
            : null;

    /// <summary>
    /// The number of genomes per taxon, by class if that tells genomes apart, or else by another rank; null without any lineage.
    /// </summary>
    private static (TaxonomicRank Rank, List<(string Name, int Genomes)> Taxa)? Taxa(ScaffoldSet set)
    {
        TaxonomicRank[] preferred =
        [
            TaxonomicRank.Class,
            TaxonomicRank.Phylum,
            TaxonomicRank.Order,
            TaxonomicRank.Family,
            TaxonomicRank.Genus,
            TaxonomicRank.Domain,
        ];
        var known = preferred
            .Select(rank =>
                (
                    rank,
                    taxa: set.Genomes.CountBy(genome => genome.Lineage?[rank] is { Length: > 0 } name ? name : Unknown)
                        .OrderBy(pair => pair.Key == Unknown)
                        .ThenByDescending(pair => pair.Value)
                        .ThenBy(pair => pair.Key, StringComparer.Ordinal)
                        .Select(pair => (pair.Key, pair.Value))
                        .ToList()
                )
            )
            .Where(choice => choice.taxa.Any(taxon => taxon.Key != Unknown))
            .ToList();
        return known.Count == 0 ? null : known.FirstOrDefault(choice => choice.taxa.Count > 1, known[0]);
    }

    private static string ProteinLengths(ScaffoldSet set) =>
        Histogram.Inline([.. set.Proteins.Values.Select(protein => protein.Sequence.Length)], "protein lengths in residues");

    private static string WindowLengths(ScaffoldSet set) =>
        Histogram.Inline([.. set.Windows.Select(window => window.Length)], "genes per window");

    private static string TaxonBars(List<(string Name, int Genomes)> taxa, int genomes)
    {
        var most = taxa.Max(taxon => taxon.Genomes);
        var bars = new StringBuilder("<table class=\"glm-bars\"><tbody>");
        var colors = Palette.Classes(taxa.Take(TaxonLimit).Select(taxon => taxon.Name).Where(name => name != Unknown));
        for (var i = 0; i < Math.Min(TaxonLimit, taxa.Count); i++)
        {
            var (name, count) = taxa[i];
            var width = Html.AttributeNumber(Math.Max(1, Math.Round(180.0 * count / most)));
            var color = colors.GetValueOrDefault(name, Palette.Neutral);
            bars.Append(
                CultureInfo.InvariantCulture,
                $"<tr><td>{Html.Encode(name)}</td><td><div style=\"width:{width}px;height:10px;background-color:{color}\"></div></td>"
                    + $"<td>{count} ({Html.Percent((double)count / genomes)})</td></tr>"
            );
        }
        bars.Append("</tbody></table>");
        if (taxa.Count > TaxonLimit)
            bars.Append(Html.Note($"… and {Html.Count(taxa.Count - TaxonLimit, "more taxon", "more taxa")}"));
        return bars.ToString();
    }

    private static DataTable Table(ScaffoldSet set)
    {
        var windows = set
            .Windows.CountBy(window => window.Scaffold.Id)
            .ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        var table = new DataTable(["scaffold", "genome", "genes", "windows", "lineage"]) { Total = set.Scaffolds.Count };
        foreach (var scaffold in set.Scaffolds.Take(DataTable.RowLimit))
            table.Add(
                scaffold.Id,
                scaffold.GenomeId,
                Html.Number(scaffold.Genes.Count),
                Html.Number(windows.GetValueOrDefault(scaffold.Id)),
                set.GenomeOf(scaffold).Lineage?.ToString().Replace(";", "; ", StringComparison.Ordinal) ?? ""
            );
        return table;
    }
}
