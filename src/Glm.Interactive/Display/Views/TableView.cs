using System.Collections;
using System.Collections.Concurrent;
using System.Data;
using System.Globalization;
using System.Reflection;
using Glm.Interactive.Display.Markup;
using Glm.Interactive.Display.Objects;
using Glm.Interactive.Hosting;
using Glm.Runtime;
using Microsoft.Data.Analysis;
using TorchSharp;
using DataTable = Glm.Interactive.Display.Markup.DataTable;

namespace Glm.Interactive.Display.Views;

/// <summary>
/// Data frames, data tables, sequences and dictionaries as tables of at most 20 rows and 12 columns, with a count of the rest.
/// </summary>
public static class TableView
{
    /// <summary>The most items that are read to count a sequence that does not know its length.</summary>
    private const int CountLimit = 1000;

    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Properties = new();

    public static MimeBundle Create(DataFrame frame) => Bundle(Heading(frame), Of(frame));

    /// <param name="values">
    /// Records become rows and their public properties columns; plain values become one column. Of a lazy sequence as many items are
    /// read as come in five seconds, 1,000 at most.
    /// </param>
    public static MimeBundle Create(IEnumerable values)
    {
        var table = Of(values, SequenceReader.Patience, out var heading);
        return Bundle(heading, table);
    }

    public static MimeBundle Create(System.Data.DataTable table) => Create(table.DefaultView);

    /// <param name="view">The rows of a data table that it lets through, in its order.</param>
    public static MimeBundle Create(DataView view) => Bundle(Heading(view), Of(view));

    internal static string Text(DataFrame frame) => $"{Heading(frame)}\n{Of(frame).ToText()}";

    internal static string Text(System.Data.DataTable table) => Text(table.DefaultView);

    internal static string Text(DataView view) => $"{Heading(view)}\n{Of(view).ToText()}";

    internal static string Text(IEnumerable values) => Text(values, SequenceReader.Patience);

    /// <param name="values">See above.</param>
    /// <param name="patience">The longest to wait for its items.</param>
    internal static string Text(IEnumerable values, TimeSpan patience)
    {
        var table = Of(values, patience, out var heading);
        return $"{heading}\n{table.ToText()}".TrimEnd();
    }

    /// <summary>A value in one short line. Never throws.</summary>
    internal static string Cell(object? value) => Cell(value, new PatientReader());

    private static string Cell(object? value, PatientReader patience) =>
        value switch
        {
            null => "null",
            string text => Html.Line(text, 120),
            double number => Html.Number(number),
            float number => Html.Number(number),
            Half number => Html.Number((double)number),
            DateTime or DateTimeOffset => ((IFormattable)value).ToString("u", CultureInfo.InvariantCulture),
            Enum or bool or char or decimal or DateOnly or TimeOnly or TimeSpan or Guid => Html.Line(
                Convert.ToString(value, CultureInfo.InvariantCulture),
                60
            ),
            sbyte or byte or short or ushort or int or uint or long or ulong => ((IFormattable)value).ToString(
                "N0",
                CultureInfo.InvariantCulture
            ),
            Array { Rank: > 1 } array =>
                $"{array.GetType().GetElementType()!.Name}[{string.Join('×', Enumerable.Range(0, array.Rank).Select(array.GetLength))}]",
            torch.Tensor tensor => Guarded(() => Html.Line(TensorView.Text(tensor).Replace('\n', ' '), 120)),
            ICollection many => Html.Count(many.Count, "item"),
            IEnumerable => "a sequence",
            _ => Guarded(() => Html.Line(new ObjectReader(patience).ReadLine(value), 120)),
        };

    private static MimeBundle Bundle(string heading, DataTable table) =>
        new($"{heading}\n{table.ToText()}".TrimEnd(), Html.View(Html.NewId(), Html.Note(heading) + table.ToHtml()));

    private static string Heading(DataFrame frame) =>
        $"DataFrame of {Html.Count(frame.Rows.Count, "row")} and {Html.Count(frame.Columns.Count, "column")}";

    private static string Heading(DataView view) =>
        $"DataTable{(view.Table?.TableName is { Length: > 0 } name ? $" {LineText.Quoted(name)}" : "")} of "
        + $"{Html.Count(view.Count, "row")} and {Html.Count(view.Table?.Columns.Count ?? 0, "column")}";

    private static DataTable Of(DataFrame frame)
    {
        var table = new DataTable([.. frame.Columns.Select(column => column.Name)]) { Total = frame.Rows.Count };
        var columns = frame.Columns.Take(DataTable.ColumnLimit).ToList();
        for (var row = 0L; row < Math.Min(DataTable.RowLimit, frame.Rows.Count); row++)
            table.Add([.. columns.Select(column => Cell(column[row]))]);
        return table;
    }

    private static DataTable Of(DataView view)
    {
        var columns = view.Table?.Columns.Cast<DataColumn>().ToArray() ?? [];
        var table = new DataTable([.. columns.Select(column => column.ColumnName)]) { Total = view.Count };
        var patience = new PatientReader();
        for (var row = 0; row < Math.Min(DataTable.RowLimit, view.Count); row++)
            table.Add([.. columns.Take(DataTable.ColumnLimit).Select(column => Cell(Value(view[row][column.Ordinal]), patience))]);
        return table;

        static object? Value(object? value) => value is DBNull ? null : value;
    }

    private static DataTable Of(IEnumerable values, TimeSpan limit, out string heading)
    {
        var read = new SequenceReader(DataTable.RowLimit, CountLimit).Read(values, limit);
        var (rows, total, open) = (read.First, read.Count, read.IsOpen);
        var waited = string.Create(CultureInfo.InvariantCulture, $"within {limit.TotalSeconds} s");
        heading =
            read.IsLate && total == 0
                ? $"no item came {waited}"
                : $"{(open ? "at least " : "")}{Html.Count(total, "item")}{(read.IsLate ? $" (the next did not come {waited})" : "")}";
        var patience = new PatientReader();
        var types = rows.Where(row => row is not null).Select(row => row!.GetType()).Distinct().ToList();
        if (types.Count != 1 || IsPlain(types[0]))
        {
            var list = new DataTable(["#", "value"]) { Total = total, Open = open };
            for (var i = 0; i < rows.Count; i++)
                list.Add(Html.Number(i), Cell(rows[i], patience));
            return list;
        }
        var properties = PropertiesOf(types[0]);
        var shown = properties.Take(DataTable.ColumnLimit).ToArray();
        var fields = types[0].FullName?.StartsWith("System.ValueTuple`", StringComparison.Ordinal) == true ? types[0].GetFields() : [];
        var table = new DataTable([.. properties.Select(property => property.Name), .. fields.Select(field => field.Name)])
        {
            Total = total,
            Open = open,
        };
        foreach (var row in rows)
            table.Add([
                .. row is null ? shown.Select(_ => "null") : Cells(shown, row, patience),
                .. fields.Select(field => row is null ? "null" : Cell(field.GetValue(row), patience)),
            ]);
        return table;
    }

    // One thread for a row: hundreds of them would take a moment.
    private static string[] Cells(PropertyInfo[] properties, object row, PatientReader patience)
    {
        var values = new (object? Value, string? Fault)[properties.Length];
        var read = 0;
        var (_, late) = patience.Read(() =>
        {
            for (var i = 0; i < values.Length; Volatile.Write(ref read, ++i))
                values[i] = PatientReader.Now(() => properties[i].GetValue(row));
            return null;
        });
        var cells = new string[values.Length];
        Array.Fill(cells, $"({late})");
        for (var (i, count) = (0, Volatile.Read(ref read)); i < count; i++)
            cells[i] = values[i].Fault is { } fault ? $"({fault})" : Cell(values[i].Value, patience);
        return cells;
    }

    private static bool IsPlain(Type type) =>
        type.IsPrimitive
        || type.IsEnum
        || type == typeof(string)
        || type == typeof(decimal)
        || type == typeof(Half)
        || type == typeof(Guid)
        || typeof(torch.Tensor).IsAssignableFrom(type)
        || (type.Namespace == "System" && typeof(IFormattable).IsAssignableFrom(type))
        || typeof(IEnumerable).IsAssignableFrom(type)
        || ObjectLine.IsMechanism(type)
        || (PropertiesOf(type).Length == 0 && type.FullName?.StartsWith("System.ValueTuple`", StringComparison.Ordinal) != true);

    private static PropertyInfo[] PropertiesOf(Type type) =>
        Properties.GetOrAdd(type, static key =>
            [
                .. key.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                    .Where(property =>
                        property.CanRead && property.GetIndexParameters().Length == 0 && !property.PropertyType.IsByRefLike
                    ),
            ]
        );

    private static string Guarded(Func<string> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return $"({(error is TargetInvocationException { InnerException: { } inner } ? inner : error).GetType().Name})";
        }
    }
}
