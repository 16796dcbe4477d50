using System.Globalization;
using Glm.Formats.Text;
using Microsoft.Data.Analysis;

namespace Glm.Interactive.Export;

/// <summary>
/// Writes data frames as text: a header line, tabs between cells, nothing for null; tabs and line breaks inside a cell become spaces.
/// </summary>
internal static class TsvTable
{
    public static void Write(DataFrame table, string path) => TextFile.Replace(path, writer =>
        {
            writer.WriteLine(string.Join('\t', table.Columns.Select(column => Cell(column.Name))));
            for (long row = 0; row < table.Rows.Count; row++)
                writer.WriteLine(string.Join('\t', table.Columns.Select(column => Cell(column[row]))));
        });

    private static string Cell(object? value) =>
        value switch
        {
            null => "",
            string text => text.AsSpan().ContainsAny("\t\r\n\u2028\u2029\u0085\v\f")
                ? string.Concat(text.Select(c => c is '\t' or '\r' or '\n' or '\u2028' or '\u2029' or '\u0085' or '\v' or '\f' ? ' ' : c))
                : text,
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => Cell(value.ToString()),
        };
}
