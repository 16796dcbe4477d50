using Glm.Formats.Annotation;
using Glm.Formats.Text;
using Glm.Runtime;

namespace Glm.Formats.Gff;

/// <summary>
/// Reads GFF3 as NCBI, Prokka, Bakta, MGnify, IMG, Prodigal and FragGeneScan write it, and GTF, plain or gzip, with or without sequences
/// after <c>##FASTA</c>. Strands may be + and - or 1 and -1. Lines of one ID (in GTF, of one gene and transcript) on one sequence are one
/// coding sequence; what a CDS does not say itself it takes from its parent. Lines without nine columns are counted and passed over.
/// </summary>
public static class GffReader
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="GlmException">One line with file and line: no feature and no sequence, coordinates that are not numbers, lines of
    /// one ID that are two genes, a sequence of another length than is announced.</exception>
    public static GffFile Read(string path, CancellationToken cancellation = default)
    {
        using var stream = TextFile.Open(path);
        return Read(stream, path, cancellation);
    }

    /// <summary>Reads a stream from its position to its end. The stream stays open.</summary>
    public static GffFile Read(Stream stream, string source, CancellationToken cancellation = default)
    {
        using var lines = new LineReader(stream, source, leaveOpen: true);
        var reader = new FeatureLines(lines, keep: true);
        var summary = reader.Read(cancellation);
        return new GffFile(reader.Records(), summary);
    }

    /// <summary>The sequences of a file, by the first bases of their genes.</summary>
    /// <exception cref="GlmException">The file is damaged, or has features and none of them is a CDS.</exception>
    internal static List<AnnotatedRecord> ReadGenes(string path, CancellationToken cancellation)
    {
        using var stream = TextFile.Open(path);
        using var lines = new LineReader(stream, path);
        var reader = new FeatureLines(lines, keep: true);
        reader.Read(cancellation);
        reader.RequireCds();
        return [.. reader.Records().Select(record => record.SortedByStart())];
    }

    /// <summary>
    /// The counts alone, of a stream from its position to its end, with memory for the ids of its coding sequences. The stream stays open.
    /// </summary>
    internal static GffSummary Summarise(Stream stream, string source, CancellationToken cancellation)
    {
        using var lines = new LineReader(stream, source, leaveOpen: true);
        return new FeatureLines(lines, keep: false).Read(cancellation);
    }
}
