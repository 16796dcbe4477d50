using System.Collections;
using System.Data;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display.Markup;
using Glm.Runtime;
using DataTable = System.Data.DataTable;

namespace Glm.Interactive.Display.Objects;

/// <summary>Objects that one line tells all about: plain values, and the parts of the platform, whose insides nobody asked for.</summary>
internal static class ObjectLine
{
    private const int LongestText = 200;
    private const int MostCells = 8;

    /// <summary>The line; null for an object that has parts to show.</summary>
    public static string? Of(object? value, PatientReader patience) =>
        value switch
        {
            null => "null",
            string text => Html.Line(text, LongestText),
            bool or char or Enum or Guid => Html.Line(value.ToString(), LongestText),
            DateTime or DateTimeOffset => ((IFormattable)value).ToString("u", CultureInfo.InvariantCulture),
            ITuple tuple when CSharpName.IsTuple(value.GetType()) => Tuple(tuple, patience),
            Delegate method => Method(method),
            Type type => CSharpName.WithNamespace(type),
            MemberInfo or Assembly or Module or ParameterInfo => Line(value, patience, _ => value.ToString()),
            StringBuilder text => Html.Line(text.ToString(0, Math.Min(text.Length, LongestText + 1)), LongestText),
            Thread thread => Line(value, patience, _ =>
                $"{(thread.Name is { } name ? $"'{name}', " : "")}number {thread.ManagedThreadId}, {thread.ThreadState}"
            ),
            Task task => Line(value, patience, _ => State(task)),
            CancellationToken token => $"CancellationToken: {(token.IsCancellationRequested ? "cancelled" : "not cancelled")}",
            CancellationTokenSource source => Line(value, patience, _ => source.IsCancellationRequested ? "cancelled" : "not cancelled"),
            FileStream file => Line(value, patience, _ => $"{file.Name}, {State(file)}"),
            Stream stream => Line(value, patience, _ => State(stream)),
            Process process => Line(value, patience, _ =>
                process.HasExited ? $"number {process.Id}, ended with {process.ExitCode}" : $"number {process.Id}, {process.ProcessName}"
            ),
            Exception failure => $"{CSharpName.Written(value.GetType())}: {Html.Line(failure.Message, LongestText)}",
            DataTable table => $"DataTable {LineText.Quoted(table.TableName)}: {Size(table.Rows.Count, table.Columns.Count)}",
            DataView view => $"DataView of {LineText.Quoted(view.Table?.TableName)}: {Size(view.Count, view.Table?.Columns.Count ?? 0)}",
            DataSet set => $"DataSet of {Html.Count(set.Tables.Count, "table")}: "
                + Html.Line(string.Join(", ", set.Tables.Cast<DataTable>().Select(table => table.TableName)), LongestText),
            DataRow row => $"DataRow: {Cells(row, patience)}",
            IEnumerable => null,
            _ when value.GetType().Name.Contains('<') && OfAsynchronous(value) is { } words =>
                $"{CSharpName.Written(AsynchronousOf(value.GetType())!)}: {words}",
            _ when IsPlatform(value.GetType()) => Platform(value, patience),
            _ => null,
        };

    /// <summary>
    /// Whether a type's objects are told by their line better than by their properties, which are those of a mechanism: rows of a table
    /// show the line.
    /// </summary>
    public static bool IsMechanism(Type type) => Mechanisms.Any(known => known.IsAssignableFrom(type));

    private static readonly Type[] Mechanisms =
    [
        typeof(Delegate),
        typeof(MemberInfo),
        typeof(ParameterInfo),
        typeof(Assembly),
        typeof(Module),
        typeof(Thread),
        typeof(Task),
        typeof(Stream),
        typeof(CancellationToken),
        typeof(CancellationTokenSource),
    ];

    /// <summary>How to read an asynchronous sequence, which reading here would start; null for any other object.</summary>
    public static string? OfAsynchronous(object value) =>
        AsynchronousOf(value.GetType()) is null ? null : "asynchronous, read it with await foreach (var item in …)";

    private static Type? AsynchronousOf(Type type) =>
        Array.Find(type.GetInterfaces(), one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>));

    /// <summary>Whether a value is short: null, text, a number or the like.</summary>
    public static bool IsScalar(object? value) =>
        value is null or string or bool or char or Enum or decimal or Half or DateTime or DateTimeOffset or TimeSpan or Guid
        || value.GetType().IsPrimitive;

    // Null for a structure that has nothing to say: it is no more than its parts.
    private static string? Platform(object value, PatientReader patience)
    {
        if (value is IFormattable number)
            return Html.Line(number.ToString(null, CultureInfo.InvariantCulture), LongestText);
        var type = value.GetType();
        var isNamed =
            type.GetMethod(nameof(ToString), Type.EmptyTypes)?.DeclaringType is { } owner
            && owner != typeof(object)
            && owner != typeof(ValueType)
            && owner != typeof(MarshalByRefObject);
        return isNamed ? Line(value, patience, _ => value.ToString())
            : type.IsValueType && !type.Name.StartsWith("ValueTask", StringComparison.Ordinal) ? null
            : Name(type);
    }

    private static string Line(object value, PatientReader patience, Func<object, string?> describe)
    {
        var name = Name(value.GetType());
        // The platform's own code does not keep one waiting.
        var (text, fault) = IsPlatform(value.GetType()) ? PatientReader.Now(() => describe(value)) : patience.Read(() => describe(value));
        return fault is not null ? $"{name} ({fault})"
            : text is string { Length: > 0 } line && line != value.GetType().FullName ? $"{name}: {Html.Line(line, LongestText)}"
            : name;
    }

    // RuntimeMethodInfo and its like are nobody's names: the nearest public base has one.
    private static string Name(Type type)
    {
        while (!type.IsVisible && type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType))
            type = parent;
        return CSharpName.Written(type);
    }

    private static string Method(Delegate value)
    {
        var method = value.Method;
        var name = CSharpName.Written(value.GetType());
        // The names that the compiler makes up tell nothing.
        return method.Name.Contains('<') || method.DeclaringType is not { } owner || owner.Name.Contains('#') && method.Name.Contains('<')
                ? name
            : owner.Name.Contains('#') ? $"{name}: {method.Name}"
            : $"{name}: {CSharpName.Written(owner)}.{method.Name}";
    }

    private static string Size(int rows, int columns) => $"{Html.Count(rows, "row")}, {Html.Count(columns, "column")}";

    // A row that was deleted has no values any more.
    private static string Cells(DataRow row, PatientReader patience) =>
        row.RowState is DataRowState.Deleted
            ? "deleted"
            : string.Join(
                ", ",
                row.Table.Columns.Cast<DataColumn>()
                    .Take(MostCells)
                    .Select(column =>
                        $"{Html.Line(column.ColumnName)} = {Of(row[column], patience) ?? new ObjectReader(patience).ReadLine(row[column])}"
                    )
            ) + (row.Table.Columns.Count > MostCells ? ", …" : "");

    private static string Tuple(ITuple tuple, PatientReader patience)
    {
        var text = new StringBuilder("(");
        for (var i = 0; i < tuple.Length && text.Length < LongestText; i++)
            text.Append(i > 0 ? ", " : "").Append(Of(tuple[i], patience) ?? new ObjectReader(patience).ReadLine(tuple[i]));
        return text.Append(')').ToString();
    }

    private static string State(Task task) =>
        task.IsFaulted ? $"failed, {task.Exception.InnerException?.GetType().Name}: {task.Exception.InnerException?.Message}"
        : task.IsCanceled ? "cancelled"
        : task.IsCompleted ? "completed"
        : "running";

    private static string State(Stream stream) =>
        !stream.CanRead && !stream.CanWrite ? "closed"
        : stream.CanSeek ? $"at {Html.Number(stream.Position)} of {Html.Count(stream.Length, "byte")}"
        : stream.CanWrite ? "writable"
        : "readable";

    // Its libraries lie beside the core library. What is an array or a pointer counts as its elements do.
    private static bool IsPlatform(Type type)
    {
        while (type.HasElementType)
            type = type.GetElementType()!;
        return type.Assembly.Location is { Length: > 0 } path
            && Path.GetDirectoryName(path) == Path.GetDirectoryName(typeof(object).Assembly.Location)
            && !(type.IsGenericType && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>))
            && !(type.FullName?.StartsWith("System.Tuple`", StringComparison.Ordinal) ?? false);
    }
}
