using Glm.Formats.Detection;
using Glm.Formats.Text;

namespace Glm.Formats.KnownOperons;

/// <summary>Tables of operons that a folder of genomes may hold: a gene per row, in the columns <c>gene</c> and <c>operon</c>.</summary>
internal sealed class OperonTableFormat : FileFormat
{
    public override string Name => "operon table";

    public override FileRole Role => FileRole.Operons;

    public override bool Recognises(HeadLine line, FileHead head) =>
        line.Text is { } text && Table.ColumnsOf(text) is var columns && columns.Contains("gene") && columns.Contains("operon");

    public override FileSummary Count(Stream stream, string source, CancellationToken cancellation) =>
        new(
            source,
            "operon table",
            new Dictionary<string, long> { ["records"] = OperonAnnotationReader.Read(stream, source, cancellation).Members.Count }
        );
}
