using Glm.Formats.GenBank;
using Glm.Formats.Text;
using Glm.Runtime;

namespace Glm.Formats.Detection;

/// <summary>Identifies the format of a file by its first lines, never by its name alone.</summary>
internal static class FormatDetector
{
    /// <summary>Looks at the first lines of a file; one that cannot be read as text is <see cref="UnknownFormat"/>.</summary>
    public static FileFormat Detect(string path)
    {
        using var unnoted = FileTrace.Pause();
        try
        {
            using var stream = TextFile.Open(path);
            return Detect(stream, path);
        }
        catch (GlmException)
        {
            return UnknownFormat.Instance;
        }
    }

    /// <summary>Looks at the first lines of a stream, from its position on. The stream stays open.</summary>
    /// <returns>
    /// A format of <see cref="FileFormats.All"/>: the first that recognises the first line that any of them recognises; or
    /// <see cref="EmptyFormat"/>, <see cref="GenPeptFormat"/> or <see cref="UnknownFormat"/>.
    /// </returns>
    /// <exception cref="GlmException">The stream cannot be read as text.</exception>
    public static FileFormat Detect(Stream stream, string source)
    {
        using var lines = new LineReader(stream, source, leaveOpen: true, anyBytes: true);
        var head = new FileHead(lines);
        while (head.TryRead(out var line))
        {
            if (IsForeign(line))
                return UnknownFormat.Instance;
            if (GenPeptFormat.Instance.Recognises(line, head))
                return GenPeptFormat.Instance;
            foreach (var format in FileFormats.All)
                if (format.Recognises(line, head))
                    return format;
            if (line.IsEndless)
                return UnknownFormat.Instance;
        }
        return head.IsBlank ? EmptyFormat.Instance : UnknownFormat.Instance;
    }

    /// <summary>
    /// Whether the file only looks like one of ours: Prodigal's coordinates (-f sco) have headers as in FASTA, and no sequences.
    /// </summary>
    private static bool IsForeign(HeadLine line) => line.Bytes.StartsWith("# Sequence Data: seqnum="u8);
}
