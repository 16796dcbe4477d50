namespace Glm.Interactive.Hosting;

/// <summary>Text of a user, a file or an exception within a message that has to stay one readable line.</summary>
internal static class LineText
{
    private const int Longest = 120;

    /// <summary>Cut, and without control characters or line breaks.</summary>
    public static string Shown(string text, int limit = Longest)
    {
        var line = string.Create(Math.Min(text.Length, limit), text, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = char.IsControl(source[i]) || source[i] is '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') ? ' ' : source[i];
        });
        return text.Length > limit ? line + "…" : line;
    }
}
