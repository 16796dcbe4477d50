using System.Text;
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

    /// <summary>
    /// The page without its style and script elements, but with the parts that a script puts into it; fails if a script is not one of the
    /// project's own.
    /// </summary>
    public static string WithoutOwnCode(string html)
    {
        html = Live().Replace(html, "$1");
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

    /// <summary>The page as it is where neither scripts nor style sheets are left.</summary>
    public static string WithoutScripts(string html) => Styles().Replace(Scripts().Replace(html, ""), "");

    /// <summary>The still pictures of a page, decoded.</summary>
    public static List<string> Stills(string html) =>
        [.. Pictures().Matches(html).Select(match => Encoding.UTF8.GetString(Convert.FromBase64String(match.Groups[1].Value)))];

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

    [GeneratedRegex("<script type=\"text/html\" class=\"glm-live\">(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Live();

    [GeneratedRegex("<script([^>]*)>(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Scripts();

    [GeneratedRegex("<img [^>]*src=\"data:image/svg\\+xml;base64,([A-Za-z0-9+/=]+)\"")]
    private static partial Regex Pictures();

    [GeneratedRegex("<style>.*?</style>", RegexOptions.Singleline)]
    private static partial Regex Styles();

    [GeneratedRegex("<[a-zA-Z][^>]*>")]
    private static partial Regex Tags();

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex Quoted();

    [GeneratedRegex("(?:href|src)=\"([^\"]*)\"")]
    private static partial Regex Links();
}
