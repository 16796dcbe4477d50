using System.Globalization;
using System.Text;
using Glm.Formats.Annotation;
using Glm.Formats.Detection;
using Glm.Formats.Sources;

namespace Glm.Formats.Gff;

/// <summary>GFF3 files.</summary>
internal sealed class GffFormat : GenomeFormat
{
    public override string Name => "GFF3";

    public override FileRole Role => FileRole.Annotation;

    public override IReadOnlyList<string> Endings => [".gff3", ".gff"];

    // A file that calls itself GFF3 may consist of the sequences alone, with which such a file may end.
    public override bool Recognises(HeadLine line, FileHead head) =>
        line.Bytes.StartsWith("##gff-version"u8)
        || line.Bytes.StartsWith("##sequence-region"u8)
        || line.Bytes.StartsWith("##FASTA"u8)
        || !line.IsComment && IsFeature(line.Bytes)
        || line.Text is ['>', ..] && head.FileName.Contains(".gff", StringComparison.OrdinalIgnoreCase);

    public override IEnumerable<IReadOnlyList<AnnotatedRecord>> Read(
        GenomeFiles files,
        LoadOptions options,
        int genesPerPart,
        CancellationToken cancellation
    )
    {
        List<AnnotatedRecord> records = [.. GffReader.Read(files.Path, cancellation).Records.Select(record => record.SortedByStart())];
        return [CompanionSequences.Require(records, files, cancellation)];
    }

    public override FileSummary Count(Stream stream, string source, CancellationToken cancellation)
    {
        var counts = GffReader.Summarise(stream, source, cancellation);
        return new FileSummary(
            source,
            "gff3",
            new Dictionary<string, long>
            {
                ["feature_lines"] = counts.FeatureLines,
                ["cds"] = counts.CdsIds,
                ["cds_lines"] = counts.CdsLines,
                ["cds_pseudo_lines"] = counts.PseudoCdsLines,
                ["cds_unique_ids"] = counts.CdsIds,
                ["plus"] = counts.Plus,
                ["minus"] = counts.Minus,
                ["seqids"] = counts.SequenceIds,
                ["fasta_records"] = counts.FastaRecords,
                ["lines_without_9_columns"] = counts.LinesWithoutNineColumns,
            }
        );
    }

    private static bool IsFeature(ReadOnlySpan<byte> line)
    {
        if (line.Count((byte)'\t') != 8)
            return false;
        var cells = Encoding.UTF8.GetString(line).Split('\t');
        return IsWholeNumber(cells[3]) && IsWholeNumber(cells[4]) && cells[6] is "+" or "-" or "." or "?" or "1" or "-1";
    }

    private static bool IsWholeNumber(string cell) => int.TryParse(cell, NumberStyles.Integer, CultureInfo.InvariantCulture, out _);
}
