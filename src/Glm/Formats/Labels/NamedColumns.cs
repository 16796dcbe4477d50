using Glm.Formats.Text;
using Glm.Runtime;

namespace Glm.Formats.Labels;

/// <summary>The rows below a line that names their columns, tabs between them; lines that begin with '#' are comments.</summary>
/// <param name="lines">From the beginning of the file.</param>
/// <param name="columns">The names.</param>
/// <param name="isHeader">Whether a line is the one that names them; what stands before it is passed over.</param>
internal class NamedColumns(TableLines lines, IReadOnlyList<string> columns, Func<string, bool> isHeader) : LabelRows
{
    public override IReadOnlyList<string> Columns => columns;

    public override IEnumerable<LabelRow> Read(CancellationToken cancellation)
    {
        var isBelow = false;
        while (lines.TryRead(out var line))
        {
            cancellation.ThrowIfCancellationRequested();
            if (!isBelow || line is ['#', ..] || string.IsNullOrWhiteSpace(line))
            {
                isBelow |= isHeader(line);
                continue;
            }
            var cells = line.Split('\t', StringSplitOptions.TrimEntries);
            if (cells.Length != columns.Count)
                throw new GlmException(
                    $"{lines.Where}: the row has {cells.Length} cells and the header {columns.Count}; they must agree. Check the tabs."
                );
            yield return new LabelRow(cells, lines.Line);
        }
    }
}
