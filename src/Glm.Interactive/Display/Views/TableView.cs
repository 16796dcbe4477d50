using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using Glm.Interactive.Display.Markup;
using Glm.Interactive.Hosting;
using Microsoft.Data.Analysis;
using TorchSharp;

namespace Glm.Interactive.Display.Views;

/// <summary>Data frames, sequences and dictionaries as tables of at most 20 rows and 12 columns, with a count of the rest.</summary>
public static class TableView
{
    /// <summary>The most items that are read to count a sequence that does not know its length.</summary>
    private const int CountLimit = 1000;

    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Properties = new();

    public static MimeBundle Create(DataFrame frame) => Bundle(Heading(frame), Of(frame));

    /// <param name="values">
    /// Records become rows and their public properties columns; plain values become one column. Of an endless sequence 1,000 items are
    /// read.
    /// </param>
    public static MimeBundle Create(IEnumerable values)
    {
        var table = Of(values);
        return Bundle(Heading(table), table);
    }

    internal static string Text(DataFrame frame) => $"{Heading(frame)}\n{Of(frame).ToText()}";

    internal static string Text(IEnumerable values)
    {
        var table = Of(values);
        return $"{Heading(table)}\n{table.ToText()}".TrimEnd();
    }

    /// <summary>A value in one short line. Never throws.</summary>
    internal static string Cell(object? value) =>
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
            _ => Guarded(() => ObjectView.Line(value)),
        };

    private static MimeBundle Bundle(string heading, DataTable table) =>
        new($"{heading}\n{table.ToText()}".TrimEnd(), Html.View(Html.NewId(), Html.Note(heading) + table.ToHtml()));

    private static string Heading(DataFrame frame) =>
        $"DataFrame of {Html.Count(frame.Rows.Count, "row")} and {Html.Count(frame.Columns.Count, "column")}";

    private static string Heading(DataTable table) => (table.Open ? "at least " : "") + Html.Count(table.Total, "item");

    private static DataTable Of(DataFrame frame)
    {
        var table = new DataTable([.. frame.Columns.Select(column => column.Name)]) { Total = frame.Rows.Count };
        var columns = frame.Columns.Take(DataTable.ColumnLimit).ToList();
        for (var row = 0L; row < Math.Min(DataTable.RowLimit, frame.Rows.Count); row++)
            table.Add([.. columns.Select(column => Cell(column[row]))]);
        return table;
    }

    private static DataTable Of(IEnumerable values)
    {
        var rows = new List<object?>();
        var total = 0L;
        foreach (var value in values)
        {
            if (rows.Count < DataTable.RowLimit)
                rows.Add(value);
            total++;
            if (values is ICollection)
            {
                if (rows.Count == DataTable.RowLimit)
                    break;
            }
            else if (total == CountLimit)
                break;
        }
        var open = values is not ICollection && total == CountLimit;
        if (values is ICollection counted)
            total = counted.Count;
        var types = rows.Where(row => row is not null).Select(row => row!.GetType()).Distinct().ToList();
        if (types.Count != 1 || IsPlain(types[0]))
        {
            var list = new DataTable(["#", "value"]) { Total = total, Open = open };
            for (var i = 0; i < rows.Count; i++)
                list.Add(Html.Number(i), Cell(rows[i]));
            return list;
        }
        var properties = PropertiesOf(types[0]);
        var fields = types[0].FullName?.StartsWith("System.ValueTuple`", StringComparison.Ordinal) == true ? types[0].GetFields() : [];
        var table = new DataTable([.. properties.Select(property => property.Name), .. fields.Select(field => field.Name)])
        {
            Total = total,
            Open = open,
        };
        foreach (var row in rows)
            table.Add([
                .. properties
                    .Take(DataTable.ColumnLimit)
                    .Select(property => row is null ? "null" : Guarded(() => Cell(property.GetValue(row)))),
                .. fields.Select(field => row is null ? "null" : Cell(field.GetValue(row))),
            ]);
        return table;
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
