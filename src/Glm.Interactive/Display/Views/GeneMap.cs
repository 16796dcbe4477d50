using System.Globalization;
using Glm.Genomes;
using Glm.Interactive.Display.Drawing;
using Glm.Interactive.Display.Markup;
using Glm.Interactive.Hosting;

namespace Glm.Interactive.Display.Views;

/// <summary>
/// Genes as arrows on a line. An arrow points along its strand. Lengths are to scale where the genes have coordinates; otherwise they
/// follow the protein lengths, and where those are unknown too, all are equal. Homologous genes share a colour; operons are underlined.
/// </summary>
public static class GeneMap
{
    /// <summary>The most genes on one map; a note counts the rest.</summary>
    public const int GeneLimit = 40;

    /// <summary>The most characters that a gene shows of itself under the mouse.</summary>
    internal const int TooltipLimit = 1500;

    /// <summary>The map of a scaffold's first genes.</summary>
    /// <param name="scaffold">Its text is untrusted.</param>
    /// <param name="proteins">For lengths in amino acids; null where unknown.</param>
    public static MimeBundle Create(Scaffold scaffold, IReadOnlyDictionary<string, Protein>? proteins = null) =>
        Create(new GeneWindow(scaffold, 0, Math.Min(GeneLimit, scaffold.Genes.Count)), proteins);

    /// <summary>The map of a window.</summary>
    /// <param name="window">Its text is untrusted.</param>
    /// <param name="proteins">For lengths in amino acids; null where unknown.</param>
    public static MimeBundle Create(GeneWindow window, IReadOnlyDictionary<string, Protein>? proteins = null)
    {
        var shown = window.Length > GeneLimit ? window with { Length = GeneLimit } : window;
        var colors = new GeneColors([.. shown.Genes]);
        var picture = GeneMapPicture.Draw(shown, proteins, colors, withLegend: true);
        var narrow = GeneMapPicture.Draw(shown, proteins, colors, withLegend: true, GeneMapPicture.NarrowWidth);
        return Html.Bundle(
            Text(window),
            Html.View(
                Html.NewId(),
                $"<div class=\"glm-map\">{picture.Inline("Gene map of " + Text(window), narrow: narrow)}</div>" + Html.SaveSvg("genes.svg")
            ),
            picture.Standalone()
        );
    }

    /// <summary>The genes in one line of text: "name&gt;" on the forward strand, "&lt;name" on the reverse strand.</summary>
    internal static string Text(GeneWindow window)
    {
        var genes = window
            .Genes.Take(20)
            .Select(gene => gene.Strand == Strand.Forward ? Html.Line(gene.Label, 20) + ">" : "<" + Html.Line(gene.Label, 20));
        var rest = window.Length > 20 ? $" … {Html.Count(window.Length - 20, "more gene")}" : "";
        return $"{Html.Line(window.Scaffold.Id)}, genes {window.Start + 1}-{window.Start + window.Length} of "
            + $"{window.Scaffold.Genes.Count}: {string.Join(' ', genes)}{rest}";
    }

    /// <summary>All that is known about a gene, for a tooltip. Untrusted text, not encoded.</summary>
    internal static string Tooltip(Gene gene, IReadOnlyDictionary<string, Protein>? proteins) =>
        string.Join('\n', Facts(gene, proteins).Select(fact => fact.Name is "gene" or "" ? fact.Value : $"{fact.Name}: {fact.Value}"));

    /// <summary>All that is known about a gene, by name. Untrusted text, not encoded.</summary>
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
            Say("line in its file", line.ToString("N0", CultureInfo.InvariantCulture));
        return facts;
    }
}
