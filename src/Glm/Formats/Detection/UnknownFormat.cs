using Glm.Runtime;

namespace Glm.Formats.Detection;

/// <summary>Stands for every file that no format recognises.</summary>
internal sealed class UnknownFormat : FileFormat
{
    public static UnknownFormat Instance { get; } = new();

    public override string Name => "something else";

    public override FileRole Role => FileRole.None;

    public override bool Recognises(HeadLine line, FileHead head) => false;

    public override FileSummary Count(Stream stream, string source, CancellationToken cancellation) =>
        throw new GlmException(
            $"{source}:1: this is none of the formats that can be read: "
                + $"{string.Join(", ", FileFormats.All.Select(format => format.Name))}. Check that it is the right file."
        );
}
