using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace Glm.Interactive.Tests.Display;

/// <summary>Reads displays strictly: they must be well formed and hold no script but the project's own.</summary>
internal static partial class Markup
{
    /// <summary>Parses SVG strictly; a stray character of a hostile name makes it throw.</summary>
    public static XElement Svg(string svg)
    {
        using var reader = XmlReader.Create(new StringReader(svg), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
        return XElement.Load(reader);
    }

    /// <summary>The page without its style and script elements; fails if a script is not one of the project's own.</summary>
    public static string WithoutOwnCode(string html)
    {
        foreach (Match script in Scripts().Matches(html))
        {
            var (attributes, body) = (script.Groups[1].Value, script.Groups[2].Value);
            if (attributes.Contains("application/json", StringComparison.Ordinal))
                Assert.DoesNotContain("<", body);
            else
                Assert.StartsWith("(function (", body);
        }
        return Styles().Replace(Scripts().Replace(html, ""), "");
    }

    /// <summary>Asserts that no text in the page has become an element, attribute or link.</summary>
    public static void AssertHarmless(string html)
    {
        var rest = WithoutOwnCode(html);
        Assert.DoesNotContain("<script", rest, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<!--", rest, StringComparison.Ordinal);
        foreach (Match tag in Tags().Matches(rest))
        {
            Assert.DoesNotMatch(@"(?i)\son[a-z]+\s*=", Quoted().Replace(tag.Value, "\"\""));
            foreach (Match link in Links().Matches(tag.Value))
                Assert.StartsWith("data:image/svg+xml;base64,", link.Groups[1].Value);
        }
        Assert.DoesNotContain('\0', rest);
        Assert.DoesNotContain('\u202e', rest);
    }

    [GeneratedRegex("<script([^>]*)>(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Scripts();

    [GeneratedRegex("<style>.*?</style>", RegexOptions.Singleline)]
    private static partial Regex Styles();

    [GeneratedRegex("<[a-zA-Z][^>]*>")]
    private static partial Regex Tags();

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex Quoted();

    [GeneratedRegex("(?:href|src)=\"([^\"]*)\"")]
    private static partial Regex Links();
}
