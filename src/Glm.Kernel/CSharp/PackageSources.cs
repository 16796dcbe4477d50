using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Glm.Kernel.CSharp;

/// <summary>
/// The directive <c>#i "nuget: folder or address"</c>, which scripting does not know: where else packages may come from.
/// </summary>
internal static partial class PackageSources
{
    /// <summary>
    /// The code with spaces in place of the directives, so that lines and columns stay, and the sources that they name, in order.
    /// </summary>
    /// <param name="code">A cell.</param>
    /// <param name="parse">Parses it: a directive in a string or a comment does not count.</param>
    /// <param name="sources">Folders and addresses.</param>
    public static string Take(string code, Func<string, SyntaxTree> parse, out IReadOnlyList<string> sources)
    {
        sources = [];
        if (!Looks().IsMatch(code))
            return code;
        List<string> found = [];
        var text = code.ToCharArray();
        foreach (
            var directive in parse(code)
                .GetRoot()
                .DescendantTrivia()
                .Where(trivia => trivia.IsKind(SyntaxKind.BadDirectiveTrivia))
                .Select(trivia => (BadDirectiveTriviaSyntax)trivia.GetStructure()!)
        )
        {
            if (Directive().Match(directive.ToString().TrimEnd()) is not { Success: true } match)
                continue;
            found.Add(match.Groups["source"].Value.Trim());
            text.AsSpan(directive.Span.Start, directive.ToString().TrimEnd().Length).Fill(' ');
        }
        sources = found;
        return found.Count == 0 ? code : new string(text);
    }

    [GeneratedRegex(@"^[ \t]*#i\s", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Looks();

    [GeneratedRegex(@"^#i\s+""nuget:(?<source>[^""]+)""$", RegexOptions.CultureInvariant)]
    private static partial Regex Directive();
}
