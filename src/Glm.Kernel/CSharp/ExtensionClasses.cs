using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Glm.Kernel.CSharp;

/// <summary>
/// Lets static classes of a cell hold extension methods. The class of a cell's declarations lies around them, and the compiler takes
/// extension methods of outermost classes only, or those that a cell declares without a class. So each gets a twin of the second kind,
/// which calls it; in its class it becomes an ordinary method.
/// </summary>
internal static class ExtensionClasses
{
    private const string Hidden = "[global::System.Diagnostics.StackTraceHidden] ";

    /// <summary>The text with twins, or null where it needs none. Lines keep their numbers.</summary>
    /// <param name="tree">A cell.</param>
    public static SourceText? Lift(SyntaxTree tree)
    {
        List<TextChange> changes = [];
        foreach (var type in tree.GetCompilationUnitRoot().Members.OfType<ClassDeclarationSyntax>().Where(IsHome))
        {
            var twins = new StringBuilder();
            foreach (var method in type.Members.OfType<MethodDeclarationSyntax>())
            {
                if (method.ParameterList.Parameters.FirstOrDefault() is not { } first || This(first) is not { RawKind: not 0 } extends)
                    continue;
                changes.Add(new TextChange(extends.Span, new string(' ', extends.Span.Length)));
                changes.AddRange(Open(method));
                twins.Append(' ').Append(Twin(type, method));
            }
            if (twins.Length == 0)
                continue;
            // Types of a cell are private by default, and nothing more visible may speak of them.
            changes.AddRange(type.Modifiers.Where(IsAccess).Select(word => new TextChange(word.Span, new string(' ', word.Span.Length))));
            changes.AddRange(
                type.Members.OfType<FieldDeclarationSyntax>().Where(field => field.Modifiers.Any(SyntaxKind.ConstKeyword)).SelectMany(Open)
            );
            changes.Add(new TextChange(new TextSpan(type.CloseBraceToken.Span.End, 0), twins.ToString()));
        }
        return changes.Count == 0
            ? null
            : SourceText.From(tree.GetText().WithChanges(changes.OrderBy(change => change.Span.Start)).ToString(), Encoding.UTF8);
    }

    private static bool IsHome(ClassDeclarationSyntax type) =>
        type.Modifiers.Any(SyntaxKind.StaticKeyword)
        && !type.Modifiers.Any(SyntaxKind.FileKeyword)
        && type.TypeParameterList is null
        && !type.CloseBraceToken.IsMissing;

    // What is private to its class is so for the twin too, and for the defaults of its parameters.
    private static IEnumerable<TextChange> Open(MemberDeclarationSyntax member)
    {
        var access = member.Modifiers.FirstOrDefault(IsAccess);
        if (access.IsKind(SyntaxKind.PrivateKeyword))
            yield return new TextChange(access.Span, "internal");
        else if (access.RawKind == 0)
            yield return new TextChange(new TextSpan(member.Modifiers[0].SpanStart, 0), "internal ");
    }

    private static SyntaxToken This(ParameterSyntax parameter) =>
        parameter.Modifiers.FirstOrDefault(word => word.IsKind(SyntaxKind.ThisKeyword));

    private static string Twin(ClassDeclarationSyntax type, MethodDeclarationSyntax method)
    {
        var types = method.TypeParameterList is { } list
            ? $"<{string.Join(", ", list.Parameters.Select(one => one.Identifier.Text))}>"
            : "";
        var arguments = method.ParameterList.Parameters.Select(Argument);
        var call =
            $"{(method.ReturnType is RefTypeSyntax ? "ref " : "")}{type.Identifier.Text}.{method.Identifier.Text}{types}"
            + $"({string.Join(", ", arguments)})";
        var twin = method
            .WithAttributeLists(default)
            .WithModifiers([.. method.Modifiers.Where(word => !word.IsKind(SyntaxKind.AsyncKeyword) && !IsAccess(word))])
            .WithBody(null)
            .WithExpressionBody(SyntaxFactory.ArrowExpressionClause(SyntaxFactory.IdentifierName(call)))
            .WithSemicolonToken(SyntaxFactory.Token(SyntaxKind.SemicolonToken));
        return Hidden + new Signature(type).Visit(twin).NormalizeWhitespace("", " ");
    }

    private static string Argument(ParameterSyntax parameter)
    {
        var modifiers = parameter.Modifiers;
        var passed =
            modifiers.Any(SyntaxKind.OutKeyword) ? "out "
            : modifiers.Any(SyntaxKind.InKeyword) || modifiers.Any(SyntaxKind.ReadOnlyKeyword) ? "in "
            : modifiers.Any(SyntaxKind.RefKeyword) ? "ref "
            : "";
        return passed + parameter.Identifier.Text;
    }

    private static bool IsAccess(SyntaxToken word) =>
        word.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.InternalKeyword or SyntaxKind.PrivateKeyword or SyntaxKind.ProtectedKeyword;

    /// <summary>Drops comments, which would end the line, and names what the class declares from outside.</summary>
    private sealed class Signature(ClassDeclarationSyntax type) : CSharpSyntaxRewriter
    {
        private readonly HashSet<string> _declared =
        [
            .. type.Members.OfType<BaseTypeDeclarationSyntax>().Select(member => member.Identifier.Text),
            .. type
                .Members.OfType<FieldDeclarationSyntax>()
                .SelectMany(member => member.Declaration.Variables)
                .Select(variable => variable.Identifier.Text),
        ];

        public override SyntaxTrivia VisitTrivia(SyntaxTrivia trivia) => default;

        public override SyntaxNode? VisitIdentifierName(IdentifierNameSyntax node) =>
            _declared.Contains(node.Identifier.Text)
            && !(node.Parent is MemberAccessExpressionSyntax access && access.Name == node)
            && !(node.Parent is QualifiedNameSyntax qualified && qualified.Right == node)
                ? SyntaxFactory.IdentifierName($"{type.Identifier.Text}.{node.Identifier.Text}")
                : base.VisitIdentifierName(node);
    }
}
