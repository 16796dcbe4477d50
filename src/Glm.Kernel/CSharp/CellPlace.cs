using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Glm.Kernel.CSharp;

/// <summary>
/// Remembers for each thread the statement that it runs, where that statement may fail in a way that leaves no line: the runtime's fast
/// code jumps to one place of a function for all its array indices. Public because compiled cells call it.
/// </summary>
public static class CellPlace
{
    private const int LineBits = 16;

    private static readonly ConcurrentDictionary<string, int> Numbers = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<int, string> Names = new();
    private static readonly ConditionalWeakTable<Exception, object> Marks = [];

    [ThreadStatic]
    private static int _mark;

    static CellPlace() =>
        AppDomain.CurrentDomain.FirstChanceException += static (_, thrown) =>
        {
            if (_mark != 0 && thrown.Exception is IndexOutOfRangeException or ArithmeticException or NullReferenceException)
                Marks.TryAdd(thrown.Exception, _mark);
        };

    /// <summary>Notes that the thread begins a statement.</summary>
    /// <param name="mark">Made by <see cref="MarkOf"/>.</param>
    /// <returns>True, so that it can be part of a loop's condition.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool At(int mark)
    {
        _mark = mark;
        return true;
    }

    /// <summary>The mark of a line; 0 where there is none for it.</summary>
    /// <param name="file">What messages call the code, for example "cell 3".</param>
    /// <param name="line">From 1.</param>
    internal static int MarkOf(string file, int line)
    {
        var number = Numbers.GetOrAdd(file, static name =>
        {
            var next = Names.Count + 1;
            while (!Names.TryAdd(next, name))
                next++;
            return next;
        });
        return number < 1 << (31 - LineBits) && line < 1 << LineBits ? (number << LineBits) | line : 0;
    }

    /// <summary>The statement that the throwing thread had begun last; null where none is known.</summary>
    internal static (string File, int Line)? Of(Exception exception) =>
        Marks.TryGetValue(exception, out var mark) && mark is int value && Names.TryGetValue(value >> LineBits, out var file)
            ? (file, value & ((1 << LineBits) - 1))
            : null;
}
