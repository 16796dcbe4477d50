using System.Globalization;
using System.Text;

namespace Glm.Interactive.Display.Markup;

/// <summary>A table of text, shown with at most 20 rows and 12 columns and a count of the rest.</summary>
internal sealed class DataTable(IReadOnlyList<string> columns)
{
    public const int RowLimit = 20;
    public const int ColumnLimit = 12;

    // Of a page of A4 within its margins, in units of the screen, and of both sides of a cell; glm.css knows the size and the padding.
    private const double PaperWidth = 690;
    private const double PaperPadding = 10;
    private const double PaperSize = 10.5;
    private const double SmallestPaperSize = 6;

    /// <summary>Letters of a word that may be broken on paper.</summary>
    private const int LongWord = 20;

    private static readonly char[] Breaks = [' ', '\n', '\t', '-'];

    private readonly List<string[]> _rows = [];

    /// <summary>The names of all columns, including those that are not shown.</summary>
    public IReadOnlyList<string> Columns { get; } = columns;

    /// <summary>The number of rows in all; at least as many as were added.</summary>
    public long Total { get; set; }

    /// <summary>Whether there may be rows beyond <see cref="Total"/>.</summary>
    public bool Open { get; init; }

    public int RowsAdded => _rows.Count;

    /// <summary>Adds a row of untrusted text; cells beyond <see cref="ColumnLimit"/> are not needed.</summary>
    public void Add(params string[] cells)
    {
        _rows.Add(cells);
        Total = Math.Max(Total, _rows.Count);
    }

    public string ToHtml(int rowLimit = RowLimit)
    {
        var shown = Math.Min(Columns.Count, ColumnLimit);
        var numeric = Enumerable
            .Range(0, shown)
            .Select(column => _rows.Count > 0 && _rows.All(row => IsNumeric(Cell(row, column))))
            .ToArray();
        var html = new StringBuilder(
            $"<div class=\"glm-scroll\"><table class=\"glm-table glm-data\"{PaperType(shown, rowLimit)}><thead><tr>"
        );
        for (var column = 0; column < shown; column++)
            html.Append(CultureInfo.InvariantCulture, $"<th{Align(numeric[column])}>{Html.Encode(Columns[column])}</th>");
        if (shown < Columns.Count)
            html.Append("<th>…</th>");
        html.Append("</tr></thead><tbody>");
        foreach (var row in _rows.Take(rowLimit))
        {
            html.Append("<tr>");
            for (var column = 0; column < shown; column++)
            {
                var cell = Cell(row, column);
                var style = !numeric[column] && LongestWord(cell) > LongWord ? " class=\"glm-long\"" : Align(numeric[column]);
                html.Append(CultureInfo.InvariantCulture, $"<td{style}>{Html.Encode(cell)}</td>");
            }
            if (shown < Columns.Count)
                html.Append("<td>…</td>");
            html.Append("</tr>");
        }
        html.Append("</tbody></table></div>");
        if (Rest(rowLimit) is { Length: > 0 } rest)
            html.Append(CultureInfo.InvariantCulture, $"<div class=\"glm-note\">{Html.Encode(rest)}</div>");
        return html.ToString();
    }

    /// <param name="rowLimit">Rows that are shown.</param>
    /// <param name="cellWidth">Characters that are shown of a cell; null for 28, or 90 in a table of one or two columns.</param>
    public string ToText(int rowLimit = RowLimit, int? cellWidth = null)
    {
        var shown = Math.Min(Columns.Count, ColumnLimit);
        var width = cellWidth ?? (shown <= 2 ? 90 : 28);
        var cells = _rows
            .Take(rowLimit)
            .Select(row => Enumerable.Range(0, shown).Select(column => Html.Line(Cell(row, column), width)).ToArray())
            .ToList();
        var heads = Columns.Take(shown).Select(name => Html.Line(name, width)).ToArray();
        var widths = Enumerable
            .Range(0, shown)
            .Select(column => cells.Select(row => row[column].Length).Append(heads[column].Length).Max())
            .ToArray();
        var numeric = Enumerable.Range(0, shown).Select(column => cells.Count > 0 && cells.All(row => IsNumeric(row[column]))).ToArray();
        var text = new StringBuilder();
        foreach (var row in cells.Prepend(heads))
            text.AppendLine(
                string.Join(
                        "  ",
                        row.Select((cell, column) => numeric[column] ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]))
                    )
                    .TrimEnd()
            );
        if (Rest(rowLimit) is { Length: > 0 } rest)
            text.AppendLine(rest);
        return text.ToString().TrimEnd();
    }

    /// <summary>
    /// Smaller type for paper where the columns would otherwise be wider than a page; a browser would shrink all pages to their width.
    /// </summary>
    private string PaperType(int shown, int rowLimit)
    {
        var words = Enumerable
            .Range(0, shown)
            .Sum(column =>
                _rows.Take(rowLimit).Select(row => Cell(row, column)).Append(Columns[column]).Max(text => WidestWord(Html.Clean(text)))
            );
        var size = (PaperWidth - (PaperPadding * shown)) / Math.Max(1, words);
        return size >= PaperSize ? "" : $" style=\"--glm-paper:{Html.AttributeNumber(Math.Max(SmallestPaperSize, size))}px\"";
    }

    /// <summary>
    /// The width of the widest piece of a text that a browser does not break, for type of size 1; a long word counts in part.
    /// </summary>
    private static double WidestWord(string text) =>
        text.Split(Breaks).Max(word => Letters.Width(word.Length > LongWord ? word[..LongWord] : word));

    private static int LongestWord(string text) => text.Split(Breaks).Max(word => word.Length);

    private string Rest(int rowLimit)
    {
        var parts = new List<string>();
        var hidden = Total - Math.Min(rowLimit, _rows.Count);
        if (hidden > 0)
            parts.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"… and {(Open ? "at least " : "")}{hidden:N0} more {(hidden == 1 ? "row" : "rows")}"
                )
            );
        if (Columns.Count > ColumnLimit)
            parts.Add($"… {Html.Count(Columns.Count - ColumnLimit, "more column")}");
        return string.Join("; ", parts);
    }

    private static string Align(bool numeric) => numeric ? " class=\"glm-number\"" : "";

    private static string Cell(string[] row, int column) => column < row.Length ? row[column] : "";

    private static bool IsNumeric(string cell) =>
        cell.Length == 0
        || cell is "–" or "null"
        || double.TryParse(
            cell.AsSpan().TrimEnd('%'),
            NumberStyles.Float | NumberStyles.AllowThousands,
            CultureInfo.InvariantCulture,
            out _
        );
}
