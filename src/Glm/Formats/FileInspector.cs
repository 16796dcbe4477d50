using System.Globalization;
using System.Text.RegularExpressions;
using Glm.Formats.Detection;
using Glm.Formats.Sources;
using Glm.Formats.Text;
using Glm.Runtime;

namespace Glm.Formats;

/// <summary>Recognises any file of genomes by its content, reads it, and counts what is in it.</summary>
public static partial class FileInspector
{
    /// <summary>
    /// The files that a path stands for, sorted by name: all of a folder except hidden ones, all that match a pattern with * and ?, or
    /// otherwise the path itself, whether there is such a file or not.
    /// </summary>
    public static IReadOnlyList<string> FilesOf(string path) => SourceResolver.FilesOf(path);

    /// <summary>Reads a file to its end.</summary>
    /// <returns>What it holds, or why it could not be read; a damaged file does not throw.</returns>
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

    /// <summary>Reads a stream, which may be a pipe, from its position to its end. The stream stays open.</summary>
    /// <param name="stream">Plain or gzip.</param>
    /// <param name="source">The name that the summary gives it.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>What it holds, or why it could not be read; damaged data do not throw.</returns>
    public static FileSummary Inspect(Stream stream, string source, CancellationToken cancellation = default)
    {
        try
        {
            if (stream.CanSeek)
            {
                var start = stream.Position;
                var format = FormatDetector.Detect(stream, source);
                stream.Position = start;
                return format.Count(stream, source, cancellation);
            }
            var pipe = new ReplayStream(stream);
            var formatOfPipe = FormatDetector.Detect(pipe, source);
            pipe.Rewind();
            return formatOfPipe.Count(pipe, source, cancellation);
        }
        catch (GlmException fault)
        {
            return Failed(source, fault);
        }
    }

    private static FileSummary Failed(string source, GlmException fault)
    {
        // The source itself may contain what looks like a line number.
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

    [GeneratedRegex(@":(\d+): ", RegexOptions.CultureInvariant)]
    private static partial Regex LineOf();
}
