using System.Text.RegularExpressions;
using Glm.Formats.Text;

namespace Glm.Formats.Labels;

/// <summary>
/// Functional annotation tables of DAVID: columns ID, Gene Name, Species and one per source of terms, each term an accession with its name
/// (<c>GO:0009088~threonine biosynthetic process,IPR000870:Homoserine kinase,</c>). The labels are the accessions.
/// </summary>
internal sealed partial class DavidLabelFormat : LabelFormat
{
    public override string Name => "DAVID table";

    public override bool Recognises(IReadOnlyList<string> head) => IsHeader(head[0]);

    public override LabelRows Open(TableLines lines, IReadOnlyList<string> head) =>
        new Rows(lines, [.. head[0].Split('\t', StringSplitOptions.TrimEntries)]);

    private static bool IsHeader(string line) =>
        line.Split('\t', StringSplitOptions.TrimEntries) is ["ID", .. var others]
        && others.Contains("Gene Name", StringComparer.OrdinalIgnoreCase)
        && others.Contains("Species", StringComparer.OrdinalIgnoreCase);

    /// <summary>An accession at the beginning of a cell or behind a comma; names hold commas too, but no accession behind them.</summary>
    [GeneratedRegex(@"(?:^|,)\s*(GO:\d{7}(?=~)|[^\s,~:]+(?=~)|[A-Za-z]{1,10}\d+(?=:))", RegexOptions.CultureInvariant)]
    private static partial Regex Terms();

    private sealed class Rows(TableLines lines, string[] columns) : NamedColumns(lines, columns, IsHeader)
    {
        public override IEnumerable<string> LabelsOf(string cell, string column)
        {
            var terms = Terms().Matches(cell);
            return terms.Count == 0 ? base.LabelsOf(cell, column) : terms.Select(term => term.Groups[1].Value);
        }
    }
}
