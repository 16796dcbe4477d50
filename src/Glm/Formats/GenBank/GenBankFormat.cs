using Glm.Formats.Annotation;
using Glm.Formats.Detection;

namespace Glm.Formats.GenBank;

/// <summary>GenBank flat files, Prodigal's among them.</summary>
internal sealed class GenBankFormat : FlatFileFormat
{
    public override string Name => "GenBank";

    public override IReadOnlyList<string> Endings => [".gbff", ".gbk", ".gb", ".genbank"];

    public override bool Recognises(HeadLine line, FileHead head) =>
        line.Bytes.StartsWith("LOCUS "u8) || line.Bytes.StartsWith(GenBankReader.ProdigalStart);

    protected override string SummaryName => "genbank";

    protected override IEnumerable<AnnotatedRecord> Enumerate(string path, CancellationToken cancellation) =>
        GenBankReader.Enumerate(path, cancellation);

    protected override IEnumerable<AnnotatedRecord> Counted(Stream stream, string source, CancellationToken cancellation) =>
        GenBankReader.Counted(stream, source, cancellation);
}
