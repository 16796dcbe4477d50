using Glm.Formats.Detection;
using Glm.Formats.Text;

namespace Glm.Formats.TaxonomyTable;

/// <summary>Tables of lineages.</summary>
internal sealed class TaxonomyTableFormat : FileFormat
{
    public override string Name => "taxonomy table";

    public override FileRole Role => FileRole.Taxonomy;

    public override bool Recognises(HeadLine line, FileHead head) =>
        line.Text is { } text && TaxonomyTableReader.IsHeader(Table.ColumnsOf(text));

    public override FileSummary Count(Stream stream, string source, CancellationToken cancellation) =>
        new(
            source,
            "taxonomy table",
            new Dictionary<string, long> { ["records"] = TaxonomyTableReader.Read(stream, source, cancellation).Count }
        );
}
