using Glm.Runtime;

namespace Glm.Formats.Detection;

/// <summary>Stands for every file without text.</summary>
internal sealed class EmptyFormat : FileFormat
{
    public static EmptyFormat Instance { get; } = new();

    public override string Name => "empty file";

    public override FileRole Role => FileRole.None;

    public override bool Recognises(HeadLine line, FileHead head) => false;

    public override FileSummary Count(Stream stream, string source, CancellationToken cancellation) => throw NoText(source);

    /// <summary>The message for such a file.</summary>
    public static GlmException NoText(string source) => new($"{source}:1: there is no text in the file. Write or fetch it again.");
}
