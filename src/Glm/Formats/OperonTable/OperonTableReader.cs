using Glm.Formats.Text;
using Glm.Runtime;

namespace Glm.Formats.OperonTable;

/// <summary>
/// Reads operon tables: tab-separated with a header line naming <c>gene</c>, <c>operon</c> and, if there is one, <c>family</c>. An empty
/// cell or <c>None</c> means none. Other columns are ignored.
/// </summary>
internal static class OperonTableReader
{
    /// <summary>Reads a file, plain or gzip, in its order.</summary>
    /// <exception cref="GlmException">One line with file and line: a missing column, a row of the wrong length, a gene twice.</exception>
    public static IReadOnlyList<OperonRow> Read(string path, CancellationToken cancellation = default)
    {
        using var stream = TextFile.Open(path);
        return Read(stream, path, cancellation);
    }

    /// <summary>Reads a stream from its position to its end. The stream stays open.</summary>
    public static IReadOnlyList<OperonRow> Read(Stream stream, string source, CancellationToken cancellation = default)
    {
        using var table = new Table(stream, source);
        var (geneColumn, operonColumn, familyColumn) = (Required(table, "gene"), Required(table, "operon"), table.IndexOf("family"));
        var rows = new List<OperonRow>();
        var lineOfGene = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var row in table.Rows(cancellation))
        {
            var gene = row.Cells[geneColumn];
            if (gene.Length == 0)
                throw new GlmException($"{source}:{row.Line}: the gene is empty. Name it.");
            if (!lineOfGene.TryAdd(gene, row.Line))
                throw new GlmException(
                    $"{source}:{row.Line}: gene {LineText.Quoted(gene)} was already on line {lineOfGene[gene]}. Remove one of the rows."
                );
            rows.Add(
                new OperonRow(gene, Named(row.Cells[operonColumn]), familyColumn < 0 ? null : Named(row.Cells[familyColumn]), row.Line)
            );
        }
        return rows.Count > 0 ? rows : throw new GlmException($"{source} has a header and no rows. Add rows, or do without the table.");
    }

    private static int Required(Table table, string column) =>
        table.IndexOf(column) is var index and >= 0
            ? index
            : throw new GlmException(
                $"{table.Source}:1: the table has no column {column}; an operon table has gene and operon. Its columns are "
                    + $"{LineText.Quoted(string.Join(", ", table.Columns))}."
            );

    private static string? Named(string cell) => cell.Length == 0 || cell.Equals("None", StringComparison.OrdinalIgnoreCase) ? null : cell;
}
