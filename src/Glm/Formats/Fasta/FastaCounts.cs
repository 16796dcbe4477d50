using System.Buffers;
using System.Text;
using Glm.Formats.Text;
using Glm.Genomes;
using Glm.Genomes.GeneCalling;
using Glm.Runtime;

namespace Glm.Formats.Fasta;

/// <summary>Counts the records of FASTA files of any kind.</summary>
internal static class FastaCounts
{
    private static readonly SearchValues<byte> NoResidues = SearchValues.Create("* \t\r\0\u0001\u0002\u0003\u0004\u0005\u0006\a\b"u8);

    /// <summary>Counts without the rules of any alphabet: what is odd about residues matters to those who use them.</summary>
    public static FileSummary Of(Stream stream, string source, CancellationToken cancellation)
    {
        long records = 0,
            residues = 0,
            stops = 0,
            plus = 0,
            minus = 0;
        var partial = new long[4];
        var contigs = new HashSet<string>(StringComparer.Ordinal);
        using var lines = new LineReader(stream, source, leaveOpen: true);
        while (lines.TryRead(out var line))
        {
            if (line is [(byte)'>', ..])
            {
                cancellation.ThrowIfCancellationRequested();
                records++;
                if (line.IndexOf("# "u8) < 0)
                    continue;
                var header = Encoding.UTF8.GetString(line[1..]).Split((char[]?)null, 2);
                if (header is not [var id, var description] || CalledGeneHeader.ParseProdigal(id, description.TrimStart()) is not { } gene)
                    continue;
                contigs.Add(gene.Contig);
                plus += gene.Strand == Strand.Forward ? 1 : 0;
                minus += gene.Strand == Strand.Reverse ? 1 : 0;
                if (gene.Partial is { } ends)
                    partial[(int)ends]++;
            }
            else if (records > 0)
            {
                residues += line.Length;
                for (var rest = line; rest.IndexOfAny(NoResidues) is var at and >= 0; rest = rest[(at + 1)..])
                {
                    if (rest[at] < 9)
                        throw new GlmException(
                            $"{lines.Where}: the line holds control characters; this is not FASTA text. Check that it is the right file."
                        );
                    residues--;
                    stops += rest[at] == '*' ? 1 : 0;
                }
            }
            else if (line.IndexOfAnyExcept(" \t\r"u8) >= 0 && line[0] != ';' && line[0] != '#')
            {
                throw new GlmException($"{lines.Where}: the text before the first '>' is not FASTA. Check that it is the right file.");
            }
        }
        var counts = new Dictionary<string, long>
        {
            ["records"] = records,
            ["residue_sum"] = residues,
            ["residue_sum_with_stop_char"] = residues + stops,
        };
        if (contigs.Count == 0)
            return new FileSummary(source, "fasta", counts);
        (counts["plus"], counts["minus"], counts["contigs"]) = (plus, minus, contigs.Count);
        for (var i = 0; i < partial.Length; i++)
            if (partial[i] > 0)
                counts["partial:" + new[] { "00", "10", "01", "11" }[i]] = partial[i];
        return new FileSummary(source, "fasta, Prodigal headers", counts);
    }
}
