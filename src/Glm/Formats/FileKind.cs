using System.Text;
using Glm.Formats.Text;
using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Formats;

/// <summary>What a file is, by its first lines.</summary>
internal enum FileKind
{
    Other,
    Empty,
    ContigMap,
    ProteinFasta,
    NucleotideFasta,
    TaxonomyTable,
    OperonTable,
    GenBank,
    Embl,
    Gff,
    ProteinTable,
}

/// <summary>Tells the files of a data set apart by their content.</summary>
internal static class FileKinds
{
    private const int LinesLookedAt = 50;
    private const int LongestLine = 1 << 20;

    public static string Describe(this FileKind kind) =>
        kind switch
        {
            FileKind.Empty => "empty file",
            FileKind.ContigMap => "contig map",
            FileKind.ProteinFasta => "protein FASTA",
            FileKind.NucleotideFasta => "nucleotide FASTA",
            FileKind.TaxonomyTable => "taxonomy table",
            FileKind.OperonTable => "operon table",
            FileKind.GenBank => "GenBank file",
            FileKind.Embl => "EMBL file",
            FileKind.Gff => "GFF3 file",
            FileKind.ProteinTable => "NCBI protein table",
            _ => "something else",
        };

    /// <summary>Looks at the first lines of a file; a file that cannot be read as text is <see cref="FileKind.Other"/>.</summary>
    public static FileKind Recognise(string path)
    {
        try
        {
            using var stream = TextFile.Open(path);
            return Recognise(stream, path);
        }
        catch (GlmException)
        {
            return FileKind.Other;
        }
    }

    /// <summary>Looks at the first lines of a stream, which stays open.</summary>
    /// <exception cref="GlmException">It cannot be read as text.</exception>
    public static FileKind Recognise(Stream stream, string source)
    {
        using var lines = new LineReader(stream, source, leaveOpen: true);
        var (looked, otherText, empty) = (0, false, true);
        while (lines.TryRead(out var line) && looked++ < LinesLookedAt)
        {
            empty &= line.IndexOfAnyExcept(" \t"u8) < 0;
            if (line.StartsWith("LOCUS "u8) || line.StartsWith(GenBank.GenBankReader.ProdigalStart))
                return FileKind.GenBank;
            // UniProt's and PROSITE's entries begin so, too.
            if (
                line.StartsWith("ID   "u8)
                && line.IndexOf("eviewed;"u8) < 0
                && !line.TrimEnd(" "u8).EndsWith("PATTERN."u8)
                && line.IndexOf((byte)';') >= 0
            )
                return FileKind.Embl;
            if (line.StartsWith("##gff-version"u8) || line.StartsWith("##sequence-region"u8) || line.StartsWith("##FASTA"u8))
                return FileKind.Gff;
            if (line.StartsWith("Location\tStrand\tLength\tPID"u8))
                return FileKind.ProteinTable;
            // Prodigal's coordinates (-f sco) have headers like FASTA, and no sequence.
            if (line.StartsWith("# Sequence Data: seqnum="u8))
                return FileKind.Other;
            // Comments of GFF and FASTA, the heads of GenBank releases and the title of a protein table stand before what tells the kind.
            if (line is [(byte)'#', ..] && line.IndexOf((byte)'\t') < 0 || line is [(byte)';', ..])
                continue;
            if (IsFeature(line))
                return FileKind.Gff;
            // What begins otherwise is no table and no FASTA further down.
            if (otherText)
                continue;
            if (line.Length > LongestLine && line[0] != (byte)'>' && line.IndexOf((byte)'\t') is < 0 or > LongestLine)
                return FileKind.Other;
            if (line.Trim(" \t"u8).IsEmpty)
                continue;
            if (line[0] == (byte)'>')
                // Sequences alone, in a file that calls itself GFF3, which may end with them.
                return Path.GetFileName(source).Contains(".gff", StringComparison.OrdinalIgnoreCase) ? FileKind.Gff : KindOfFasta(lines);
            if (KindOfTable(Encoding.UTF8.GetString(line[..Math.Min(line.Length, LongestLine)])) is var kind and not FileKind.Other)
                return kind;
            otherText = true;
        }
        return empty ? FileKind.Empty : FileKind.Other;
    }

    private static bool IsFeature(ReadOnlySpan<byte> line)
    {
        if (line.Count((byte)'\t') != 8)
            return false;
        var cells = Encoding.UTF8.GetString(line).Split('\t');
        return int.TryParse(cells[3], out _) && int.TryParse(cells[4], out _) && cells[6] is "+" or "-" or "." or "?" or "1" or "-1";
    }

    private static FileKind KindOfTable(string line)
    {
        var cells = line.TrimStart('#').Split('\t', StringSplitOptions.TrimEntries);
        if (cells is [_, ['+' or '-', ..]])
            return FileKind.ContigMap;
        var columns = cells.Select(cell => cell.ToLowerInvariant()).ToHashSet(StringComparer.Ordinal);
        if (columns.Contains("gene") && columns.Contains("operon"))
            return FileKind.OperonTable;
        var tellsTaxa =
            columns.Contains("lineage") || Enum.GetNames<TaxonomicRank>().Any(rank => columns.Contains(rank.ToLowerInvariant()));
        return tellsTaxa && cells[0].ToLowerInvariant() is ("scaffold" or "contig" or "genome") ? FileKind.TaxonomyTable : FileKind.Other;
    }

    private static FileKind KindOfFasta(LineReader lines)
    {
        long letters = 0,
            bases = 0;
        for (var i = 0; i < LinesLookedAt && lines.TryRead(out var line); i++)
            if (line is not [(byte)'>', ..])
                foreach (var letter in line)
                {
                    letters++;
                    if ("ACGTUNacgtun-"u8.Contains(letter))
                        bases++;
                }
        // Proteins reach such a share of these letters only if they are a handful of glycines and alanines.
        return letters > 20 && bases > letters * 0.95 ? FileKind.NucleotideFasta : FileKind.ProteinFasta;
    }
}
