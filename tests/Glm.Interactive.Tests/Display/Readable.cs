using System.Text.RegularExpressions;

namespace Glm.Interactive.Tests.Display;

/// <summary>Judges what is left of a display where scripts, drawings and style sheets are dropped.</summary>
internal static partial class Readable
{
    /// <summary>Asserts that nothing is left that works only with scripts, and that no two words have run together.</summary>
    public static void Check(string html)
    {
        Assert.DoesNotMatch("<(script|style|svg|canvas|button|input|label|output)\\b", html);
        Assert.DoesNotMatch("\\{[^}<]*[a-z]:[^}<]*\\}", html); // rules of a style sheet, which would stand there as text
        var before = ' ';
        foreach (Match piece in Pieces().Matches(html))
        {
            var text = piece.Value;
            if (text[0] == '<')
            {
                if (!Inline().IsMatch(text))
                    before = ' ';
                continue;
            }
            Assert.True(
                char.IsWhiteSpace(before) || char.IsWhiteSpace(text[0]),
                $"\"{before}\" and \"{text[..Math.Min(40, text.Length)]}\" run together in\n{html[..Math.Min(3000, html.Length)]}"
            );
            before = text[^1];
        }
    }

    [GeneratedRegex("<[^>]*>|[^<]+")]
    private static partial Regex Pieces();

    [GeneratedRegex("^</?(a|b|i|em|strong|code|span|small|tt|sub|sup)\\b")]
    private static partial Regex Inline();
}
