using Glm.Formats.Detection;
using Glm.Formats.Gff;

namespace Glm.Formats.Gtf;

/// <summary>GTF files, and those of GFF2, whose attributes are written alike.</summary>
internal sealed class GtfFormat : FeatureFileFormat
{
    public override string Name => "GTF";

    public override IReadOnlyList<string> Endings => [".gtf", ".gff"];

    // Asked before GFF3, which takes any nine columns.
    public override bool Recognises(HeadLine line, FileHead head) =>
        line.Bytes.StartsWith("#gtf-version"u8)
        || !line.IsComment
            && GffFormat.IsFeature(line.Bytes)
            && AttributeReader.IsGtf(line.Bytes[(line.Bytes.LastIndexOf((byte)'\t') + 1)..]) == true;

    protected override string SummaryName => "gtf";
}
