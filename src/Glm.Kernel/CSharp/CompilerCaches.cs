using System.Reflection;
using Microsoft.CodeAnalysis;

namespace Glm.Kernel.CSharp;

/// <summary>
/// Empties the caches in which the compiler keeps, for the life of the process, strings and pieces of syntax of any length that it met.
/// They are not public. A compiler that lacks them, or calls them otherwise, keeps what it keeps; a test watches over that.
/// </summary>
internal static class CompilerCaches
{
    private const BindingFlags Hidden = BindingFlags.Static | BindingFlags.Instance | BindingFlags.NonPublic;

    private static readonly Assembly Compiler = typeof(SyntaxTree).Assembly;
    private static readonly Type? Strings = Compiler.GetType("Roslyn.Utilities.StringTable");
    private static readonly Type? Nodes = Compiler.GetType("Microsoft.CodeAnalysis.Syntax.InternalSyntax.SyntaxNodeCache");

    public static void Clear()
    {
        // Names and the values of strings: one table for all threads, in segments, ...
        if (Field(Strings?.GetField("s_sharedTable", Hidden)?.GetValue(null), "_items") is Array segments)
            foreach (var segment in segments.OfType<Array>())
                Array.Clear(segment);
        // ... and one for each that has parsed at the same time, which wait in a pool.
        var pool = Strings?.GetField("s_staticPool", Hidden)?.GetValue(null);
        var spare = Field(pool, "_items") is Array items ? items.Cast<object>().Select(item => Field(item, "Value")) : [];
        foreach (var table in spare.Append(Field(pool, "_firstItem")))
            if (Field(table, "_localTable") is Array entries)
                Array.Clear(entries);
        // Small nodes, with their tokens and the comments before these.
        if (Nodes?.GetField("s_cache", Hidden)?.GetValue(null) is Array nodes)
            Array.Clear(nodes);
    }

    private static object? Field(object? owner, string name) =>
        owner?.GetType().GetField(name, Hidden | BindingFlags.Public)?.GetValue(owner);
}
