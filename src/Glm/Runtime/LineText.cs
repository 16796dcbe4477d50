using System.Globalization;
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
    /// characters that are invisible or turn the direction of reading become their number, [U+202E], halves of surrogate pairs and
    /// noncharacters become U+FFFD. Newlines and tabs stay.
    /// </summary>
    public static string Harmless(ReadOnlySpan<char> text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) // a half of a pair comes as U+FFFD
        {
            var code = rune.Value;
            if ((code & 0xFFFE) == 0xFFFE || code is >= 0xFDD0 and <= 0xFDEF)
                clean.Append('\uFFFD');
            else if (code is '\n' or '\t')
                clean.Append((char)code);
            else if (code < ' ')
                clean.Append((char)('\u2400' + code));
            else if (code is >= 0x7F and < 0xA0)
                clean.Append('\u2421');
            else if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format)
                clean.Append(CultureInfo.InvariantCulture, $"[U+{code:X4}]");
            else
                clean.Append(rune);
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

    /// <summary>A piece of a message, or all of it: one harmless line in which settings keep their marks.</summary>
    internal static string InMessage(string text, int limit) =>
        Setting.Replace(text, setting => setting.ToString(), other => Shown(other, limit));
}
