using System.Globalization;
using System.Text.RegularExpressions;
using Glm.Genomes;

namespace Glm.Formats.Fasta;

/// <summary>
/// What the header of a called gene's protein tells: Prodigal's and Pyrodigal's <c>contig_7 # 107 # 538 # 1 # ID=18_2;partial=00;…</c>, or
/// FragGeneScan's
/// <c>contig_107_538_+</c>.
/// </summary>
/// <param name="Contig">Where the gene lies.</param>
/// <param name="Start">First base, 1-based.</param>
/// <param name="End">Last base, inclusive.</param>
/// <param name="Strand">Its strand.</param>
/// <param name="Partial">Which ends are missing; null where the header does not say.</param>
public readonly partial record struct ProdigalHeader(string Contig, int Start, int End, Strand Strand, PartialEnds? Partial)
{
    /// <summary>Reads a Prodigal header from a FASTA id and description; null where it is none.</summary>
    public static ProdigalHeader? Parse(string id, string description)
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
        return new ProdigalHeader(id[..underscore], start, end, text[ranges[3]] is "1" ? Strand.Forward : Strand.Reverse, partial);
    }

    /// <summary>Reads a FragGeneScan id; null where it is none.</summary>
    public static ProdigalHeader? ParseFragGeneScan(string id) =>
        FragGeneScan().Match(id) is { Success: true } match
        && int.TryParse(match.Groups[2].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var start)
        && int.TryParse(match.Groups[3].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var end)
            ? new ProdigalHeader(match.Groups[1].Value, start, end, match.Groups[4].Value == "+" ? Strand.Forward : Strand.Reverse, null)
            : null;

    [GeneratedRegex(@"^(.+)_(\d+)_(\d+)_([+-])$", RegexOptions.CultureInvariant)]
    private static partial Regex FragGeneScan();
}
