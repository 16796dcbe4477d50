using System.Text;
using System.Text.RegularExpressions;

namespace Glm.Interactive.Tests.Display;

/// <summary>
/// The rules by which GitHub says that it cleans foreign HTML, as a table: the lists of its open-source html-pipeline. What its notebook
/// viewer does is not published and may be milder; a display that reads well by these rules reads well there.
/// </summary>
internal static partial class GitHubRules
{
    private static readonly HashSet<string> Elements =
    [
        .. (
            "h1 h2 h3 h4 h5 h6 br b i strong em a pre code img tt div ins del sup sub p ol ul table thead tbody tfoot blockquote dl dt dd "
            + "kbd q samp var hr ruby rt rp li tr td th s strike summary details caption figure figcaption abbr bdo cite dfn mark small "
            + "span time wbr"
        ).Split(' '),
    ];

    private static readonly HashSet<string> Attributes =
    [
        "alt",
        "width",
        "height",
        "title",
        "colspan",
        "rowspan",
        "open",
        "align",
        "role",
    ];

    /// <summary>
    /// The page after cleaning: scripts and styles gone with what is in them, other elements replaced by what is in them, attributes by
    /// the list, and no address but http, https and relative ones. Reads what this project writes, where "&gt;" stands in no attribute.
    /// </summary>
    public static string Clean(string html) =>
        Tags()
            .Replace(Markup.WithoutScripts(html), tag =>
            {
                if (!Elements.Contains(tag.Groups[2].Value))
                    return "";
                var kept = new StringBuilder($"<{tag.Groups[1].Value}{tag.Groups[2].Value}");
                foreach (Match attribute in NamesAndValues().Matches(tag.Groups[3].Value))
                    if (
                        Attributes.Contains(attribute.Groups[1].Value)
                        || attribute.Groups[1].Value is "src" or "href" && !Scheme().IsMatch(attribute.Groups[2].Value)
                    )
                        kept.Append(attribute.Value);
                return kept.Append('>').ToString();
            });

    [GeneratedRegex("<(/?)([a-z0-9]+)([^>]*)>")]
    private static partial Regex Tags();

    [GeneratedRegex(" ([a-z-]+)=\"([^\"]*)\"")]
    private static partial Regex NamesAndValues();

    [GeneratedRegex("^(?!https?:)[a-z][a-z0-9+.-]*:", RegexOptions.IgnoreCase)]
    private static partial Regex Scheme();
}
