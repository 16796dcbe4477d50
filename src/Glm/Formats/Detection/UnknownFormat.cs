using System.Text;
using Glm.Runtime;

namespace Glm.Formats.Detection;

/// <summary>Stands for every file that no format recognises.</summary>
internal sealed class UnknownFormat : FileFormat
{
    public static UnknownFormat Instance { get; } = new();

    public override string Name => "something else";

    public override FileRole Role => FileRole.None;

    public override bool Recognises(HeadLine line, FileHead head) => false;

    public override FileSummary Count(Stream stream, string source, CancellationToken cancellation)
    {
        Span<byte> start = stackalloc byte[2048];
        start = start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        var other = Guess(Encoding.Latin1.GetString(start).TrimStart()) is { } guess
            ? $", but {guess}"
            : $": {string.Join(", ", FileFormats.All.Select(format => format.Name))}";
        throw new GlmException($"{source}:1: this is none of the formats that can be read{other}. Check that it is the right file.");
    }

    /// <summary>What else people take for a genome: above all what a server sends instead of one.</summary>
    private static string? Guess(string start)
    {
        return Begins("<!doctype html") || Begins("<html") ? "a web page (HTML)"
            : Begins("<?xml") || Begins("<!doctype") ? "an XML file"
            : Begins("%PDF-") ? "a PDF file"
            : Begins("PK\u0003\u0004") ? "a .zip archive"
            : Begins("{") ? "a JSON file"
            : Begins("\u007FELF") ? "a program"
            : IsOfSpacedFeatures(start) ? "GFF3 or GTF with spaces where tabs belong between its columns"
            : null;

        static bool IsOfSpacedFeatures(string text) =>
            text.Split('\n').FirstOrDefault(line => line.Trim() is { Length: > 0 } and not ['#', ..]) is { } line
            && line.Split([' ', '\r'], StringSplitOptions.RemoveEmptyEntries) is { Length: >= 9 } words
            && words[6] is "+" or "-" or "." or "?"
            && words[3..5].All(word => word.All(char.IsAsciiDigit));

        bool Begins(string mark) => start.StartsWith(mark, StringComparison.OrdinalIgnoreCase);
    }
}
