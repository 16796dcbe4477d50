using System.Globalization;
using System.Text.RegularExpressions;

namespace Glm.Genomes.GeneCalling;

/// <summary>
/// What the FASTA header of a called gene says about its place: Prodigal's and Pyrodigal's <c>contig_7 # 107 # 538 # 1 #
/// ID=18_2;partial=00;…</c>, or FragGeneScan's <c>contig_107_538_+</c>.
/// </summary>
/// <param name="Contig">The contig the gene lies on.</param>
/// <param name="Start">First base, 1-based.</param>
/// <param name="End">Last base, inclusive.</param>
/// <param name="Strand">The strand it is read from.</param>
/// <param name="Partial">Which ends are missing; null where the header does not say.</param>
internal readonly partial record struct CalledGeneHeader(string Contig, int Start, int End, Strand Strand, PartialEnds? Partial)
{
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
            : null;

    [GeneratedRegex(@"^(.+)_(\d+)_(\d+)_([+-])$", RegexOptions.CultureInvariant)]
    private static partial Regex FragGeneScan();
}
