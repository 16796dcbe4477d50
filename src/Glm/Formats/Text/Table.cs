using System.Text;
using Glm.Runtime;

namespace Glm.Formats.Text;

/// <summary>A row of a tab-separated table: as many cells as the header has, trimmed.</summary>
internal readonly record struct TableRow(string[] Cells, long Line);

/// <summary>
/// A tab-separated table with a header line, read row by row. The case of column names does not matter; every row has as many cells as the
/// header. Blank lines are skipped.
/// </summary>
internal sealed class Table : IDisposable
{
    private readonly LineReader _lines;

    /// <param name="stream">Left open.</param>
    /// <param name="source">The name that messages give it.</param>
    public Table(Stream stream, string source)
    {
        _lines = new LineReader(stream, source, leaveOpen: true);
        try
        {
            Columns = ReadHeader();
        }
        catch
        {
            _lines.Dispose();
            throw;
        }
    }

    /// <summary>Lower-case column names in file order, all different.</summary>
    public string[] Columns { get; }

    public string Source => _lines.Source;

    /// <summary>The position of a column, or -1.</summary>
    public int IndexOf(string column) => Array.IndexOf(Columns, column);

    public IEnumerable<TableRow> Rows(CancellationToken cancellation)
    {
        while (ReadLine() is { } line)
        {
            cancellation.ThrowIfCancellationRequested();
            var cells = line.Split('\t', StringSplitOptions.TrimEntries);
            if (cells.Length != Columns.Length)
                throw cells.Length == 1 && HasOtherSeparators(line)
                    ? NoTabs(line)
                    : new GlmException(
                        $"{_lines.Where}: the row has {cells.Length} cells and the header {Columns.Length}; they must agree. "
                            + $"Check the tabs."
                    );
            yield return new TableRow(cells, _lines.Line);
        }
    }

    public void Dispose() => _lines.Dispose();

    /// <summary>The column names of a header line in lower case; some may be equal.</summary>
    public static string[] ColumnsOf(string header) =>
        [.. header.TrimStart('#').Split('\t', StringSplitOptions.TrimEntries).Select(name => name.ToLowerInvariant())];

    private string[] ReadHeader()
    {
        var line = ReadLine()
            ?? throw new GlmException($"{_lines.Source} is empty: a table begins with a header line. Check that it is the right file.");
        var columns = ColumnsOf(line);
        if (columns.Length == 1 && HasOtherSeparators(line))
            throw NoTabs(line);
        for (var i = 0; i < columns.Length; i++)
            if (Array.IndexOf(columns, columns[i], 0, i) >= 0)
                throw new GlmException(
                    $"{_lines.Where}: column {LineText.Quoted(columns[i])} occurs twice in the header. Rename one of them."
                );
        return columns;
    }

    private static bool HasOtherSeparators(string line) => line.AsSpan().Trim().ContainsAny(" ,;");

    private GlmException NoTabs(string line) =>
        new(
            $"{_lines.Where}: the columns of {LineText.Quoted(line)} are separated by "
                + $"{(line.Contains(',') ? "commas" : line.Contains(';') ? "semicolons" : "spaces")}, "
                + $"not tabs. Save the table with tabs between its columns."
        );

    private string? ReadLine()
    {
        while (_lines.TryRead(out var bytes))
            if (Encoding.UTF8.GetString(bytes) is var line && !string.IsNullOrWhiteSpace(line))
                return line;
        return null;
    }
}
