using System.Globalization;
using Glm.Interactive.CommandLanguage;
using Glm.Runtime;
using Microsoft.CodeAnalysis.CSharp;

namespace Glm.Kernel.Notebooks;

/// <summary>A parameter as the notebook's parameters cell declares it: by a line of <c>#!glm parameters</c>, or in C#.</summary>
/// <param name="Name">Of the C# variable.</param>
/// <param name="Type">As C# writes it, for example "int"; null where C# leaves it to the value.</param>
/// <param name="Default">As it is written there; empty where a C# declaration has none.</param>
/// <param name="Rules">What <c>#!glm parameters</c> says of it; null for a declaration in C#.</param>
public sealed record DeclaredParameter(string Name, string? Type, string Default, NotebookParameter? Rules = null)
{
    /// <summary>
    /// Whether commas separate several values of it: they do unless C# declares a string, or a type that may be anything.
    /// </summary>
    public bool TakesList => Rules is not null || Type is "bool" or "int" or "long" or "float" or "double";

    /// <summary>What a value must be, in words that follow "must be"; empty where anything will do.</summary>
    public string Rule =>
        Rules?.Rule
        ?? Type?.TrimEnd('?') switch
        {
            "bool" => "true or false",
            "int" or "long" => "a whole number",
            "float" or "double" or "decimal" => "a number",
            "string" => "a string",
            _ => "",
        };

    /// <summary>A value as C# writes it.</summary>
    /// <param name="value">As it was given.</param>
    /// <exception cref="GlmException">The parameter does not take the value.</exception>
    public string Literal(string value)
    {
        if (Rules?.Refusal(value) is { } refusal)
            throw new GlmException($"-p {Name}={LineText.Shown(value)}: {Name} {refusal}");
        var plain = CultureInfo.InvariantCulture;
        const NumberStyles Real = NumberStyles.Float;
        return Type?.TrimEnd('?') switch
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

        GlmException Misfit(string rule) => new($"-p {Name}={LineText.Shown(value)}: {Name} is declared as {Type}; give {rule}.");
    }
}
