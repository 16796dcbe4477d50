using System.Buffers;
using System.Globalization;
using System.Text.RegularExpressions;
using Glm.Formats.Annotation;
using Glm.Formats.ContigMap;
using Glm.Formats.Embl;
using Glm.Formats.GenBank;
using Glm.Formats.Gff;
using Glm.Formats.OperonTable;
using Glm.Formats.Ptt;
using Glm.Formats.TaxonomyTable;
using Glm.Formats.Text;
using Glm.Genomes;
using Glm.Genomes.GeneCalling;
using Glm.Runtime;

namespace Glm.Formats;

/// <summary>Reads any file of genomes, told by its content, and counts what is in it.</summary>
public static partial class FileInspector
{
    private static readonly SearchValues<byte> NoResidues = SearchValues.Create("* \t\r\0\u0001\u0002\u0003\u0004\u0005\u0006\a\b"u8);

    /// <summary>
    /// The files that a path means, by name: those of a folder but for hidden ones, those of a pattern with * and ?, or itself, even where
    /// there is none.
    /// </summary>
    internal static IReadOnlyList<string> FilesOf(string path)
    {
        if (
            Directory.Exists(path)
            && Directory.EnumerateFiles(path).Where(file => Path.GetFileName(file)[0] != '.').Order(StringComparer.Ordinal).ToList()
                is { Count: > 0 } files
        )
            return files;
        return FilePattern.IsPattern(path) && FilePattern.Matching(path) is { Count: > 0 } matching ? matching : [path];
    }

    /// <summary>Reads a file to its end.</summary>
    /// <returns>What it holds, or why it could not be read; it does not throw for what is wrong with a file.</returns>
    public static FileSummary Inspect(string path, CancellationToken cancellation = default)
    {
        try
        {
            using var stream = TextFile.Open(path);
            return Inspect(stream, path, cancellation);
        }
        catch (GlmException fault)
        {
            return Failed(path, fault);
        }
    }

    /// <summary>Reads a stream from its position to its end; a pipe will do. The stream stays open.</summary>
    /// <param name="stream">Plain or gzip.</param>
    /// <param name="source">The name that the summary gives it.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>What it holds, or why it could not be read; it does not throw for what is wrong with it.</returns>
    public static FileSummary Inspect(Stream stream, string source, CancellationToken cancellation = default)
    {
        try
        {
            if (stream.CanSeek)
            {
                var start = stream.Position;
                var kind = FileKinds.Recognise(stream, source);
                stream.Position = start;
                return Read(stream, source, kind, cancellation);
            }
            var pipe = new ReplayStream(stream);
            var pipeKind = FileKinds.Recognise(pipe, source);
            pipe.Rewind();
            return Read(pipe, source, pipeKind, cancellation);
        }
        catch (GlmException fault)
        {
            return Failed(source, fault);
        }
    }

    private static FileSummary Failed(string source, GlmException fault)
    {
        // The source may hold what looks like a line.
        var text = fault.Message.StartsWith(source, StringComparison.Ordinal) ? fault.Message[source.Length..] : fault.Message;
        var line = LineOf().Match(text);
        return new FileSummary(
            source,
            null,
            new Dictionary<string, long>(),
            fault.Message,
            line.Success && long.TryParse(line.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : null
        );
    }

    private static FileSummary Read(Stream stream, string source, FileKind kind, CancellationToken cancellation)
    {
        switch (kind)
        {
            case FileKind.GenBank:
                return new FileSummary(source, "genbank", Count(GenBankReader.Counted(stream, source, cancellation)));
            case FileKind.Embl:
                return new FileSummary(source, "embl", Count(EmblReader.Counted(stream, source, cancellation)));
            case FileKind.Gff:
                var gff = GffReader.Summarise(stream, source, cancellation);
                return new FileSummary(
                    source,
                    "gff3",
                    new Dictionary<string, long>
                    {
                        ["feature_lines"] = gff.FeatureLines,
                        ["cds"] = gff.CdsIds,
                        ["cds_lines"] = gff.CdsLines,
                        ["cds_pseudo_lines"] = gff.PseudoCdsLines,
                        ["cds_unique_ids"] = gff.CdsIds,
                        ["plus"] = gff.Plus,
                        ["minus"] = gff.Minus,
                        ["seqids"] = gff.SequenceIds,
                        ["fasta_records"] = gff.FastaRecords,
                        ["lines_without_9_columns"] = gff.LinesWithoutNineColumns,
                    }
                );
            case FileKind.ProteinFasta or FileKind.NucleotideFasta:
                return FastaSummary(stream, source, cancellation);
            case FileKind.ProteinTable:
                var table = PttReader.Read(stream, source, cancellation);
                return new FileSummary(
                    source,
                    "ptt",
                    new Dictionary<string, long>
                    {
                        ["records"] = 1,
                        ["cds"] = table.Cds.Count,
                        ["plus"] = table.Cds.Count(cds => cds.Location.Strand == Strand.Forward),
                        ["minus"] = table.Cds.Count(cds => cds.Location.Strand == Strand.Reverse),
                    }
                );
            case FileKind.ContigMap:
                var map = ContigMapReader.Read(stream, source, cancellation);
                return new FileSummary(
                    source,
                    "contig map",
                    new Dictionary<string, long>
                    {
                        ["contigs"] = map.Count,
                        ["cds"] = map.Sum(entry => entry.Genes.Count),
                        ["plus"] = map.Sum(entry => entry.Genes.Count(gene => gene.Strand == Strand.Forward)),
                        ["minus"] = map.Sum(entry => entry.Genes.Count(gene => gene.Strand == Strand.Reverse)),
                    }
                );
            case FileKind.TaxonomyTable:
                return new FileSummary(
                    source,
                    "taxonomy table",
                    new Dictionary<string, long> { ["records"] = TaxonomyTableReader.Read(stream, source, cancellation).Count }
                );
            case FileKind.OperonTable:
                return new FileSummary(
                    source,
                    "operon table",
                    new Dictionary<string, long> { ["records"] = OperonTableReader.Read(stream, source, cancellation).Count }
                );
            case FileKind.Empty:
                throw new GlmException($"{source}:1: there is no text in the file. Write or fetch it again.");
            default:
                throw new GlmException(
                    $"{source}:1: this is none of the formats that are read: GenBank, EMBL, GFF3, FASTA, NCBI protein table, "
                        + $"contig map, taxonomy table, operon table. Check that it is the right file."
                );
        }
    }

    private static Dictionary<string, long> Count(IEnumerable<AnnotatedRecord> found)
    {
        long records = 0,
            all = 0,
            translated = 0,
            residues = 0,
            plus = 0,
            minus = 0,
            neither = 0,
            allPlus = 0,
            allMinus = 0,
            pseudo = 0,
            compound = 0,
            partial = 0,
            exceptions = 0,
            withEc = 0,
            withGo = 0;
        foreach (var record in found)
        {
            records++;
            foreach (var cds in record.Cds)
            {
                var strand = cds.Location.Strand;
                all++;
                if (strand == Strand.Forward)
                    allPlus++;
                if (strand == Strand.Reverse)
                    allMinus++;
                if (cds.IsPseudo)
                    pseudo++;
                if (cds.Location.Parts.Count > 1)
                    compound++;
                if (cds.Location.Partial != PartialEnds.None)
                    partial++;
                if (cds.Exceptions.Count > 0)
                    exceptions++;
                if (cds.EcNumbers.Count > 0)
                    withEc++;
                if (cds.GoTerms.Count > 0)
                    withGo++;
                if (cds.Translation is not { } translation)
                    continue;
                translated++;
                residues += translation.Length;
                if (strand == Strand.Forward)
                    plus++;
                else if (strand == Strand.Reverse)
                    minus++;
                else
                    neither++;
            }
        }
        return new Dictionary<string, long>
        {
            ["records"] = records,
            ["cds"] = all,
            ["cds_translated"] = translated,
            ["protein_length_sum"] = residues,
            ["plus"] = plus,
            ["minus"] = minus,
            ["strand_mixed_or_none"] = neither,
            ["cds_all_plus"] = allPlus,
            ["cds_all_minus"] = allMinus,
            ["cds_pseudo"] = pseudo,
            ["cds_compound"] = compound,
            ["cds_partial"] = partial,
            ["cds_transl_except"] = exceptions,
            ["cds_with_EC"] = withEc,
            ["cds_with_GO"] = withGo,
        };
    }

    /// <summary>Counts without the rules of any alphabet: what is odd about residues matters to those who use them.</summary>
    private static FileSummary FastaSummary(Stream stream, string source, CancellationToken cancellation)
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
                var header = System.Text.Encoding.UTF8.GetString(line[1..]).Split((char[]?)null, 2);
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
                            $"{lines.Where}: the line holds control characters; this is no FASTA text. Check that it is the right file."
                        );
                    residues--;
                    stops += rest[at] == '*' ? 1 : 0;
                }
            }
            else if (line.IndexOfAnyExcept(" \t\r"u8) >= 0 && line[0] != ';' && line[0] != '#')
            {
                throw new GlmException($"{lines.Where}: the text before the first '>' is no FASTA. Check that it is the right file.");
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

    [GeneratedRegex(@":(\d+): ", RegexOptions.CultureInvariant)]
    private static partial Regex LineOf();
}
