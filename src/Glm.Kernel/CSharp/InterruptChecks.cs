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
/// expressions are left alone: they may be expression trees. Before statements that index or compute with checks it also writes a call
/// of <see cref="CellPlace.At"/>, since the runtime loses their line; and functions that may fail are kept from being inlined, since
/// with the call their lines would be lost.
/// </summary>
internal sealed class InterruptChecks : CSharpSyntaxWalker
{
    private const string Check = "global::Glm.Kernel.CSharp.CellInterrupt.Check();";
    private const string Apart =
        "[global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]";

    private readonly List<TextChange> _changes = [];
    private readonly SyntaxTree _tree;
    private readonly string _name;
    private int _checkedDepth;
    private bool _marked; // by the loop around

    private InterruptChecks(SyntaxTree tree, string name) => (_tree, _name) = (tree, name);

    /// <summary>The text with checks, or null where it needs none.</summary>
    /// <param name="tree">Without syntax errors.</param>
    /// <param name="name">The file's name in the symbols.</param>
    public static SourceText? Insert(SyntaxTree tree, string name)
    {
        var walker = new InterruptChecks(tree, name);
        walker.Visit(tree.GetRoot());
        return walker._changes.Count == 0
            ? null
            : SourceText.From(tree.GetText().WithChanges(Merged(walker._changes)).ToString(), Encoding.UTF8);
    }

    public override void Visit(SyntaxNode? node)
    {
        var marked = _marked;
        switch (node)
        {
            case WhileStatementSyntax
            or DoStatementSyntax
            or ForStatementSyntax
            or CommonForEachStatementSyntax when !_marked && OnlyLine((StatementSyntax)node) is { } line:
                // Once is enough, and keeps loops over arrays fast.
                Mark((StatementSyntax)node, line);
                _marked = true;
                break;
            case AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax:
                _marked = false;
                break;
            case StatementSyntax statement and not (BlockSyntax or LabeledStatementSyntax) when !_marked && MayFault(statement):
                Mark(statement, LineOf(statement));
                break;
            case FieldDeclarationSyntax { Parent: CompilationUnitSyntax } field when MayFault(field):
                Insert(field.SpanStart, At(LineOf(field)) + ";");
                break;
        }
        base.Visit(node);
        _marked = marked;
    }

    public override void VisitCheckedStatement(CheckedStatementSyntax node)
    {
        var depth = _checkedDepth;
        _checkedDepth = node.IsKind(SyntaxKind.CheckedStatement) ? depth + 1 : 0;
        base.VisitCheckedStatement(node);
        _checkedDepth = depth;
    }

    public override void VisitWhileStatement(WhileStatementSyntax node)
    {
        MarkCondition(node.Condition);
        CheckBody(node.Statement);
        base.VisitWhileStatement(node);
    }

    public override void VisitDoStatement(DoStatementSyntax node)
    {
        MarkCondition(node.Condition);
        CheckBody(node.Statement);
        base.VisitDoStatement(node);
    }

    public override void VisitForStatement(ForStatementSyntax node)
    {
        if (node.Condition is { } condition)
            MarkCondition(condition);
        if (!_marked && node.Incrementors.FirstOrDefault() is { } step && node.Incrementors.Any(MayFault))
            Insert(step.SpanStart, At(LineOf(step)) + ",");
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
        KeepApart(node, (SyntaxNode?)node.Body ?? node.ExpressionBody, node.AttributeLists);
        CheckBlock(node.Body);
        MakeBlock(node.ExpressionBody, node.SemicolonToken, node.ReturnType, node.Modifiers);
        base.VisitMethodDeclaration(node);
    }

    public override void VisitLocalFunctionStatement(LocalFunctionStatementSyntax node)
    {
        KeepApart(node, (SyntaxNode?)node.Body ?? node.ExpressionBody, node.AttributeLists);
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

    private void Mark(StatementSyntax statement, int line)
    {
        // The bodies of loops have been given braces; what else stands alone needs them.
        var alone =
            statement.Parent
            is IfStatementSyntax
                or ElseClauseSyntax
                or UsingStatementSyntax
                or LockStatementSyntax
                or FixedStatementSyntax;
        Insert(statement.SpanStart, (alone ? "{" : "") + At(line) + ";");
        if (alone)
            Insert(statement.Span.End, "}");
    }

    // A condition that declares or assigns is left alone: the compiler must see that the variable has a value.
    private void MarkCondition(ExpressionSyntax condition)
    {
        if (
            _marked
            || !MayFault(condition)
            || condition.DescendantNodesAndSelf().Any(node => node is VariableDesignationSyntax or AssignmentExpressionSyntax)
        )
            return;
        Insert(condition.SpanStart, At(LineOf(condition)) + "&&(");
        Insert(condition.Span.End, ")");
    }

    private string At(int line) => $"global::Glm.Kernel.CSharp.CellPlace.At({CellPlace.MarkOf(_name, line)})";

    private int LineOf(SyntaxNode node) => _tree.GetLineSpan(node.Span).StartLinePosition.Line + 1;

    /// <summary>
    /// The line of all that may fault in a loop; null where there is more than one, or where a function of the cell, or what comes after
    /// an await, may leave a mark of its own.
    /// </summary>
    private int? OnlyLine(StatementSyntax loop)
    {
        HashSet<int> lines = [];
        foreach (var node in loop.DescendantNodesAndSelf())
        {
            switch (node)
            {
                case AnonymousFunctionExpressionSyntax
                or LocalFunctionStatementSyntax
                or AwaitExpressionSyntax
                or YieldStatementSyntax
                or InvocationExpressionSyntax { Expression: SimpleNameSyntax }:
                    return null;
                case StatementSyntax and not BlockSyntax when MayFault(node):
                case ExpressionSyntax { Parent: ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax } when MayFault(node):
                    lines.Add(LineOf(node));
                    break;
            }
        }
        return lines.Count == 1 ? lines.First() : null;
    }

    // Statements within it are looked at by themselves.
    private bool MayFault(SyntaxNode node) =>
        _checkedDepth > 0 && node is not (CheckedStatementSyntax or UnsafeStatementSyntax or TryStatementSyntax)
        || node.DescendantNodes(inner => inner == node || inner is not (StatementSyntax or AnonymousFunctionExpressionSyntax))
            .Any(static inner => inner is ElementAccessExpressionSyntax or ElementBindingExpressionSyntax or CheckedExpressionSyntax);

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

    // Plain arithmetic of parameters cannot fail.
    private void KeepApart(SyntaxNode function, SyntaxNode? body, SyntaxList<AttributeListSyntax> attributes)
    {
        if (
            body is not null
            && !attributes
                .SelectMany(list => list.Attributes)
                .Any(one => one.Name.ToString().Contains("MethodImpl", StringComparison.Ordinal))
            && body.DescendantNodes()
                .Any(node =>
                    node
                        is InvocationExpressionSyntax
                            or BaseObjectCreationExpressionSyntax
                            or ElementAccessExpressionSyntax
                            or MemberAccessExpressionSyntax
                            or CastExpressionSyntax
                            or ThrowExpressionSyntax
                            or ThrowStatementSyntax
                            or CheckedExpressionSyntax
                    || node.IsKind(SyntaxKind.DivideExpression)
                    || node.IsKind(SyntaxKind.ModuloExpression)
                )
        )
            Insert(function.SpanStart, Apart);
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
