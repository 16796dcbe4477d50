using Glm.Formats.Text;
using Glm.Genomes;
using Glm.Genomes.GeneCalling;

namespace Glm.Formats.Fasta;

/// <summary>Counts the records of FASTA files of any kind.</summary>
internal static class FastaCounts
{
    /// <summary>Counts the records of a stream, by the rules of its letters. The stream stays open.</summary>
    public static FileSummary Of(Stream stream, string source, FastaLetters letters, CancellationToken cancellation)
    {
        long records = 0,
            residues = 0,
            stops = 0,
            plus = 0,
            minus = 0;
        var partial = new long[4];
        string? caller = null;
        var contigs = new HashSet<string>(StringComparer.Ordinal);
        using var lines = new LineReader(stream, source, leaveOpen: true);
        using var parser = new FastaParser(lines, letters, countOnly: true);
        while (parser.TryRead())
        {
            cancellation.ThrowIfCancellationRequested();
            records++;
            residues += parser.Length;
            stops += parser.Stops;
            if (CallerOf(parser) is not ({ } gene, var program))
                continue;
            caller ??= program;
            contigs.Add(gene.Contig);
            plus += gene.Strand == Strand.Forward ? 1 : 0;
            minus += gene.Strand == Strand.Reverse ? 1 : 0;
            if (gene.Partial is { } ends)
                partial[(int)ends]++;
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
        return new FileSummary(source, $"fasta, {caller} headers", counts);
    }

    /// <summary>What the header of a called gene says, and who wrote it. Nearly all headers are those of other files.</summary>
    private static (CalledGeneHeader? Gene, string Caller) CallerOf(FastaParser parser) =>
        parser.HeaderBytes.IndexOf("# "u8) >= 0 ? (CalledGeneHeader.ParseProdigal(parser.Id, parser.Description), "Prodigal")
        : parser.HeaderBytes.IndexOf("|GeneMark.hmm|"u8) >= 0
            ? (CalledGeneHeader.ParseMetaGeneMark(parser.Id, parser.Description), "GeneMark")
        : parser.HeaderBytes.IndexOf(" gene_type="u8) >= 0 ? (CalledGeneHeader.ParseGeneMarkS2(parser.Id, parser.Description), "GeneMark")
        : (null, "");
}
