using Glm.Formats.Text;

namespace Glm.Formats.Labels;

/// <summary>
/// eggNOG-mapper's <c>.emapper.annotations</c>: comments, a header that begins with <c>#query</c> (2.x) or <c>#query_name</c> (1.x), and a
/// row per protein.
/// </summary>
internal sealed class EggNogLabelFormat : LabelFormat
{
    public override string Name => "eggNOG-mapper annotations";

    public override bool Recognises(IReadOnlyList<string> head) => head.Any(IsHeader);

    public override LabelRows Open(TableLines lines, IReadOnlyList<string> head) =>
        new Rows(lines, [.. head.First(IsHeader).TrimStart('#').Split('\t', StringSplitOptions.TrimEntries)]);

    private static bool IsHeader(string line) =>
        line.StartsWith("#query\t", StringComparison.Ordinal) || line.StartsWith("#query_name\t", StringComparison.Ordinal);

    private sealed class Rows(TableLines lines, string[] columns) : NamedColumns(lines, columns, IsHeader)
    {
        // COG0083@1|root,1MWZ1@1224|Proteobacteria: the group, without the taxon that it is of.
        public override IEnumerable<string> LabelsOf(string cell, string column) =>
            column.Contains("OGs", StringComparison.Ordinal)
                ? cell.Split(',', StringSplitOptions.TrimEntries)
                    .Select(group => group.Split('@')[0])
                    .Where(id => !LabelCell.IsNothing(id))
                : base.LabelsOf(cell, column);
    }
}
