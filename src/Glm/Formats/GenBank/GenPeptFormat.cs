using Glm.Formats.Annotation;
using Glm.Formats.Detection;

namespace Glm.Formats.GenBank;

/// <summary>
/// GenPept: flat files of proteins, which lie in NCBI's folders beside the genome and look like GenBank. They do not say how genes lie, so
/// that they are no genome, but neither are they in the way of one.
/// </summary>
internal sealed class GenPeptFormat : FileFormat
{
    public static GenPeptFormat Instance { get; } = new();

    public override string Name => "GenPept";

    public override FileRole Role => FileRole.None;

    public override bool Recognises(HeadLine line, FileHead head) =>
        line.Bytes.StartsWith("LOCUS "u8) && GenBankReader.IsOfProtein(line.Bytes);

    // The reader refuses the first record.
    public override FileSummary Count(Stream stream, string source, CancellationToken cancellation) =>
        new(source, "genpept", CdsCounts.Of(GenBankReader.Counted(stream, source, cancellation)));
}
