using System.Globalization;
using System.Text;
using Glm.Formats.Annotation;
using Glm.Formats.Text;
using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Formats.Ptt;

/// <summary>
/// Reads NCBI's older protein tables (.ptt), plain or gzip: a title, the number of proteins, a header, and a line per protein with
/// location, strand, length, PID, gene, synonym (the locus tag), code, COG and product. A hyphen means that a cell is empty. The tables
/// hold no protein sequences.
/// </summary>
public static class PttReader
{
    private const string Header = "Location\tStrand\tLength\tPID\tGene\tSynonym\tCode\tCOG\tProduct";

    /// <summary>Whether a line heads the columns, also where they are separated by spaces, which the reader refuses.</summary>
    internal static bool IsHeader(ReadOnlySpan<byte> line)
    {
        if (!line.StartsWith("Location"u8))
            return false;
        Span<Range> words = stackalloc Range[5];
        var text = Encoding.UTF8.GetString(line[..Math.Min(line.Length, 200)]).AsSpan();
        return text.SplitAny(words, " \t", StringSplitOptions.RemoveEmptyEntries) == 5
            && text[words[1]] is "Strand"
            && text[words[2]] is "Length"
            && text[words[3]] is "PID";
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="GlmException">One line with file and line: no header, or a damaged row.</exception>
    public static AnnotatedRecord Read(string path, CancellationToken cancellation = default)
    {
        using var stream = TextFile.Open(path);
        return Read(stream, path, cancellation);
    }

    /// <summary>Reads a stream from its position to its end. The stream stays open.</summary>
    public static AnnotatedRecord Read(Stream stream, string source, CancellationToken cancellation = default)
    {
        using var lines = new LineReader(stream, source, leaveOpen: true);
        var (title, titleLine, announced) = ("", 0L, 0);
        List<AnnotatedCds>? cds = null;
        while (lines.TryRead(out var bytes))
        {
            cancellation.ThrowIfCancellationRequested();
            var line = Encoding.UTF8.GetString(bytes);
            if (cds is null)
            {
                if (IsHeader(bytes))
                    cds = line.Contains('\t') ? [] : throw NoTabs(lines);
                else if (
                    line.EndsWith(" proteins", StringComparison.Ordinal)
                    && int.TryParse(line.Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var proteins)
                )
                    announced = proteins;
                else if (title.Length == 0)
                    (title, titleLine) = (line.Trim(), lines.Line);
            }
            else if (!string.IsNullOrWhiteSpace(line))
            {
                cds.Add(Row(line, lines));
            }
        }
        if (cds is null)
            throw new GlmException(
                $"{source}:1: there is no line {LineText.Quoted(Header.Replace('\t', ' '))}, which heads a protein table. Check "
                    + $"that it is the right file."
            );
        if (cds.Count < announced)
            throw new GlmException(
                $"{lines.Where}: the table breaks off: it has {cds.Count} of {announced} proteins. Fetch the file again."
            );
        if (announced > 0 && cds.Count > announced)
            throw new GlmException(
                $"{lines.Where}: the table announces {announced} proteins and has {cds.Count}. If two tables were joined, load "
                    + $"them one by one."
            );
        // "Escherichia coli str. K-12 substr. MG1655 chromosome, complete genome - 1..4639675"
        var dash = title.LastIndexOf(" - 1..", StringComparison.Ordinal);
        int? length =
            dash >= 0 && int.TryParse(title.AsSpan(dash + 6), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : null;
        return new AnnotatedRecord(
            Path.GetFileName(source).Split('.') is [var first, var version, "ptt", ..]
                ? $"{first}.{version}"
                : Path.GetFileName(source).Split('.')[0],
            cds
        )
        {
            Description = dash < 0 ? title : title[..dash],
            Length = length,
            AnnouncedLength = length,
            Line = titleLine,
        };
    }

    private static GlmException NoTabs(LineReader lines) =>
        new($"{lines.Where}: the columns are separated by spaces, not tabs. Put a tab between two columns.");

    private static AnnotatedCds Row(string line, LineReader lines)
    {
        var cells = line.Split('\t', StringSplitOptions.TrimEntries);
        if (
            cells.Length == 1
            && (line.EndsWith(" proteins", StringComparison.Ordinal) || line.Contains(" - 1..", StringComparison.Ordinal))
        )
            throw new GlmException($"{lines.Where}: another protein table begins here; two files were joined. Load them one by one.");
        if (cells.Length == 1 && line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length >= 9)
            throw NoTabs(lines);
        if (cells.Length < 9)
            throw new GlmException($"{lines.Where}: the row has {cells.Length} cells; a protein table has 9. Check the tabs.");
        if (
            cells[0].Split("..") is not [var from, var to]
            || !int.TryParse(from, NumberStyles.None, CultureInfo.InvariantCulture, out var start)
            || !int.TryParse(to, NumberStyles.None, CultureInfo.InvariantCulture, out var end)
            || end < start
        )
            throw new GlmException($"{lines.Where}: the location is {LineText.Quoted(cells[0])}; it must be two numbers, as in 190..255.");
        if (cells[1] is not ("+" or "-"))
            throw new GlmException($"{lines.Where}: the strand is {LineText.Quoted(cells[1])}; it must be + or -.");
        return new AnnotatedCds(new CdsLocation([new CdsPart(start, end, cells[1] == "+" ? Strand.Forward : Strand.Reverse)]), lines.Line)
        {
            Id = Cell(3),
            Name = Cell(4),
            LocusTag = Cell(5),
            Cogs = Cell(7) is { } cog ? [cog] : [],
            Product = Cell(8),
            DbXrefs = Cell(3) is { } pid ? ["GI:" + pid] : [],
        };

        string? Cell(int i) => cells[i] is "-" or "" ? null : cells[i];
    }
}
