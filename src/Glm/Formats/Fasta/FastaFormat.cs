namespace Glm.Formats.Fasta;

/// <summary>FASTA files, whatever their letters stand for: they are counted alike.</summary>
internal abstract class FastaFormat : GenomeFormat
{
    /// <summary>What the letters stand for.</summary>
    protected abstract FastaLetters Letters { get; }

    public sealed override FileSummary Count(Stream stream, string source, CancellationToken cancellation) =>
        FastaCounts.Of(stream, source, Letters, cancellation);
}
