namespace Glm.Kernel.Running;

/// <summary>Makes less of a cell that holds megabytes of comments: the compiler keeps the text of every cell, and copies of it.</summary>
internal static class LargeCell
{
    private const int Large = 1_000_000;
    private const int LongLine = 10_000;
    private const int MostLines = 10_000; // the compiler is slow with as many empty ones

    /// <summary>
    /// The code without a long comment at its beginning and without the text of long lines that are comments, where it is large. Lines
    /// keep their numbers. What might stand inside a string is left alone.
    /// </summary>
    /// <param name="code">C# and nothing else.</param>
    public static string WithoutComments(string code)
    {
        if (code.Length < Large)
            return code;
        var start = code.Length - code.AsSpan().TrimStart().Length;
        if (
            string.CompareOrdinal(code, start, "/*", 0, 2) == 0
            && code.IndexOf("*/", start + 2, StringComparison.Ordinal) is var end and > 0
        )
        {
            var lines = code.AsSpan(0, end).Count('\n');
            if (lines < MostLines)
                code = new string('\n', lines) + code[(end + 2)..];
        }
        if (code.Contains("/*", StringComparison.Ordinal) || code.Contains("\"\"\"", StringComparison.Ordinal) || code.Contains('@'))
            return code;
        var rest = code.Split('\n');
        for (var i = 0; i < rest.Length; i++)
            if (rest[i].Length > LongLine && rest[i].AsSpan().TrimStart().StartsWith("//", StringComparison.Ordinal))
                rest[i] = "";
        return string.Join('\n', rest);
    }
}
