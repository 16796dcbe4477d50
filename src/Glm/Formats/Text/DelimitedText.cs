using System.Text;
using Glm.Runtime;

namespace Glm.Formats.Text;

/// <summary>
/// Splits lines into cells. Between commas or semicolons quotation marks are those of RFC 4180: a quoted cell may hold separators, line
/// ends and doubled marks. Between tabs a mark is a character like others, as in most tables of biology, unless it encloses the cell.
/// </summary>
internal static class DelimitedText
{
    /// <summary>Stands for any number of blanks, which separate an id from all that follows it.</summary>
    public const char Blanks = ' ';

    /// <summary>Stands for lines that are one cell.</summary>
    public const char None = '\0';

    /// <summary>Longer records have lost a quotation mark.</summary>
    private const int LongestQuoted = 1 << 20;

    /// <summary>What separates the cells of a table: the first of tab, comma and semicolon that fits, else blanks, else nothing.</summary>
    /// <param name="lines">Its first rows.</param>
    public static char SeparatorOf(IReadOnlyList<string> lines)
    {
        if (lines.Any(line => line.Contains('\t')))
            return '\t';
        foreach (var separator in ",;")
            if (lines.All(line => Count(line, separator) is var count && count > 0 && count == Count(lines[0], separator)))
                return separator;
        return lines.Any(line => line.Contains(',')) ? ','
            : lines.Any(line => line.Contains(';')) ? ';'
            : lines.All(line => line.Trim().Contains(' ')) ? Blanks
            : None;
    }

    /// <summary>The cells of the record that begins with a line; a quoted cell may read further lines.</summary>
    /// <exception cref="GlmException">A quotation mark is not closed, or text follows the closing one.</exception>
    public static string[] Split(string line, char separator, TableLines lines) =>
        separator switch
        {
            '\t' => [.. line.Split('\t', StringSplitOptions.TrimEntries).Select(Unquoted)],
            Blanks => line.Trim().Split(' ', 2, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            None => [line.Trim()],
            _ => SplitQuoted(line, separator, lines),
        };

    private static string[] SplitQuoted(string line, char separator, TableLines lines)
    {
        if (!line.Contains('"'))
            return line.Split(separator, StringSplitOptions.TrimEntries);
        var begun = lines.Line;
        var cells = new List<string>();
        for (var at = 0; at <= line.Length; )
        {
            var start = at;
            while (start < line.Length && line[start] == ' ')
                start++;
            if (start == line.Length || line[start] != '"')
            {
                var end = line.IndexOf(separator, at) is >= 0 and var found ? found : line.Length;
                cells.Add(line[at..end].Trim());
                at = end + 1;
                continue;
            }
            var cell = new StringBuilder();
            for (at = start + 1; ; )
            {
                var quote = line.IndexOf('"', at);
                cell.Append(line, at, (quote < 0 ? line.Length : quote) - at);
                if (quote >= 0 && quote + 1 < line.Length && line[quote + 1] == '"')
                {
                    cell.Append('"');
                    at = quote + 2;
                }
                else if (quote >= 0)
                {
                    at = quote + 1;
                    break;
                }
                else if (cell.Length > LongestQuoted || !lines.TryRead(out line!))
                {
                    throw new GlmException(
                        $"{lines.Source}:{begun}: a quotation mark of the row is never closed, so the rest of the file would be one "
                            + $"cell. Close it, or double marks that are part of the text."
                    );
                }
                else
                {
                    cell.Append('\n');
                    at = 0;
                }
            }
            while (at < line.Length && line[at] == ' ')
                at++;
            if (at < line.Length && line[at] != separator)
                throw new GlmException(
                    $"{lines.Where}: {LineText.Quoted(line.AsSpan(at), 30)} follows the closing quotation mark of a cell; only a "
                        + $"separator may. Double marks that are part of the text."
                );
            cells.Add(cell.ToString().Trim());
            at++;
        }
        return [.. cells];
    }

    private static string Unquoted(string cell) =>
        cell.Length >= 2 && cell[0] == '"' && cell[^1] == '"' ? cell[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal).Trim() : cell;

    /// <summary>Separators outside quotation marks.</summary>
    private static int Count(string line, char separator)
    {
        var (count, isQuoted) = (0, false);
        foreach (var letter in line)
        {
            isQuoted ^= letter == '"';
            count += letter == separator && !isQuoted ? 1 : 0;
        }
        return count;
    }
}
