using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Glm.Kernel.CSharp;

/// <summary>What the next cell can refer to.</summary>
/// <param name="Trees">The cells that compiled, oldest first.</param>
/// <param name="Pending">Declarations of variables that no cell has seen yet.</param>
/// <param name="References">Libraries beyond those that every first cell has.</param>
internal sealed record CellScope(
    IReadOnlyList<SyntaxTree> Trees,
    IReadOnlyList<string> Pending,
    IReadOnlyList<MetadataReference> References
)
{
    /// <summary>
    /// The scope as source text: usings, and apart from them the newest declaration of every name. One text, because a chain of two
    /// hundred submissions makes every completion take over a second. Statements that declare nothing are omitted.
    /// </summary>
    public (string Usings, string Declarations) Flatten()
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        List<string> members = [.. Pending];
        List<string> usings = [];
        foreach (var root in Trees.Reverse().Select(tree => (CompilationUnitSyntax)tree.GetRoot()))
        {
            usings.AddRange(root.Usings.Select(directive => directive.WithoutTrivia().ToString()));
            members.AddRange(
                root.Members.Reverse()
                    .Where(member => IsNew(member, seen))
                    .Select(member => Documentation(member) + member.WithoutLeadingTrivia())
            );
        }
        members.Reverse();
        return (string.Concat(usings.Distinct().Select(Line)), string.Concat(members.Select(Line)));

        static string Line(string declaration) => declaration + "\n";
    }

    // The cells were parsed without regard to documentation: documentation is comments that begin with three slashes.
    private static string Documentation(MemberDeclarationSyntax member) =>
        string.Concat(
            member
                .GetLeadingTrivia()
                .Select(trivia => trivia.ToString())
                .Where(text => text.StartsWith("///", StringComparison.Ordinal))
                .Select(text => text.TrimEnd() + "\n")
        );

    private static string Signature(MethodDeclarationSyntax method)
    {
        var types = method.ParameterList.Parameters.Select(parameter => parameter.Type?.ToString());
        return $"{method.Identifier.ValueText}({string.Join(',', types)})";
    }

    private static bool IsNew(MemberDeclarationSyntax member, HashSet<string> seen) =>
        member switch
        {
            FieldDeclarationSyntax field => field.Declaration.Variables.Count(variable => seen.Add(variable.Identifier.ValueText)) > 0,
            MethodDeclarationSyntax method => seen.Add(Signature(method)),
            BaseTypeDeclarationSyntax type => seen.Add(type.Identifier.ValueText),
            DelegateDeclarationSyntax type => seen.Add(type.Identifier.ValueText),
            GlobalStatementSyntax statement => statement
                .DescendantNodes()
                .OfType<SingleVariableDesignationSyntax>()
                .Count(variable => seen.Add(variable.Identifier.ValueText)) > 0,
            _ => true,
        };
}
