using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Glm.Kernel.CSharp;

/// <summary>
/// Makes user code stoppable: writes a call of <see cref="CellInterrupt.Check"/> at the start of every loop body, of every method, local
/// function, accessor, operator and lambda with a block, and after every label; all but lambdas that have an expression for a body get a
/// block. Lines keep their numbers; columns move, so diagnostics are taken from the text as the user wrote it. Lambdas that are
/// expressions are left alone: they may be expression trees.
/// </summary>
internal sealed class InterruptChecks : CSharpSyntaxWalker
{
    private const string Check = "global::Glm.Kernel.CSharp.CellInterrupt.Check();";

    private readonly List<TextChange> _changes = [];

    /// <summary>The text with checks, or null where it needs none.</summary>
    public static SourceText? Insert(SyntaxTree tree)
    {
        var walker = new InterruptChecks();
        walker.Visit(tree.GetRoot());
        return walker._changes.Count == 0
            ? null
            : SourceText.From(tree.GetText().WithChanges(Merged(walker._changes)).ToString(), Encoding.UTF8);
    }

    public override void VisitWhileStatement(WhileStatementSyntax node)
    {
        CheckBody(node.Statement);
        base.VisitWhileStatement(node);
    }

    public override void VisitDoStatement(DoStatementSyntax node)
    {
        CheckBody(node.Statement);
        base.VisitDoStatement(node);
    }

    public override void VisitForStatement(ForStatementSyntax node)
    {
        CheckBody(node.Statement);
        base.VisitForStatement(node);
    }

    public override void VisitForEachStatement(ForEachStatementSyntax node)
    {
        CheckBody(node.Statement);
        base.VisitForEachStatement(node);
    }

    public override void VisitForEachVariableStatement(ForEachVariableStatementSyntax node)
    {
        CheckBody(node.Statement);
        base.VisitForEachVariableStatement(node);
    }

    public override void VisitMethodDeclaration(MethodDeclarationSyntax node)
    {
        CheckBlock(node.Body);
        MakeBlock(node.ExpressionBody, node.SemicolonToken, node.ReturnType, node.Modifiers);
        base.VisitMethodDeclaration(node);
    }

    public override void VisitLocalFunctionStatement(LocalFunctionStatementSyntax node)
    {
        CheckBlock(node.Body);
        MakeBlock(node.ExpressionBody, node.SemicolonToken, node.ReturnType, node.Modifiers);
        base.VisitLocalFunctionStatement(node);
    }

    public override void VisitOperatorDeclaration(OperatorDeclarationSyntax node)
    {
        CheckBlock(node.Body);
        MakeBlock(node.ExpressionBody, node.SemicolonToken, node.ReturnType, node.Modifiers);
        base.VisitOperatorDeclaration(node);
    }

    public override void VisitConversionOperatorDeclaration(ConversionOperatorDeclarationSyntax node)
    {
        CheckBlock(node.Body);
        MakeBlock(node.ExpressionBody, node.SemicolonToken, node.Type, node.Modifiers);
        base.VisitConversionOperatorDeclaration(node);
    }

    public override void VisitConstructorDeclaration(ConstructorDeclarationSyntax node)
    {
        CheckBlock(node.Body);
        base.VisitConstructorDeclaration(node);
    }

    public override void VisitPropertyDeclaration(PropertyDeclarationSyntax node)
    {
        MakeGetter(node.ExpressionBody, node.SemicolonToken);
        base.VisitPropertyDeclaration(node);
    }

    public override void VisitIndexerDeclaration(IndexerDeclarationSyntax node)
    {
        MakeGetter(node.ExpressionBody, node.SemicolonToken);
        base.VisitIndexerDeclaration(node);
    }

    public override void VisitAccessorDeclaration(AccessorDeclarationSyntax node)
    {
        CheckBlock(node.Body);
        MakeBlock(node.ExpressionBody, node.SemicolonToken, returns: node.IsKind(SyntaxKind.GetAccessorDeclaration));
        base.VisitAccessorDeclaration(node);
    }

    public override void VisitSimpleLambdaExpression(SimpleLambdaExpressionSyntax node)
    {
        CheckBlock(node.Block);
        base.VisitSimpleLambdaExpression(node);
    }

    public override void VisitParenthesizedLambdaExpression(ParenthesizedLambdaExpressionSyntax node)
    {
        CheckBlock(node.Block);
        base.VisitParenthesizedLambdaExpression(node);
    }

    public override void VisitAnonymousMethodExpression(AnonymousMethodExpressionSyntax node)
    {
        CheckBlock(node.Block);
        base.VisitAnonymousMethodExpression(node);
    }

    public override void VisitLabeledStatement(LabeledStatementSyntax node)
    {
        if (node.Parent is BlockSyntax or GlobalStatementSyntax)
            Insert(node.ColonToken.Span.End, Check);
        base.VisitLabeledStatement(node);
    }

    private void CheckBody(StatementSyntax body)
    {
        if (body is BlockSyntax block)
        {
            CheckBlock(block);
            return;
        }
        Insert(body.SpanStart, "{" + Check);
        Insert(body.Span.End, "}");
    }

    private void CheckBlock(BlockSyntax? block)
    {
        if (block is not null)
            Insert(block.OpenBraceToken.Span.End, Check);
    }

    /// <summary>
    /// <c>int F(int n) => n + 1;</c> becomes <c>int F(int n) {Check();return n + 1;}</c>: recursive functions can run without end, too.
    /// </summary>
    private void MakeBlock(ArrowExpressionClauseSyntax? arrow, SyntaxToken semicolon, TypeSyntax returnType, SyntaxTokenList modifiers)
    {
        var isVoid = returnType is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword };
        // An asynchronous function of a bare Task has nothing to return.
        var isTask =
            modifiers.Any(SyntaxKind.AsyncKeyword)
            && returnType is not GenericNameSyntax and not QualifiedNameSyntax { Right: GenericNameSyntax };
        MakeBlock(arrow, semicolon, returns: !isVoid && !isTask);
    }

    private void MakeBlock(
        ArrowExpressionClauseSyntax? arrow,
        SyntaxToken semicolon,
        bool returns,
        string before = "{",
        string behind = "}"
    )
    {
        if (arrow is null || semicolon.IsMissing || arrow.Expression.IsMissing)
            return;
        _changes.Add(
            new TextChange(
                arrow.ArrowToken.Span,
                before + Check + (returns && arrow.Expression is not ThrowExpressionSyntax ? "return " : "")
            )
        );
        Insert(semicolon.Span.End, behind);
    }

    private void MakeGetter(ArrowExpressionClauseSyntax? arrow, SyntaxToken semicolon) =>
        MakeBlock(arrow, semicolon, returns: true, "{get{", "}}");

    private void Insert(int position, string text) => _changes.Add(new TextChange(new TextSpan(position, 0), text));

    // Insertions at one place (the ends of nested loops without braces) become one change, in the order they were found.
    private static IEnumerable<TextChange> Merged(List<TextChange> changes) =>
        changes
            .GroupBy(change => change.Span.Start)
            .OrderBy(group => group.Key)
            .Select(group => new TextChange(
                new TextSpan(group.Key, group.Max(change => change.Span.Length)),
                string.Concat(group.Select(change => change.NewText))
            ));
}
