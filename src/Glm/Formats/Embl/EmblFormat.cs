using Glm.Formats.Annotation;
using Glm.Formats.Detection;

namespace Glm.Formats.Embl;

/// <summary>EMBL flat files.</summary>
internal sealed class EmblFormat : FlatFileFormat
{
    public override string Name => "EMBL";

    public override IReadOnlyList<string> Endings => [".embl"];

    // The entries of UniProt and PROSITE begin like this, too.
    public override bool Recognises(HeadLine line, FileHead head) =>
        line.Bytes.StartsWith("ID   "u8)
        && line.Bytes.IndexOf("eviewed;"u8) < 0
        && !line.Bytes.TrimEnd(" "u8).EndsWith("PATTERN."u8)
        && line.Bytes.IndexOf((byte)';') >= 0;

    protected override string SummaryName => "embl";

    protected override IEnumerable<AnnotatedRecord> Enumerate(string path, CancellationToken cancellation) =>
        EmblReader.Enumerate(path, cancellation);

    protected override IEnumerable<AnnotatedRecord> Counted(Stream stream, string source, CancellationToken cancellation) =>
        EmblReader.Counted(stream, source, cancellation);
}
