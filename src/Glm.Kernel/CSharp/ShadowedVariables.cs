using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Glm.Kernel.CSharp;

/// <summary>
/// The variables whose name a later cell declared again. Code of later cells sees the newer one; the value of the older is let go unless a
/// function, lambda or class of a cell in between may still read it.
/// </summary>
internal sealed class ShadowedVariables
{
    private readonly List<Variable> _variables = [];
    private readonly Dictionary<string, List<int>> _mentions = new(StringComparer.Ordinal);

    /// <summary>Adds the variable that a cell's class holds.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="field">What holds it.</param>
    /// <param name="slot">The number of its cell.</param>
    /// <param name="until">The number of the cell that declares the name again.</param>
    public void Add(string name, FieldInfo field, int slot, int until)
    {
        if (field is { IsLiteral: false, IsStatic: false })
            _variables.Add(new Variable(name, field, slot, until));
    }

    /// <summary>Remembers which names the functions of a cell mention.</summary>
    public void AddFunctions(int slot, IEnumerable<SyntaxTree> trees)
    {
        var names = trees
            .SelectMany(tree => tree.GetRoot().DescendantNodes(static node => !IsFunction(node)))
            .Where(IsFunction)
            .SelectMany(function => function.DescendantTokens())
            .Where(token => token.IsKind(SyntaxKind.IdentifierToken))
            .Select(token => token.ValueText)
            .Distinct();
        foreach (var name in names)
        {
            if (!_mentions.TryGetValue(name, out var slots))
                _mentions.Add(name, slots = []);
            slots.Add(slot);
        }
    }

    /// <summary>Lets go what nothing can read any more.</summary>
    /// <param name="submissions">The objects of the cells.</param>
    public void Release(object?[] submissions) =>
        Clear(
            variable =>
                !(
                    _mentions.TryGetValue(variable.Name, out var slots)
                    && slots.Exists(slot => slot >= variable.Slot && slot < variable.Until)
                ),
            submissions
        );

    /// <summary>Lets every variable of a name go.</summary>
    public void Clear(string name, object?[] submissions) => Clear(variable => variable.Name == name, submissions);

    private void Clear(Func<Variable, bool> condition, object?[] submissions)
    {
        foreach (var variable in _variables.Where(condition))
            if (submissions[variable.Slot] is { } owner)
                variable.Field.SetValue(owner, null);
        _variables.RemoveAll(variable => condition(variable));
    }

    // Whatever may run again when its cell has ended.
    internal static bool IsFunction(SyntaxNode node) =>
        node
            is BaseMethodDeclarationSyntax
                or BasePropertyDeclarationSyntax
                or BaseTypeDeclarationSyntax
                or LocalFunctionStatementSyntax
                or AnonymousFunctionExpressionSyntax
                or QueryExpressionSyntax;

    private sealed record Variable(string Name, FieldInfo Field, int Slot, int Until);
}
