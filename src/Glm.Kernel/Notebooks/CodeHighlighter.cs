using System.Net;
using System.Text;
using Glm.Kernel.Running;
using Glm.Runtime;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Glm.Kernel.Notebooks;

/// <summary>Colours a cell's code as HTML: keywords, strings, numbers, comments, magic lines.</summary>
internal static class CodeHighlighter
{
    private static readonly CSharpParseOptions Options = new(LanguageVersion.Latest, DocumentationMode.None, SourceCodeKind.Script);

    public static string Html(string source)
    {
        IReadOnlyList<CellSegment> segments;
        try
        {
            if (CellMagics.OwnerOf(source, out _) is { Name: not ("csharp" or "time") })
                return WebUtility.HtmlEncode(source);
            segments = CellSplitter.Split(source);
        }
        catch (GlmException)
        {
            return WebUtility.HtmlEncode(source);
        }
        var html = new StringBuilder();
        var lines = source.ReplaceLineEndings("\n").Split('\n');
        var magicLines = segments.Where(segment => segment.IsMagic).Select(segment => segment.Line - 1).ToHashSet();
        for (var start = 0; start < lines.Length; )
        {
            if (html.Length > 0)
                html.Append('\n');
            if (magicLines.Contains(start) || lines[start].StartsWith("#!", StringComparison.Ordinal))
            {
                Span(html, "m", lines[start++]);
                continue;
            }
            var end = start + 1;
            while (end < lines.Length && !magicLines.Contains(end))
                end++;
            AppendCode(html, string.Join('\n', lines[start..end]));
            start = end;
        }
        return html.ToString();
    }

    private static void AppendCode(StringBuilder html, string code)
    {
        foreach (var token in CSharpSyntaxTree.ParseText(code, Options).GetRoot().DescendantTokens())
        {
            AppendTrivia(html, token.LeadingTrivia);
            Span(html, ClassOf(token), token.Text);
            AppendTrivia(html, token.TrailingTrivia);
        }
    }

    private static void AppendTrivia(StringBuilder html, SyntaxTriviaList trivia)
    {
        foreach (var piece in trivia)
        {
            var isComment =
                piece.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia or SyntaxKind.DisabledTextTrivia;
            Span(
                html,
                isComment ? "c"
                    : piece.IsDirective ? "m"
                    : null,
                piece.ToFullString()
            );
        }
    }

    private static string? ClassOf(SyntaxToken token) =>
        token.Kind() switch
        {
            SyntaxKind.NumericLiteralToken => "n",
            SyntaxKind.StringLiteralToken
            or SyntaxKind.CharacterLiteralToken
            or SyntaxKind.InterpolatedStringStartToken
            or SyntaxKind.InterpolatedStringTextToken
            or SyntaxKind.InterpolatedStringEndToken
            or SyntaxKind.InterpolatedVerbatimStringStartToken
            or SyntaxKind.SingleLineRawStringLiteralToken
            or SyntaxKind.MultiLineRawStringLiteralToken
            or SyntaxKind.InterpolatedSingleLineRawStringStartToken
            or SyntaxKind.InterpolatedMultiLineRawStringStartToken
            or SyntaxKind.InterpolatedRawStringEndToken => "s",
            SyntaxKind.IdentifierToken => token.Text is "var" or "await" or "async" or "record" ? "k" : null,
            var kind => SyntaxFacts.IsKeywordKind(kind) ? "k" : null,
        };

    private static void Span(StringBuilder html, string? css, string text)
    {
        if (text.Length == 0)
            return;
        var encoded = WebUtility.HtmlEncode(text);
        html.Append(css is null ? encoded : $"<span class=\"{css}\">{encoded}</span>");
    }
}
