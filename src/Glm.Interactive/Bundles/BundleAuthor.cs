using System.Text.RegularExpressions;
using Glm.Runtime;

namespace Glm.Interactive.Bundles;

/// <summary>Somebody who made a bundle.</summary>
/// <param name="Name">As papers have it.</param>
/// <param name="Address">Tells people of one name apart: an ORCID (https://orcid.org/…) or a page; null for none.</param>
public sealed partial record BundleAuthor(string Name, string? Address = null)
{
    /// <summary>Reads a list of people.</summary>
    /// <param name="option">What the value is called, for messages.</param>
    /// <param name="value">
    /// Names separated by semicolons, each with an ORCID or another address behind it where there is one; null for nobody.
    /// </param>
    /// <exception cref="GlmException">An entry is without a name.</exception>
    public static IReadOnlyList<BundleAuthor> Parse(string option, string? value) =>
        value is null ? [] : [.. value.Split(';', StringSplitOptions.TrimEntries).Select(one => ParseOne(option, one))];

    private static BundleAuthor ParseOne(string option, string text)
    {
        var address = Ending().Match(text);
        var name = (address.Success ? text[..address.Index] : text).Trim().TrimEnd('<', '(', ',').Trim();
        if (name.Length == 0)
            throw new GlmException(
                $"{option}: {LineText.Quoted(text)} is no author. Write a name, and behind it an ORCID if there is one: \"Ada Lovelace "
                    + "0000-0002-1825-0097; Charles Babbage\"."
            );
        return new BundleAuthor(
            name,
            !address.Success ? null
                : address.Groups["orcid"].Success ? "https://orcid.org/" + address.Groups["orcid"].Value
                : address.Groups["address"].Value
        );
    }

    [GeneratedRegex(
        @"(?<=^|[\s<(,])(?:(?:https?://orcid\.org/)?(?<orcid>\d{4}-\d{4}-\d{4}-\d{3}[\dX])|(?<address>https?://[^\s<>()]+))[>)]?$",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Ending();
}
