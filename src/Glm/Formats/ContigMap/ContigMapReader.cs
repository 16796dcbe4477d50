using System.Text;
using Glm.Formats.Text;
using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Formats.ContigMap;

/// <summary>
/// Reads contig maps: two tab-separated columns, <c>contig</c> and <c>+protein1;-protein2;…</c>, without a header line. The first
/// character of a gene is its strand; one ";" after the last gene is tolerated, and so are blank lines and CRLF. Plain or gzip.
/// </summary>
internal static class ContigMapReader
{
    /// <summary>Reads a file, in its order.</summary>
    /// <exception cref="GlmException">One line with file and line: no tab, a gene without strand or id, a contig twice, an empty
    /// map.</exception>
    public static IReadOnlyList<ContigMapEntry> Read(string path, CancellationToken cancellation = default)
    {
        using var stream = TextFile.Open(path);
        return Read(stream, path, cancellation);
    }

    /// <summary>Reads a stream from its position to its end. The stream stays open.</summary>
    public static IReadOnlyList<ContigMapEntry> Read(Stream stream, string source, CancellationToken cancellation = default)
    {
        using var lines = new LineReader(stream, source, leaveOpen: true);
        var entries = new List<ContigMapEntry>();
        var lineOfContig = new Dictionary<string, long>(StringComparer.Ordinal);
        while (lines.TryRead(out var bytes))
        {
            cancellation.ThrowIfCancellationRequested();
            var line = Encoding.UTF8.GetString(bytes);
            if (string.IsNullOrWhiteSpace(line))
                continue;
            var entry = Parse(line, lines);
            if (!lineOfContig.TryAdd(entry.ContigId, entry.Line))
                throw new GlmException(
                    $"{lines.Where}: contig {LineText.Quoted(entry.ContigId)} was already on line "
                        + $"{lineOfContig[entry.ContigId]}; ids must be unique. Rename one of them, or join the lines."
                );
            entries.Add(entry);
        }
        return entries.Count > 0
            ? entries
            : throw new GlmException(
                $"{source} holds no contig: a contig map has lines of contig, tab, +protein1;-protein2;…. Check that it is the right file."
            );
    }

    private static ContigMapEntry Parse(string line, LineReader lines)
    {
        var tab = line.IndexOf('\t', StringComparison.Ordinal);
        if (tab < 0)
            throw new GlmException(
                $"{lines.Where}: {LineText.Quoted(line)} has no tab; a contig map has two columns, contig and "
                    + $"+protein1;-protein2;…. Separate them by a tab."
            );
        var contig = line[..tab].Trim();
        if (contig.Length == 0)
            throw new GlmException($"{lines.Where}: the contig before the tab is empty. Name it.");
        var column = line.AsSpan(tab + 1).TrimEnd();
        if (column.Contains('\t'))
            throw new GlmException(
                $"{lines.Where}: contig {LineText.Quoted(contig)} has more than two columns; a contig map has contig and "
                    + $"+protein1;-protein2;…. Separate genes by ';'."
            );
        if (column is [.., ';'])
            column = column[..^1];
        if (column.IsEmpty)
            throw new GlmException($"{lines.Where}: contig {LineText.Quoted(contig)} has no gene. Add genes, or remove the line.");

        var genes = new List<ContigMapGene>(column.Count(';') + 1);
        foreach (var range in column.Split(';'))
            genes.Add(ParseGene(column[range], genes.Count + 1, contig, lines));
        return new ContigMapEntry(contig, genes, lines.Line);
    }

    private static ContigMapGene ParseGene(ReadOnlySpan<char> gene, int position, string contig, LineReader lines)
    {
        if (gene.IsWhiteSpace())
            throw new GlmException(
                $"{lines.Where}: gene {position} of contig {LineText.Quoted(contig)} is empty. Remove the extra ';', or name the gene."
            );
        if (gene[0] is not ('+' or '-'))
            throw new GlmException(
                $"{lines.Where}: gene {position} of contig {LineText.Quoted(contig)}, {LineText.Quoted(gene)}, does not begin "
                    + $"with a strand sign. Write + or - before the protein id."
            );
        if (gene[1..].IsWhiteSpace())
            throw new GlmException(
                $"{lines.Where}: gene {position} of contig {LineText.Quoted(contig)} has a strand sign but no protein id. Write "
                    + $"the id after the sign."
            );
        return new ContigMapGene(gene[0] == '+' ? Strand.Forward : Strand.Reverse, gene[1..].ToString());
    }
}
