using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Glm.Kernel.CSharp;

/// <summary>
/// Declarations such as <c>using var file = File.OpenRead(path);</c> at the top of a cell, which scripting does not know. The variable is
/// declared without <c>using</c> and handed to <see cref="CellDisposal"/>.
/// </summary>
internal static partial class UsingDeclarations
{
    private static readonly CSharpParseOptions Program = new(LanguageVersion.Latest, DocumentationMode.None, SourceCodeKind.Regular);

    /// <summary>The code as scripting takes it. Lines keep their numbers, and columns do up to the end of such a declaration.</summary>
    public static string Take(string code) => Rewrite(code, withDisposal: true);

    /// <summary>The code with spaces for the word <c>using</c> of such declarations: every position stays.</summary>
    public static string Blank(string code) => Rewrite(code, withDisposal: false);

    private static string Rewrite(string code, bool withDisposal)
    {
        if (!Looks().IsMatch(code))
            return code;
        // Read as a program, whose top level knows these declarations and tells them from directives.
        var declarations = CSharpSyntaxTree
            .ParseText(code, Program)
            .GetCompilationUnitRoot()
            .Members.OfType<GlobalStatementSyntax>()
            .Select(member => member.Statement)
            .OfType<LocalDeclarationStatementSyntax>()
            .Where(declaration => declaration.UsingKeyword.RawKind != 0)
            .Reverse();
        foreach (var declaration in declarations)
        {
            var isAsync = declaration.AwaitKeyword.RawKind != 0;
            if (withDisposal && !declaration.SemicolonToken.IsMissing)
                code = code.Insert(
                    declaration.Span.End,
                    string.Concat(
                        declaration.Declaration.Variables.Select(variable =>
                            $" global::Glm.Kernel.CSharp.CellDisposal.{(isAsync ? "AtEndAsync" : "AtEnd")}({variable.Identifier.Text});"
                        )
                    )
                );
            code = Blanked(code, declaration.UsingKeyword);
            if (isAsync)
                code = Blanked(code, declaration.AwaitKeyword);
        }
        return code;
    }

    private static string Blanked(string code, SyntaxToken word) =>
        string.Concat(code.AsSpan(0, word.SpanStart), new string(' ', word.Span.Length), code.AsSpan(word.Span.End));

    [GeneratedRegex(@"\busing\s+[^;(]+=", RegexOptions.CultureInvariant)]
    private static partial Regex Looks();
}
