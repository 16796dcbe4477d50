using System.Text;
using Glm.Formats.Text;
using Glm.Runtime;

namespace Glm.Formats.Annotation;

/// <summary>The line <c>//</c> that ends a record of a flat file.</summary>
internal static class RecordEnd
{
    /// <summary>Whether a line ends a record.</summary>
    public static bool Is(ReadOnlySpan<byte> line) => line.StartsWith("//"u8);

    /// <summary>
    /// The first line of the next record where it stands on the line that ends the one before: files were joined, and the last line of one
    /// had no end. Any other line as it is.
    /// </summary>
    /// <param name="line">Any line.</param>
    /// <param name="first">How the first line of a record begins.</param>
    public static ReadOnlySpan<byte> Behind(ReadOnlySpan<byte> line, ReadOnlySpan<byte> first)
    {
        if (!Is(line))
            return line;
        var rest = line[2..];
        if (rest is [0xEF, 0xBB, 0xBF, ..])
            rest = rest[3..];
        return rest.StartsWith(first) ? rest : line;
    }

    /// <summary>Requires that nothing else stands on such a line.</summary>
    /// <exception cref="GlmException">It would be lost.</exception>
    public static void RequireAlone(ReadOnlySpan<byte> line, LineReader lines)
    {
        if (line.TrimEnd(" \t"u8).Length > 2)
            throw new GlmException(
                $"{lines.Where}: {LineText.Quoted(Encoding.UTF8.GetString(line))} ends a record, and other text follows on the line. "
                    + $"Put it on a line of its own, or remove it."
            );
    }
}
