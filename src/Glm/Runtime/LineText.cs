using System.Text;

namespace Glm.Runtime;

/// <summary>
/// Makes text from a file, a user or an exception harmless to show. Whatever a message or a display shows that this program did not write
/// itself passes through here.
/// </summary>
public static class LineText
{
    /// <summary>
    /// The text without anything that could mislead a reader or a terminal: control characters become visible pictures (U+2400…),
    /// directional overrides are dropped, halves of surrogate pairs and noncharacters become U+FFFD. Newlines and tabs stay.
    /// </summary>
    public static string Harmless(ReadOnlySpan<char> text)
    {
        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                clean.Append(c).Append(text[++i]);
            else if (char.IsSurrogate(c) || c is >= '\uFFFE' or (>= '\uFDD0' and <= '\uFDEF'))
                clean.Append('\uFFFD');
            else if (c is '\n' or '\t')
                clean.Append(c);
            else if (c < ' ')
                clean.Append((char)('\u2400' + c));
            else if (c is >= '\u007F' and < '\u00A0')
                clean.Append('\u2421');
            else if (c is not ((>= '\u200E' and <= '\u200F') or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069')))
                clean.Append(c);
        }
        return clean.ToString();
    }

    /// <summary>One harmless line of at most <paramref name="limit"/> characters; "…" stands for the part that was cut off.</summary>
    public static string Shown(ReadOnlySpan<char> text, int limit = 120)
    {
        var cut = text.Length > limit;
        if (cut)
            text = text[..Math.Max(1, limit - 1)];
        if (cut && char.IsHighSurrogate(text[^1]))
            text = text[..^1];
        var line = Harmless(text.ToString().ReplaceLineEndings(" ").Replace('\t', ' '));
        return cut ? line + "…" : line;
    }

    /// <summary>A name or value as messages quote it: 'thrA'.</summary>
    public static string Quoted(ReadOnlySpan<char> text, int limit = 80) => $"'{Shown(text, limit)}'";
}
