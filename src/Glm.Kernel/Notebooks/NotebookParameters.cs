using System.Globalization;
using Glm.Kernel.Documents;
using Glm.Kernel.Running;
using Glm.Runtime;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Glm.Kernel.Notebooks;

/// <summary>
/// Parameters as in papermill: the C# cell tagged <c>parameters</c> declares names and defaults; given values are assigned in a cell
/// tagged <c>injected-parameters</c> after it. A value is written as the declared type requires; where the type is unclear, as a number, a
/// bool, or otherwise a string.
/// </summary>
public static class NotebookParameters
{
    /// <summary>Tag of the cell whose variables may be set from outside.</summary>
    public const string Tag = "parameters";

    /// <summary>Tag of the cell that sets them.</summary>
    public const string InjectedTag = "injected-parameters";

    private static readonly CSharpParseOptions Options = new(LanguageVersion.Latest, DocumentationMode.None, SourceCodeKind.Script);

    /// <summary>Puts values into a notebook, in place of any injected before.</summary>
    /// <exception cref="GlmException">A name is not declared, or a value does not fit its type.</exception>
    public static void Inject(NotebookDocument notebook, IReadOnlyDictionary<string, string> values)
    {
        if (values.Count == 0)
            return;
        var name = System.IO.Path.GetFileName(notebook.Path);
        var index = Enumerable
            .Range(0, notebook.Cells.Count)
            .FirstOrDefault(i => notebook.Cells[i].IsCode && notebook.Cells[i].Tags.Contains(Tag), -1);
        if (index < 0)
            throw new GlmException($"{name} takes no parameters: tag the cell that declares them '{Tag}'.");
        var declared = Declared(notebook.Cells[index].Source);
        var unknown = values.Keys.FirstOrDefault(key => !declared.ContainsKey(key));
        if (unknown is not null)
            throw new GlmException(
                $"{name} has no parameter '{unknown}'; it has {(declared.Count == 0 ? "none" : string.Join(", ", declared.Keys))}."
            );
        var source =
            "// Parameters\n"
            + string.Join('\n', values.Select(pair => $"{pair.Key} = {Literal(pair.Key, pair.Value, declared[pair.Key])};"));
        if (index + 1 < notebook.Cells.Count && notebook.Cells[index + 1].Tags.Contains(InjectedTag))
            notebook.Cells[index + 1].Source = source;
        else
            notebook.InsertCode(index + 1, source, InjectedTag);
    }

    // Name to type, in order of declaration; null where the type is left to the value.
    private static Dictionary<string, string?> Declared(string source)
    {
        var declared = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var segment in CellSplitter.Split(source).Where(segment => !segment.IsMagic))
        {
            var root = (CompilationUnitSyntax)CSharpSyntaxTree.ParseText(segment.Text, Options).GetRoot();
            foreach (var declaration in root.Members.OfType<FieldDeclarationSyntax>().Select(field => field.Declaration))
            foreach (var variable in declaration.Variables)
                declared[variable.Identifier.ValueText] = declaration.Type.IsVar
                    ? LiteralType(variable.Initializer?.Value)
                    : declaration.Type.ToString();
        }
        return declared;
    }

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

    private static string Literal(string name, string value, string? type)
    {
        var plain = CultureInfo.InvariantCulture;
        const NumberStyles Real = NumberStyles.Float;
        return type?.TrimEnd('?') switch
        {
            "string" => SymbolDisplay.FormatLiteral(value, quote: true),
            "bool" => bool.TryParse(value, out var b) ? (b ? "true" : "false") : throw Misfit("true or false"),
            "int" => int.TryParse(value, NumberStyles.AllowLeadingSign, plain, out var i)
                ? i.ToString(plain)
                : throw Misfit("a whole number"),
            "long" => long.TryParse(value, NumberStyles.AllowLeadingSign, plain, out var l)
                ? l.ToString(plain) + "L"
                : throw Misfit("a whole number"),
            "float" => float.TryParse(value, Real, plain, out var f) && float.IsFinite(f)
                ? f.ToString("R", plain) + "f"
                : throw Misfit("a number"),
            "double" => double.TryParse(value, Real, plain, out var d) && double.IsFinite(d)
                ? d.ToString("R", plain) + "d"
                : throw Misfit("a number"),
            "decimal" => decimal.TryParse(value, Real, plain, out var m) ? m.ToString(plain) + "m" : throw Misfit("a number"),
            _ when bool.TryParse(value, out var b) => b ? "true" : "false",
            _ when long.TryParse(value, NumberStyles.AllowLeadingSign, plain, out var whole) => whole.ToString(plain),
            _ when double.TryParse(value, Real, plain, out var d) && double.IsFinite(d) => d.ToString("R", plain) + "d",
            _ => SymbolDisplay.FormatLiteral(value, quote: true),
        };

        GlmException Misfit(string rule) => new($"-p {name}={value}: {name} is declared as {type}; give {rule}.");
    }
}
