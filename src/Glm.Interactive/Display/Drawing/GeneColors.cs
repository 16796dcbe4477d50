using Glm.Genomes;
using Glm.Interactive.Display.Markup;

namespace Glm.Interactive.Display.Drawing;

/// <summary>
/// The colour of each gene on a map: its family's where a family occurs twice, else its operon's, else its strand's. Maps that share this
/// object share their colours.
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
        (_group, Meaning) =
            families.Count > 0 ? (gene => gene.Family, "family")
            : operons.Count > 0 ? (gene => gene.Operon, "operon")
            : ((Func<Gene, string?>)OfStrand, "strand");
        Others = Assign(
            genes,
            families.Count > 0 ? families
                : operons.Count > 0 ? operons
                : ["forward strand", "reverse strand"]
        );
    }

    /// <param name="genes">All genes that share the colours.</param>
    /// <param name="meaning">What a colour stands for, in one word.</param>
    /// <param name="group">
    /// The group that gives a gene its colour; null for none. Untrusted text. The most common groups get colours.
    /// </param>
    public GeneColors(IReadOnlyCollection<Gene> genes, string meaning, Func<Gene, string?> group)
    {
        (_group, Meaning) = (group, meaning);
        Others = Assign(
            genes,
            genes.Select(group).OfType<string>().CountBy(name => name).OrderByDescending(pair => pair.Value).Select(pair => pair.Key)
        );
    }

    /// <summary>Colours by one of <see cref="Choices"/> except "homology", which needs sequences.</summary>
    public static GeneColors By(string choice, IReadOnlyCollection<Gene> genes) =>
        choice switch
        {
            "product" => new(genes, choice, gene => gene.Product),
            "cog" => new(genes, "COG", gene => gene.Cogs.Count > 0 ? gene.Cogs[0] : null),
            "pfam" => new(genes, "Pfam", gene => gene.Pfams.Count > 0 ? gene.Pfams[0] : null),
            "ec" => new(genes, "EC", gene => gene.EcNumbers.Count > 0 ? gene.EcNumbers[0] : null),
            "operon" => new(genes, choice, gene => gene.Operon),
            "family" => new(genes, choice, gene => gene.Family),
            "strand" => new(genes, choice, OfStrand),
            _ => throw new ArgumentOutOfRangeException(nameof(choice), choice, "There is no such colouring."),
        };

    /// <summary>What genes can be coloured by.</summary>
    public static IReadOnlyList<string> Choices { get; } = ["homology", "product", "cog", "pfam", "ec", "operon", "family", "strand"];

    /// <summary>What a colour stands for, for example "family".</summary>
    public string Meaning { get; }

    /// <summary>Whether any gene is left without a colour of its own.</summary>
    public bool Others { get; }

    public string Of(Gene gene) => _group(gene) is { } group ? _colors.GetValueOrDefault(group, Palette.Neutral) : Palette.Neutral;

    /// <summary>Draws rows of colours with their names, and returns the height that they take.</summary>
    public double DrawLegend(Svg svg, double x, double y, double width)
    {
        var entries = _colors.Take(LegendLimit).Select(pair => (Name: Html.Line(pair.Key, 24), Color: pair.Value)).ToList();
        if (_colors.Count > LegendLimit)
            entries.Add(($"{_colors.Count - LegendLimit} more", "none"));
        if (Others)
            entries.Add(
                (
                    Meaning == "operon" ? "in no operon of several genes"
                    : Meaning == "homology" ? "no homolog shown"
                    : $"other or no {Meaning}",
                    Palette.Neutral
                )
            );
        var (left, top) = (x, y);
        svg.Text(left, top + 9, Meaning + ":", size: 10.5, opacity: 0.75);
        left += Svg.TextWidth(Meaning + ":", 10.5) + 10;
        foreach (var (name, color) in entries)
        {
            var entryWidth = Svg.TextWidth(name, 10.5) + 26;
            if (left + entryWidth > x + width)
                (left, top) = (x, top + 16);
            using (svg.Group().Class("glm-key").Data("color", color))
            {
                if (color != "none")
                    svg.Rect(left, top, 10, 10, color).RoundCorners(2);
                svg.Text(left + 14, top + 9, name, size: 10.5, opacity: 0.85);
            }
            left += entryWidth;
        }
        return top + 16 - y;
    }

    private bool Assign(IReadOnlyCollection<Gene> genes, IEnumerable<string> groups)
    {
        string[] named = [.. groups.Take(Palette.Categorical.Count)];
        var colors = Palette.Classes(named);
        foreach (var group in named)
            _colors.Add(group, colors[group]);
        return genes.Any(gene => Of(gene) == Palette.Neutral);
    }

    private static string OfStrand(Gene gene) => gene.Strand == Strand.Forward ? "forward strand" : "reverse strand";

    private static List<string> Repeated(IEnumerable<Gene> genes, Func<Gene, string?> group) =>
        [
            .. genes
                .Select(group)
                .OfType<string>()
                .CountBy(name => name)
                .Where(pair => pair.Value > 1)
                .OrderByDescending(pair => pair.Value)
                .Select(pair => pair.Key),
        ];
}
