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
    private const string Disposal = "global::Glm.Kernel.CSharp.CellDisposal.";

    private const string NotDisposable = "'{0}': type used in a using statement must implement 'System.IDisposable'.";
    private const string NotAsyncDisposable =
        "'{0}': type used in an asynchronous using statement must implement 'System.IAsyncDisposable'.";

    private static readonly CSharpParseOptions Program = new(LanguageVersion.Latest, DocumentationMode.None, SourceCodeKind.Regular);

    /// <summary>The code as scripting takes it. Lines keep their numbers, and columns do up to the end of such a declaration.</summary>
    public static string Take(string code) => Rewrite(code, withDisposal: true);

    /// <summary>The code with spaces for the word <c>using</c> of such declarations: every position stays.</summary>
    public static string Blank(string code) => Rewrite(code, withDisposal: false);

    /// <summary>
    /// An error about what <see cref="Take"/> has added, as the compiler words it for such a declaration and at the variable's place; any
    /// other error as it is.
    /// </summary>
    /// <param name="error">Of a compilation of the taken code.</param>
    /// <param name="compilation">That compilation.</param>
    public static Diagnostic Explain(Diagnostic error, Compilation compilation)
    {
        if (
            error.Location.SourceTree is not { } tree
            || tree.GetRoot().FindNode(error.Location.SourceSpan).FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } call
            || call.ArgumentList.Arguments is not [{ Expression: IdentifierNameSyntax name }]
            || !call.Expression.ToString().StartsWith(Disposal, StringComparison.Ordinal)
        )
            return error;
        var declared = tree.GetRoot()
            .DescendantNodes()
            .OfType<VariableDeclaratorSyntax>()
            .Last(variable => variable.Identifier.Text == name.Identifier.Text && variable.SpanStart < call.SpanStart);
        var type = compilation
            .GetSemanticModel(tree)
            .GetTypeInfo(name)
            .Type?.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat);
        var isAsync = call.Expression.ToString().EndsWith(nameof(CellDisposal.AtEndAsync), StringComparison.Ordinal);
        var rule = isAsync
            ? new DiagnosticDescriptor("CS8410", "", NotAsyncDisposable, "", DiagnosticSeverity.Error, isEnabledByDefault: true)
            : new DiagnosticDescriptor("CS1674", "", NotDisposable, "", DiagnosticSeverity.Error, isEnabledByDefault: true);
        return Diagnostic.Create(rule, declared.Identifier.GetLocation(), type);
    }

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
            var dispose = Disposal + (isAsync ? nameof(CellDisposal.AtEndAsync) : nameof(CellDisposal.AtEnd));
            if (withDisposal && !declaration.SemicolonToken.IsMissing)
                code = code.Insert(
                    declaration.Span.End,
                    string.Concat(declaration.Declaration.Variables.Select(variable => $" {dispose}({variable.Identifier.Text});"))
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
