using System.Globalization;
using System.Text.RegularExpressions;

namespace Glm.Genomes.GeneCalling;

/// <summary>
/// What the FASTA header of a called gene says about its place: Prodigal's and Pyrodigal's <c>contig_7 # 107 # 538 # 1 #
/// ID=18_2;partial=00;…</c>, FragGeneScan's <c>contig_107_538_+</c>, MetaGeneMark's <c>gene_1|GeneMark.hmm|143_aa|+|107|538 >contig</c>,
/// or that of GeneMarkS-2 and MetaGeneMark-2, <c>1 contig 107 538 + gene_type=native</c>.
/// </summary>
/// <param name="Contig">The contig the gene lies on.</param>
/// <param name="Start">First base, 1-based.</param>
/// <param name="End">Last base, inclusive.</param>
/// <param name="Strand">The strand it is read from.</param>
/// <param name="Partial">Which ends are missing; null where the header does not say.</param>
internal readonly partial record struct CalledGeneHeader(string Contig, int Start, int End, Strand Strand, PartialEnds? Partial)
{
    private const string GeneMark = "|GeneMark.hmm|";

    /// <summary>The number of residues, where the header says it.</summary>
    public int? Residues { get; init; }

    /// <summary>Whether frames were shifted on the way, so that protein and coordinates need not agree to the residue.</summary>
    public bool IsCorrected { get; init; }

    /// <summary>Reads the header of any gene caller; null if it is of none.</summary>
    public static CalledGeneHeader? Parse(string id, string description) =>
        ParseProdigal(id, description) ?? ParseFragGeneScan(id) ?? ParseMetaGeneMark(id, description) ?? ParseGeneMarkS2(id, description);

    /// <summary>Reads Prodigal's header from a FASTA id and description; null if it is not one.</summary>
    public static CalledGeneHeader? ParseProdigal(string id, string description)
    {
        if (description is not ['#', ' ', ..])
            return null;
        Span<Range> ranges = stackalloc Range[5];
        var text = description.AsSpan();
        if (
            text.Split(ranges, '#', StringSplitOptions.TrimEntries) < 4
            || !int.TryParse(text[ranges[1]], NumberStyles.None, CultureInfo.InvariantCulture, out var start)
            || !int.TryParse(text[ranges[2]], NumberStyles.None, CultureInfo.InvariantCulture, out var end)
            || text[ranges[3]] is not ("1" or "-1")
        )
            return null;
        var underscore = id.LastIndexOf('_');
        if (underscore <= 0)
            return null;
        PartialEnds? partial = null;
        if (description.IndexOf("partial=", StringComparison.Ordinal) is var at and >= 0 && description.Length >= at + 10)
            partial = (description[at + 8] == '1' ? PartialEnds.Left : 0) | (description[at + 9] == '1' ? PartialEnds.Right : 0);
        return new CalledGeneHeader(id[..underscore], start, end, text[ranges[3]] is "1" ? Strand.Forward : Strand.Reverse, partial);
    }

    /// <summary>Reads a FASTA id that FragGeneScan wrote; null if it is not one.</summary>
    public static CalledGeneHeader? ParseFragGeneScan(string id) =>
        FragGeneScan().Match(id) is { Success: true } match
        && int.TryParse(match.Groups[2].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var start)
        && int.TryParse(match.Groups[3].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var end)
            ? new CalledGeneHeader(match.Groups[1].Value, start, end, match.Groups[4].Value == "+" ? Strand.Forward : Strand.Reverse, null)
            {
                IsCorrected = true,
            }
            : null;

    /// <summary>
    /// Reads MetaGeneMark's header, with the contig behind the gene or before it, as programs that go on from its output write it; null if
    /// it is not one.
    /// </summary>
    public static CalledGeneHeader? ParseMetaGeneMark(string id, string description)
    {
        var isFirst = id.Contains(GeneMark, StringComparison.Ordinal);
        if (!isFirst && !description.Contains(GeneMark, StringComparison.Ordinal))
            return null;
        if (MetaGeneMark().Match(isFirst ? id : description) is not { Success: true } match)
            return null;
        var contig =
            match.Groups["contig"].Success ? match.Groups["contig"].Value
            : isFirst ? FirstWord(description.TrimStart('>'))
            : id;
        return
            contig.Length > 0
            && Number(match.Groups["count"]) is { } count
            && Number(match.Groups["start"]) is { } start
            && Number(match.Groups["end"]) is { } end
            ? new CalledGeneHeader(contig, start, end, StrandOf(match), null)
            {
                Residues = match.Groups["unit"].Value == "aa" ? count : null,
            }
            : null;
    }

    /// <summary>Reads the header of GeneMarkS-2 or MetaGeneMark-2; null if it is not one.</summary>
    public static CalledGeneHeader? ParseGeneMarkS2(string id, string description) =>
        (description.Contains(" gene_type=", StringComparison.Ordinal) || id.All(char.IsAsciiDigit))
        && GeneMarkS2().Match(description) is { Success: true } match
        && Number(match.Groups["start"]) is { } start
        && Number(match.Groups["end"]) is { } end
            ? new CalledGeneHeader(
                match.Groups["contig"].Value,
                start,
                end,
                StrandOf(match),
                // It names the ends only where one is missing.
                (match.Groups["partial"].Value is ['1', ..] ? PartialEnds.Left : 0)
                    | (match.Groups["partial"].Value is [_, '1'] ? PartialEnds.Right : 0)
            )
            : null;

    private static int? Number(Group group) =>
        int.TryParse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static Strand StrandOf(Match match) => match.Groups["strand"].Value == "+" ? Strand.Forward : Strand.Reverse;

    private static string FirstWord(string text) => text.Split((char[]?)null, 2)[0];

    [GeneratedRegex(
        @"\|GeneMark\.hmm\|(?<count>\d+)_(?<unit>aa|nt)\|(?<strand>[+-])\|<?(?<start>\d+)\|>?(?<end>\d+)(\|>?(?<contig>\S+))?",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex MetaGeneMark();

    [GeneratedRegex(
        @"^(?<contig>\S+)( .*)? (?<start>\d+) (?<end>\d+) (?<strand>[+-])( gene_type=\S+)?( partial=(?<partial>[01]{2}))?( |$)",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex GeneMarkS2();

    [GeneratedRegex(@"^(.+)_(\d+)_(\d+)_([+-])$", RegexOptions.CultureInvariant)]
    private static partial Regex FragGeneScan();
}
