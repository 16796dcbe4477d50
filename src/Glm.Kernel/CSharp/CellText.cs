using System.Collections.Concurrent;

namespace Glm.Kernel.CSharp;

/// <summary>Holds the long strings of large cells, which are not compiled. Public because compiled cells call it.</summary>
public static class CellText
{
    private static readonly ConcurrentDictionary<int, string> Texts = new();
    private static int _numbers;

    /// <summary>The string of this number.</summary>
    /// <exception cref="InvalidOperationException">It has been let go: the code that asks for it was to run once.</exception>
    public static string Of(int number) =>
        Texts.TryGetValue(number, out var text)
            ? text
            : throw new InvalidOperationException("The text belongs to a cell that has ended: run the cell again.");

    /// <returns>The number of the string.</returns>
    internal static int Add(string text)
    {
        var number = Interlocked.Increment(ref _numbers);
        Texts[number] = text;
        return number;
    }

    internal static void Remove(int number) => Texts.TryRemove(number, out _);
}
