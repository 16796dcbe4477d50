using System.Text;
using Glm.Formats.Text;
using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Formats.Fasta;

/// <summary>
/// Reads protein FASTA, plain or gzip (decided by content), with LF or CRLF line ends. The id is the header up to the first space, the
/// rest is the description; sequences come upper-case, without white space and without one trailing stop "*".
/// </summary>
/// <remarks>
/// Every mistake is a <see cref="GlmException"/> of one line with file and line: an empty file, text before the first header, a record
/// without an id or a sequence, an id twice, a character that is not a residue, a line over 64 MB, binary data.
/// </remarks>
public static class FastaReader
{
    /// <summary>Reads a file record by record; memory holds one record, and every id for the check that ids differ.</summary>
    public static IEnumerable<Protein> Enumerate(
        string path,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        using var stream = TextFile.Open(path);
        foreach (var protein in Enumerate(stream, path, progress, cancellation))
            yield return protein;
    }

    /// <summary>Reads a stream record by record, from its position to its end. The stream stays open.</summary>
    /// <param name="stream">Plain or gzip bytes; need not be seekable.</param>
    /// <param name="source">The name that messages give the stream.</param>
    /// <param name="progress">Bytes read so far.</param>
    /// <param name="cancellation">Ends the reading between records.</param>
    public static IEnumerable<Protein> Enumerate(
        Stream stream,
        string source,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    ) => Enumerate(stream, source, FastaLetters.Proteins, progress, cancellation);

    /// <summary>Reads a file of proteins for an embedder with rules of its own for stops inside and for gaps, which are kept.</summary>
    public static IEnumerable<Protein> EnumerateWithGaps(
        string path,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        using var stream = TextFile.Open(path);
        foreach (var protein in Enumerate(stream, path, FastaLetters.ProteinsWithGaps, progress, cancellation))
            yield return protein;
    }

    private static IEnumerable<Protein> Enumerate(
        Stream stream,
        string source,
        FastaLetters letters,
        IProgress<ProgressReport>? progress,
        CancellationToken cancellation
    )
    {
        const int RecordsPerReport = 4096;
        var total = stream.CanSeek ? stream.Length : 0;
        using var lines = new LineReader(stream, source, leaveOpen: true);
        using var parser = new FastaParser(lines, letters);
        for (var count = 0; parser.TryRead(); count++)
        {
            if (count % RecordsPerReport == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Report(new ProgressReport("read proteins", lines.BytesRead, total, "bytes"));
            }
            yield return new Protein(parser.Id, Encoding.ASCII.GetString(parser.Letters), parser.Description);
        }
        progress?.Report(new ProgressReport("read proteins", lines.BytesRead, lines.BytesRead, "bytes"));
    }

    /// <summary>Reads a whole file, in file order.</summary>
    public static IReadOnlyList<Protein> Read(string path, CancellationToken cancellation = default) =>
        [.. Enumerate(path, null, cancellation)];

    /// <summary>Reads a whole stream, in file order. The stream stays open.</summary>
    public static IReadOnlyList<Protein> Read(Stream stream, string source, CancellationToken cancellation = default) =>
        [.. Enumerate(stream, source, null, cancellation)];
}
