namespace Glm.Formats.Fasta;

/// <summary>FASTA files, whatever their letters stand for: they are counted alike.</summary>
internal abstract class FastaFormat : GenomeFormat
{
    public sealed override FileSummary Count(Stream stream, string source, CancellationToken cancellation) =>
        FastaCounts.Of(stream, source, cancellation);
}
