using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace Glm.Kernel.CSharp;

/// <summary>
/// The debugging symbols of compiled cells, for the exceptions whose line the runtime does not tell. Safe from any thread.
/// </summary>
internal sealed class CellSymbols
{
    private static readonly OpCode[] OneByte = new OpCode[256];
    private static readonly OpCode[] TwoBytes = new OpCode[256];

    private readonly ConcurrentDictionary<string, Lazy<Dictionary<int, Point[]>>> _points = new(StringComparer.Ordinal);

    static CellSymbols()
    {
        foreach (
            var code in typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (OpCode)field.GetValue(null)!)
        )
            (code.Size == 1 ? OneByte : TwoBytes)[code.Value & 0xff] = code;
    }

    /// <param name="assembly">A cell's simple name.</param>
    /// <param name="image">Portable symbols. Only the lines are kept: a list of all libraries is most of them.</param>
    public void Add(string assembly, byte[] image)
    {
        var lines = _points[assembly] = new Lazy<Dictionary<int, Point[]>>(() => Read(image));
        // The cell does not wait for it.
        ThreadPool.UnsafeQueueUserWorkItem(static lines => _ = lines.Value, lines, preferLocal: false);
    }

    private static Dictionary<int, Point[]> Read(byte[] image)
    {
        using var provider = MetadataReaderProvider.FromPortablePdbImage(ImmutableArray.Create(image));
        var reader = provider.GetMetadataReader();
        Dictionary<int, Point[]> methods = [];
        foreach (var handle in reader.MethodDebugInformation)
        {
            var points = reader
                .GetMethodDebugInformation(handle)
                .GetSequencePoints()
                .Where(point => !point.IsHidden)
                .OrderBy(point => point.Offset)
                .Select(point => new Point(
                    point.Offset,
                    string.Intern(reader.GetString(reader.GetDocument(point.Document).Name)),
                    point.StartLine
                ))
                .ToArray();
            if (points.Length > 0)
                methods[MetadataTokens.GetToken(handle.ToDefinitionHandle())] = points;
        }
        return methods;
    }

    /// <summary>
    /// The lines of a function on which an index may be out of range or checked arithmetic overflow; every line, where there is none such.
    /// </summary>
    public IReadOnlyList<(string File, int Line)> FaultingLines(MethodBase method)
    {
        if (
            method.Module.Assembly.GetName().Name is not { } name
            || !_points.TryGetValue(name, out var lines)
            || !lines.Value.TryGetValue(method.MetadataToken, out var points)
            || method.GetMethodBody()?.GetILAsByteArray() is not { } code
        )
            return [];
        var faulting = FaultingOffsets(method, code)
            .Select(offset => Array.FindLastIndex(points, point => point.Offset <= offset))
            .Where(index => index >= 0)
            .Select(index => (points[index].File, points[index].Line))
            .Distinct()
            .ToArray();
        return faulting.Length > 0 ? faulting : [.. points.Select(point => (point.File, point.Line)).Distinct()];
    }

    private static IEnumerable<int> FaultingOffsets(MethodBase method, byte[] code)
    {
        for (var at = 0; at < code.Length; )
        {
            var start = at;
            var operation = code[at] == 0xfe ? TwoBytes[code[++at]] : OneByte[code[at]];
            at++;
            var name = operation.Name ?? "";
            if (
                name.StartsWith("ldelem", StringComparison.Ordinal)
                || name.StartsWith("stelem", StringComparison.Ordinal)
                || name.Contains(".ovf", StringComparison.Ordinal)
                || (operation.OperandType == OperandType.InlineMethod && IsIndexer(method, BitConverter.ToInt32(code, at)))
            )
                yield return start;
            at += operation.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + 4 * BitConverter.ToInt32(code, at),
                _ => 4,
            };
        }
    }

    // Of strings and spans; the compiler of machine code makes them out of array accesses.
    private static bool IsIndexer(MethodBase method, int token)
    {
        try
        {
            var arguments = method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null;
            return method.Module.ResolveMethod(token, arguments, method.IsGenericMethod ? method.GetGenericArguments() : null)
                is { Name: "get_Chars" or "get_Item" or "InlineArrayElementRef" };
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private readonly record struct Point(int Offset, string File, int Line);
}
