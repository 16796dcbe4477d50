using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Glm.Kernel.CSharp;

/// <summary>
/// Takes long strings and comments out of a cell of megabytes before it is parsed and compiled. The compiler keeps the text of every cell
/// with copies of it, and the runtime keeps the strings of every library it has loaded: nine times the text altogether. The cell asks
/// <see cref="CellText"/> for its strings instead, and those that only statements of the cell itself ask for are let go when it has run.
/// Lines keep their numbers; columns move. What must be a constant stays.
/// </summary>
internal sealed class LargeCell
{
    private const int Large = 1_000_000;
    private const int LongString = 1000;
    private const int LongComment = 10_000;
    private const int ShownOfString = 20;

    private readonly string _code;
    private readonly SourceText _source;
    private readonly List<(TextSpan Original, TextSpan Shown, string Value)> _strings = [];
    private readonly HashSet<int> _texts = [];
    private readonly HashSet<int> _mayBeAskedAgain = [];

    private LargeCell(string code, IReadOnlyList<SyntaxToken> tokens)
    {
        (_code, _source) = (code, SourceText.From(code));
        var shown = new StringBuilder();
        var at = 0;
        foreach (var token in tokens)
        {
            Blank(token.LeadingTrivia);
            if (LongValue(token) is { } value)
            {
                Copy(token.SpanStart);
                var start = shown.Length;
                shown.Append(SymbolDisplay.FormatLiteral(value[..ShownOfString] + "…", quote: true));
                if (Breaks(token.Span) is var breaks and > 0)
                    shown.Append("/*").Append('\n', breaks).Append("*/");
                _strings.Add((token.Span, TextSpan.FromBounds(start, shown.Length), value));
                at = token.Span.End;
            }
            Blank(token.TrailingTrivia);
        }
        Copy(code.Length);
        Shown = shown.ToString();

        // Directives stay, and what they leave out becomes empty lines.
        void Blank(SyntaxTriviaList list)
        {
            if (list.FullSpan.Length <= LongComment)
                return;
            var start = list.FullSpan.Start;
            foreach (var trivia in list)
            {
                var isLeftOut = trivia.IsKind(SyntaxKind.DisabledTextTrivia);
                if (!isLeftOut && !trivia.IsDirective)
                    continue;
                BlankSpan(TextSpan.FromBounds(start, trivia.FullSpan.Start), isComment: true);
                if (isLeftOut)
                    BlankSpan(trivia.FullSpan, isComment: false);
                start = trivia.FullSpan.End;
            }
            BlankSpan(TextSpan.FromBounds(start, list.FullSpan.End), isComment: true);
        }

        // In one comment, not as empty lines, each of which the compiler makes an object of.
        void BlankSpan(TextSpan span, bool isComment)
        {
            if (span.Length <= LongComment)
                return;
            Copy(span.Start);
            var breaks = Breaks(span);
            var endsLine = breaks > 0 && _source.Lines.GetLineFromPosition(span.End).Start == span.End;
            shown.Append(isComment ? "/*" : "").Append('\n', endsLine ? breaks - 1 : breaks).Append(isComment ? "*/" : "");
            shown.Append(endsLine ? "\n" : "");
            at = span.End;
        }

        void Copy(int end)
        {
            shown.Append(code, at, end - at);
            at = end;
        }
    }

    /// <summary>The code with the beginnings of long strings, and without long comments, as messages quote it.</summary>
    public string Shown { get; }

    /// <summary>The code to compile.</summary>
    public string Code { get; private set; } = "";

    /// <summary>Whether it is worth the time to look for what can be taken out.</summary>
    public static bool IsLarge(string code) => code.Length >= Large;

    /// <summary>The code as <see cref="Shown"/>, for looking at its syntax; as it is where it is not large.</summary>
    public static string Outline(string code, CSharpParseOptions options) => Read(code, options)?.Shown ?? code;

    /// <summary>Reduces a cell; null where it is not large, has syntax errors, or nothing can be taken out of it.</summary>
    /// <param name="code">C#.</param>
    /// <param name="options">How it is parsed.</param>
    /// <param name="parse">Parses it.</param>
    public static LargeCell? Reduce(string code, CSharpParseOptions options, Func<string, SyntaxTree> parse)
    {
        if (Read(code, options) is not { } cell)
            return null;
        var tree = parse(cell.Shown);
        if (tree.GetDiagnostics().Any(d => d.Severity == DiagnosticSeverity.Error))
            return null;
        cell.Take(tree.GetRoot());
        return cell;
    }

    /// <summary>Lets go the strings that nothing can ask for any more.</summary>
    /// <param name="hasFunctions">Whether functions of the cell have come to be, which may run again.</param>
    public void Release(bool hasFunctions)
    {
        foreach (var number in _texts)
            if (!hasFunctions || !_mayBeAskedAgain.Contains(number))
                CellText.Remove(number);
    }

    // Tokens and not a tree: the parser has a cache of nodes, which would keep some of the text.
    private static LargeCell? Read(string code, CSharpParseOptions options)
    {
        if (!IsLarge(code))
            return null;
        var tokens = SyntaxFactory.ParseTokens(code, options: options).ToArray();
        if (tokens.Any(token => token.ContainsDiagnostics))
            return null;
        var cell = new LargeCell(code, tokens);
        return cell.Shown.Length < code.Length - LongString ? cell : null;
    }

    private static string? LongValue(SyntaxToken token)
    {
        if (token.Span.Length <= LongString)
            return null;
        var value = token.Kind() switch
        {
            SyntaxKind.StringLiteralToken => token.ValueText,
            // Their values are the parser's matter.
            SyntaxKind.SingleLineRawStringLiteralToken => token.Text.Trim('"'),
            SyntaxKind.MultiLineRawStringLiteralToken => RawValue(token.Text),
            _ => null,
        };
        return value?.Length > LongString ? value : null;
    }

    /// <summary>The value of a raw string of several lines; null where a line lacks the indentation of the last.</summary>
    private static string? RawValue(string text)
    {
        if (text.AsSpan().IndexOfAny('\u0085', '\u2028', '\u2029') >= 0 || text.Replace("\r\n", "").Contains('\r'))
            return null; // line breaks that only the compiler needs to know
        var lines = text.Split('\n');
        var indentation = lines[^1].TrimEnd('"');
        for (var i = 1; i < lines.Length - 1; i++)
        {
            if (lines[i].StartsWith(indentation, StringComparison.Ordinal))
                lines[i] = lines[i][indentation.Length..];
            else if (lines[i] is "" or "\r")
                continue;
            else
                return null;
        }
        var value = string.Join('\n', lines[1..^1]);
        return value.EndsWith('\r') ? value[..^1] : value;
    }

    private void Take(SyntaxNode root)
    {
        Dictionary<string, int> numbers = new(StringComparer.Ordinal);
        var compiled = new StringBuilder();
        var at = 0;
        foreach (var (original, shown, value) in _strings)
        {
            compiled.Append(Shown, at, shown.Start - at);
            at = shown.End;
            var literal = root.FindToken(shown.Start).Parent!;
            if (literal.Ancestors().Any(MustBeConstant))
            {
                compiled.Append(_code, original.Start, original.Length);
                continue;
            }
            if (!numbers.TryGetValue(value, out var number))
                _texts.Add(numbers[value] = number = CellText.Add(value));
            if (literal.Ancestors().Any(ShadowedVariables.IsFunction))
                _mayBeAskedAgain.Add(number);
            compiled
                .Append(CultureInfo.InvariantCulture, $"(global::{typeof(CellText).FullName}.{nameof(CellText.Of)}({number}))")
                .Append(Shown, shown.Start + Placeholder(shown), shown.Length - Placeholder(shown));
        }
        compiled.Append(Shown, at, Shown.Length - at);
        Code = compiled.ToString();

        // The literal without the line breaks behind it.
        int Placeholder(TextSpan shown) => root.FindToken(shown.Start).Span.Length;
    }

    private static bool MustBeConstant(SyntaxNode node) =>
        node switch
        {
            AttributeListSyntax or ParameterSyntax or PatternSyntax or SwitchLabelSyntax or GotoStatementSyntax => true,
            BaseFieldDeclarationSyntax field => field.Modifiers.Any(SyntaxKind.ConstKeyword),
            LocalDeclarationStatementSyntax local => local.IsConst,
            _ => false,
        };

    private int Breaks(TextSpan span) =>
        _source.Lines.GetLineFromPosition(span.End).LineNumber - _source.Lines.GetLineFromPosition(span.Start).LineNumber;
}
