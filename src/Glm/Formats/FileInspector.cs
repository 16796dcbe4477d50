using System.Globalization;
using System.Text.RegularExpressions;
using Glm.Formats.Annotation;
using Glm.Formats.ContigMap;
using Glm.Formats.Embl;
using Glm.Formats.Fasta;
using Glm.Formats.GenBank;
using Glm.Formats.Gff;
using Glm.Formats.OperonTable;
using Glm.Formats.Ptt;
using Glm.Formats.TaxonomyTable;
using Glm.Formats.Text;
using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Formats;

/// <summary>Reads any file of genomes, told by its content, and counts what is in it.</summary>
public static partial class FileInspector
{
    /// <summary>Reads a file to its end.</summary>
    /// <returns>What it holds, or why it could not be read; it does not throw for what is wrong with a file.</returns>
    public static FileSummary Inspect(string path, CancellationToken cancellation = default)
    {
        try
        {
            if (Directory.Exists(path))
                throw new GlmException($"{path}: this is a folder; name the files in it.");
            using (TextFile.Open(path))
            {
                // Missing and forbidden files say so themselves; recognising one swallows what is wrong with it.
            }
            return Read(path, FileKinds.Recognise(path), cancellation);
        }
        catch (GlmException fault)
        {
            var line = LineOf().Match(fault.Message);
            return new FileSummary(path, null, new Dictionary<string, long>(), fault.Message, line.Success && long.TryParse(line.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null);
        }
    }

    private static FileSummary Read(string path, FileKind kind, CancellationToken cancellation)
    {
        switch (kind)
        {
            case FileKind.GenBank:
                return new FileSummary(path, "genbank", Count(GenBankReader.Enumerate(path, cancellation)));
            case FileKind.Embl:
                return new FileSummary(path, "embl", Count(EmblReader.Enumerate(path, cancellation)));
            case FileKind.Gff:
                var gff = GffReader.Read(path, cancellation).Summary;
                return new FileSummary(path, "gff3", new Dictionary<string, long>
                {
                    ["feature_lines"] = gff.FeatureLines, ["cds"] = gff.CdsIds, ["cds_lines"] = gff.CdsLines, ["cds_pseudo_lines"] = gff.PseudoCdsLines, ["cds_unique_ids"] = gff.CdsIds, ["plus"] = gff.Plus, ["minus"] = gff.Minus,
                    ["seqids"] = gff.SequenceIds, ["fasta_records"] = gff.FastaRecords, ["lines_without_9_columns"] = gff.LinesWithoutNineColumns,
                });
            case FileKind.ProteinFasta or FileKind.NucleotideFasta:
                return FastaSummary(path, cancellation);
            case FileKind.ProteinTable:
                var table = PttReader.Read(path, cancellation);
                return new FileSummary(path, "ptt", new Dictionary<string, long>
                {
                    ["records"] = 1, ["cds"] = table.Cds.Count, ["plus"] = table.Cds.Count(cds => cds.Location.Strand == Strand.Forward), ["minus"] = table.Cds.Count(cds => cds.Location.Strand == Strand.Reverse),
                });
            case FileKind.ContigMap:
                var map = ContigMapReader.Read(path, cancellation);
                return new FileSummary(path, "contig map", new Dictionary<string, long>
                {
                    ["contigs"] = map.Count, ["cds"] = map.Sum(entry => entry.Genes.Count), ["plus"] = map.Sum(entry => entry.Genes.Count(gene => gene.Strand == Strand.Forward)),
                    ["minus"] = map.Sum(entry => entry.Genes.Count(gene => gene.Strand == Strand.Reverse)),
                });
            case FileKind.TaxonomyTable:
                return new FileSummary(path, "taxonomy table", new Dictionary<string, long> { ["records"] = TaxonomyTableReader.Read(path, cancellation).Count });
            case FileKind.OperonTable:
                return new FileSummary(path, "operon table", new Dictionary<string, long> { ["records"] = OperonTableReader.Read(path, cancellation).Count });
            default:
                throw new GlmException($"{path}:1: this is none of the formats that are read: GenBank, EMBL, GFF3, FASTA, NCBI protein table, contig map, taxonomy table, operon table. Check that it is the right file.");
        }
    }

    private static Dictionary<string, long> Count(IEnumerable<AnnotatedRecord> records)
    {
        var counts = new Dictionary<string, long>();
        foreach (var name in new[] { "records", "cds", "cds_translated", "protein_length_sum", "plus", "minus", "strand_mixed_or_none", "cds_all_plus", "cds_all_minus", "cds_pseudo", "cds_compound", "cds_partial", "cds_transl_except", "cds_with_EC", "cds_with_GO" })
            counts[name] = 0;
        foreach (var record in records)
        {
            counts["records"]++;
            foreach (var cds in record.Cds)
            {
                var strand = cds.Location.Strand;
                counts["cds"]++;
                Add("cds_all_plus", strand == Strand.Forward);
                Add("cds_all_minus", strand == Strand.Reverse);
                Add("cds_pseudo", cds.IsPseudo);
                Add("cds_compound", cds.Location.Parts.Count > 1);
                Add("cds_partial", cds.Location.Partial != PartialEnds.None);
                Add("cds_transl_except", cds.Exceptions.Count > 0);
                Add("cds_with_EC", cds.EcNumbers.Count > 0);
                Add("cds_with_GO", cds.GoTerms.Count > 0);
                if (cds.Translation is not { } translation)
                    continue;
                counts["cds_translated"]++;
                counts["protein_length_sum"] += translation.Length;
                Add("plus", strand == Strand.Forward);
                Add("minus", strand == Strand.Reverse);
                Add("strand_mixed_or_none", strand is null);
            }
        }
        return counts;

        void Add(string name, bool counted) => counts[name] += counted ? 1 : 0;
    }

    /// <summary>Counts without the rules of any alphabet: what is odd about residues matters to those who use them.</summary>
    private static FileSummary FastaSummary(string path, CancellationToken cancellation)
    {
        long records = 0, residues = 0, stops = 0, plus = 0, minus = 0;
        var partial = new long[4];
        var contigs = new HashSet<string>(StringComparer.Ordinal);
        using var stream = TextFile.Open(path);
        using var lines = new LineReader(stream, path);
        while (lines.TryRead(out var line))
        {
            if (line is [(byte)'>', ..])
            {
                cancellation.ThrowIfCancellationRequested();
                records++;
                var header = System.Text.Encoding.UTF8.GetString(line[1..]).Split((char[]?)null, 2);
                if (header is not [var id, var description] || ProdigalHeader.Parse(id, description.TrimStart()) is not { } gene)
                    continue;
                contigs.Add(gene.Contig);
                plus += gene.Strand == Strand.Forward ? 1 : 0;
                minus += gene.Strand == Strand.Reverse ? 1 : 0;
                if (gene.Partial is { } ends)
                    partial[(int)ends]++;
            }
            else if (records > 0)
            {
                foreach (var letter in line)
                    if (letter == '*')
                        stops++;
                    else if (letter is not ((byte)' ' or (byte)'\t' or (byte)'\r'))
                        residues++;
            }
            else if (line.IndexOfAnyExcept(" \t\r"u8) >= 0 && line[0] != ';' && line[0] != '#')
            {
                throw new GlmException($"{lines.Where}: the text before the first '>' is no FASTA. Check that it is the right file.");
            }
        }
        var counts = new Dictionary<string, long> { ["records"] = records, ["residue_sum"] = residues, ["residue_sum_with_stop_char"] = residues + stops };
        if (contigs.Count == 0)
            return new FileSummary(path, "fasta", counts);
        (counts["plus"], counts["minus"], counts["contigs"]) = (plus, minus, contigs.Count);
        for (var i = 0; i < partial.Length; i++)
            if (partial[i] > 0)
                counts["partial:" + new[] { "00", "10", "01", "11" }[i]] = partial[i];
        return new FileSummary(path, "fasta, Prodigal headers", counts);
    }

    [GeneratedRegex(@":(\d+): ", RegexOptions.CultureInvariant)]
    private static partial Regex LineOf();
}
