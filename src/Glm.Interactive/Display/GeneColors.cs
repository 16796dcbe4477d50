using Glm.Genomes;

namespace Glm.Interactive.Display;

/// <summary>
/// Which colour a gene has on a map: its family's where some family occurs twice, else its operon's, else its strand's.
/// The same over all maps that share this object.
/// </summary>
internal sealed class GeneColors
{
    private const int LegendLimit = 14;

    private readonly Func<Gene, string?> _group;
    private readonly Dictionary<string, string> _colors = new(StringComparer.Ordinal);

    public GeneColors(IReadOnlyCollection<Gene> genes)
    {
        var families = Repeated(genes, gene => gene.Family);
        var operons = Repeated(genes, gene => gene.Operon);
        (_group, Meaning) = families.Count > 0 ? (gene => gene.Family, "family")
            : operons.Count > 0 ? (gene => gene.Operon, "operon")
            : ((Func<Gene, string?>)(gene => gene.Strand == Strand.Forward ? "forward strand" : "reverse strand"), "strand");
        foreach (var group in families.Count > 0 ? families : operons.Count > 0 ? operons : ["forward strand", "reverse strand"])
            if (_colors.Count < Palette.Categorical.Count)
                _colors.Add(group, Palette.Category(_colors.Count));
        Others = genes.Any(gene => Of(gene) == Palette.Neutral);
    }

    /// <summary>What one colour stands for: family, operon or strand.</summary>
    public string Meaning { get; }

    /// <summary>Whether some gene has no colour of its own.</summary>
    public bool Others { get; }

    public string Of(Gene gene) => _group(gene) is { } group ? _colors.GetValueOrDefault(group, Palette.Neutral) : Palette.Neutral;

    /// <summary>Draws names beside their colours in rows; gives the height that they take.</summary>
    public double DrawLegend(Svg svg, double x, double y, double width)
    {
        var entries = _colors.Take(LegendLimit).Select(pair => (Name: Html.Line(pair.Key, 24), Color: pair.Value)).ToList();
        if (_colors.Count > LegendLimit) entries.Add(($"{_colors.Count - LegendLimit} more", "none"));
        if (Others) entries.Add((Meaning == "operon" ? "in no operon shown twice" : $"other {Meaning}", Palette.Neutral));
        var (left, top) = (x, y);
        svg.Text(left, top + 9, Meaning + ":", size: 10.5, opacity: 0.75);
        left += Svg.TextWidth(Meaning + ":", 10.5) + 10;
        foreach (var (name, color) in entries)
        {
            var entryWidth = Svg.TextWidth(name, 10.5) + 26;
            if (left + entryWidth > x + width) (left, top) = (x, top + 16);
            if (color != "none") svg.Rect(left, top, 10, 10, color, "rx=\"2\"");
            svg.Text(left + 14, top + 9, name, size: 10.5, opacity: 0.85);
            left += entryWidth;
        }
        return top + 16 - y;
    }

    private static List<string> Repeated(IEnumerable<Gene> genes, Func<Gene, string?> group) =>
        [.. genes.Select(group).OfType<string>().CountBy(name => name).Where(pair => pair.Value > 1).OrderByDescending(pair => pair.Value).Select(pair => pair.Key)];
}
