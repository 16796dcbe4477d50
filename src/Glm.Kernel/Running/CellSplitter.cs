using Glm.Kernel.CSharp;
using Glm.Runtime;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Glm.Kernel.Running;

/// <summary>
/// Finds the magic lines of a cell. The rule: a line whose first visible characters are <c>#!</c> and a letter is a magic line if the C#
/// between the magic line before it (or the cell's start) and it is a complete submission, that is, if Enter would run it at a prompt. If
/// it is inside a string or a comment, it is part of that. Anywhere else (in a block, within an expression, after a statement without its
/// semicolon, between <c>#if</c> and <c>#endif</c>) it is an error. The line of a language that is not C# takes all lines up to that of
/// the next language as its text.
/// </summary>
public static class CellSplitter
{
    private static readonly CSharpParseOptions Options = new(LanguageVersion.Latest, DocumentationMode.None, SourceCodeKind.Script);

    /// <summary>The stretches of a cell, in order; empty C# is omitted.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="language">The language of its first lines, unless they name another; null for C#.</param>
    /// <exception cref="GlmException">A magic line stands where none may.</exception>
    public static IReadOnlyList<CellSegment> Split(string cell, string? language = null)
    {
        if (language is null && !cell.Contains("#!", StringComparison.Ordinal))
            return string.IsNullOrWhiteSpace(cell) ? [] : [new CellSegment(false, cell, 1)];
        List<CellSegment> segments = [];
        var lines = cell.ReplaceLineEndings("\n").Split('\n');
        var start = 0;
        if (language is not null && !lines.Take(FirstVisible(lines) + 1).Any(IsLanguage))
            start = AddText("#!" + language, -1);
        for (var i = start; i < lines.Length; i++)
        {
            if (!LooksLikeMagic(lines[i]))
                continue;
            var before = string.Join('\n', lines[start..i]);
            var outline = LargeCell.Outline(before, Options);
            if (!SyntaxFactory.IsCompleteSubmission(CSharpSyntaxTree.ParseText(UsingDeclarations.Blank(outline), Options)))
            {
                if (
                    !IsDirective(
                        string.Join('\n', lines[start..]),
                        before.Length + (i > start ? 1 : 0) + lines[i].IndexOf('#', StringComparison.Ordinal)
                    )
                )
                    continue;
                throw new GlmException(
                    $"line {i + 1}: {lines[i].Trim().Split(' ')[0]} must stand between finished statements; the C# before it "
                        + $"(from line {start + 1}) lacks an end, such as a semicolon or a closing brace."
                );
            }
            AddCode(start, i);
            if (CellMagics.IsText(lines[i]))
            {
                start = AddText(lines[i].Trim(), i);
                i = start - 1;
                continue;
            }
            segments.Add(new CellSegment(true, lines[i].Trim(), i + 1));
            start = i + 1;
        }
        AddCode(start, lines.Length);
        return segments;

        void AddCode(int from, int to)
        {
            var text = string.Join('\n', lines[from..to]);
            if (!string.IsNullOrWhiteSpace(text))
                segments.Add(new CellSegment(false, new string('\n', from) + text, from + 1));
        }

        int AddText(string magic, int line)
        {
            var end = line + 1;
            while (end < lines.Length && !IsLanguage(lines[end]))
                end++;
            segments.Add(new CellSegment(true, magic, Math.Max(1, line + 1), string.Join('\n', lines[(line + 1)..end])));
            return end;
        }
    }

    private static bool IsLanguage(string line) => LooksLikeMagic(line) && CellMagics.IsLanguage(line);

    private static int FirstVisible(string[] lines) => Math.Max(0, Array.FindIndex(lines, line => !string.IsNullOrWhiteSpace(line)));

    private static bool LooksLikeMagic(string line)
    {
        var text = line.AsSpan().TrimStart();
        return text.Length > 2 && text[0] == '#' && text[1] == '!' && char.IsAsciiLetter(text[2]);
    }

    // In code, Roslyn makes every #-line a directive; in strings and comments it does not.
    private static bool IsDirective(string text, int position)
    {
        var trivia = CSharpSyntaxTree.ParseText(text, Options).GetRoot().FindTrivia(position, findInsideTrivia: false);
        return trivia.IsDirective || trivia.IsKind(SyntaxKind.SkippedTokensTrivia);
    }
}
