using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Commands;
using Glm.Kernel.Documents;
using Glm.Kernel.Running;
using Glm.Runtime;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Glm.Kernel.Notebooks;

/// <summary>
/// Parameters as in papermill: one cell, tagged <c>parameters</c>, declares them, in C# or by lines of <c>#!glm parameters</c>; given
/// values are assigned in a cell tagged <c>injected-parameters</c> after it. A value is written as the declared type requires; where the
/// type is unclear, as a number, a bool, or otherwise a string.
/// </summary>
public static class NotebookParameters
{
    /// <summary>Tag of the cell whose variables may be set from outside.</summary>
    public const string Tag = "parameters";

    /// <summary>Tag of the cell that sets them.</summary>
    public const string InjectedTag = "injected-parameters";

    private static readonly CSharpParseOptions Options = new(LanguageVersion.Latest, DocumentationMode.None, SourceCodeKind.Script);

    /// <summary>The parameters of a notebook, in order of declaration.</summary>
    /// <exception cref="GlmException">A line of <c>#!glm parameters</c> breaks a rule, or a parameter is declared twice.</exception>
    public static IReadOnlyList<DeclaredParameter> Of(NotebookDocument notebook) =>
        CellOf(notebook) is var index and >= 0 ? Declared(notebook.Cells[index].Source) : [];

    /// <summary>The parameters with the values that a run takes: those of the injected cell, or else the defaults.</summary>
    /// <exception cref="GlmException">As for <see cref="Of"/>.</exception>
    internal static IReadOnlyList<(DeclaredParameter Parameter, string Value)> ValuesOf(NotebookDocument notebook)
    {
        var index = CellOf(notebook);
        var given =
            index >= 0 && index + 1 < notebook.Cells.Count && notebook.Cells[index + 1].Tags.Contains(InjectedTag)
                ? Assigned(notebook.Cells[index + 1].Source)
                : [];
        return [.. Of(notebook).Select(parameter => (parameter, given.GetValueOrDefault(parameter.Name, parameter.Default)))];
    }

    /// <summary>Puts values into a notebook, in place of any injected before.</summary>
    /// <exception cref="GlmException">A name is not declared, or a value does not fit its declaration.</exception>
    public static void Inject(NotebookDocument notebook, IReadOnlyDictionary<string, string> values)
    {
        if (values.Count == 0)
            return;
        var declared = Require(notebook, values.Keys).ToDictionary(parameter => parameter.Name);
        var index = CellOf(notebook);
        var source =
            "// Parameters\n" + string.Join('\n', values.Select(pair => $"{pair.Key} = {declared[pair.Key].Literal(pair.Value)};"));
        notebook.Cells[index].AddTag(Tag);
        if (index + 1 < notebook.Cells.Count && notebook.Cells[index + 1].Tags.Contains(InjectedTag))
            notebook.Cells[index + 1].Source = source;
        else
            notebook.InsertCode(index + 1, source, InjectedTag);
    }

    /// <summary>The parameters of a notebook that has all that are named.</summary>
    /// <exception cref="GlmException">A name is not declared.</exception>
    internal static IReadOnlyList<DeclaredParameter> Require(NotebookDocument notebook, IEnumerable<string> names)
    {
        var file = System.IO.Path.GetFileName(notebook.Path);
        if (CellOf(notebook) < 0)
            throw new GlmException(
                $"{file} takes no parameters: tag the cell that declares them '{Tag}', or declare them by "
                    + $"{CommandCatalogue.Magic} {ParametersCommand.Word}."
            );
        var declared = Of(notebook);
        var known = declared.Select(parameter => parameter.Name).ToArray();
        if (names.FirstOrDefault(name => !known.Contains(name)) is not { } unknown)
            return declared;
        var near = NearestName.Of(unknown, known) is { } guess ? $" Did you mean '{guess}'?" : "";
        throw new GlmException(
            $"{file} has no parameter {LineText.Quoted(unknown)}; it has {(known.Length == 0 ? "none" : string.Join(", ", known))}.{near}"
        );
    }

    /// <summary>The first cell with the tag, or else the first that declares a parameter by a command; -1 for none.</summary>
    private static int CellOf(NotebookDocument notebook)
    {
        var code = Enumerable.Range(0, notebook.Cells.Count).Where(i => notebook.Cells[i].IsCode).ToArray();
        return code.Cast<int?>().FirstOrDefault(i => notebook.Cells[i!.Value].Tags.Contains(Tag))
            ?? code.Cast<int?>().FirstOrDefault(i => notebook.Cells[i!.Value].Source.Split('\n').Any(IsDeclaration))
            ?? -1;
    }

    private static bool IsDeclaration(string line) =>
        line.Split((char[]?)null, 3, StringSplitOptions.RemoveEmptyEntries) is [CommandCatalogue.Magic, ParametersCommand.Word, ..];

    private static List<DeclaredParameter> Declared(string source)
    {
        var declared = new List<DeclaredParameter>();
        foreach (var segment in CellSplitter.Split(source))
            if (!segment.IsMagic)
                declared.AddRange(InCSharp(segment.Text));
            else if (
                IsDeclaration(segment.Text)
                && CommandLine.Parse(segment.Text, StandardCommands.Catalogue) is { IsHelp: false, Arguments: { } arguments }
            )
                declared.Add(Ruled(ParametersCommand.Read(arguments)));
        return declared.GroupBy(parameter => parameter.Name).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? throw new GlmException($"The parameter {twice.Key} is declared twice; declare it once.")
            : declared;
    }

    private static DeclaredParameter Ruled(NotebookParameter rules) =>
        new(rules.Name, CSharpName.Written(rules.Type), rules.Default, rules);

    private static IEnumerable<DeclaredParameter> InCSharp(string text) =>
        from field in ((CompilationUnitSyntax)CSharpSyntaxTree.ParseText(text, Options).GetRoot()).Members.OfType<FieldDeclarationSyntax>()
        from variable in field.Declaration.Variables
        let value = variable.Initializer?.Value
        let type = field.Declaration.Type
        select new DeclaredParameter(
            variable.Identifier.ValueText,
            type.IsVar ? LiteralType(value) : type.ToString(),
            (value as LiteralExpressionSyntax)?.Token.Value is string plain ? plain : value?.ToString() ?? ""
        );

    /// <summary>What a cell assigns (as this program injects values) or declares (as papermill does), by name.</summary>
    private static Dictionary<string, string> Assigned(string source)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var declared in InCSharp(source))
            values[declared.Name] = declared.Default;
        var root = CSharpSyntaxTree.ParseText(source, Options).GetRoot();
        foreach (var assignment in root.DescendantNodes().OfType<AssignmentExpressionSyntax>())
            if (assignment.Left is IdentifierNameSyntax name)
                values[name.Identifier.ValueText] = Written(assignment.Right);
        return values;
    }

    /// <summary>A string as it is, a number without the letter of its type, anything else as C# has it.</summary>
    private static string Written(ExpressionSyntax value) =>
        value switch
        {
            LiteralExpressionSyntax { Token.Value: string text } => text,
            LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NumericLiteralExpression } => value.ToString().TrimEnd('L', 'f', 'd', 'm'),
            PrefixUnaryExpressionSyntax minus => minus.OperatorToken.Text + Written(minus.Operand),
            _ => value.ToString(),
        };

    private static string? LiteralType(ExpressionSyntax? value) =>
        value switch
        {
            PrefixUnaryExpressionSyntax { Operand: LiteralExpressionSyntax operand } => LiteralType(operand),
            InterpolatedStringExpressionSyntax => "string",
            LiteralExpressionSyntax literal => literal.Token.Value switch
            {
                string => "string",
                bool => "bool",
                int => "int",
                long => "long",
                float => "float",
                double => "double",
                decimal => "decimal",
                _ => null,
            },
            _ => null,
        };
}
