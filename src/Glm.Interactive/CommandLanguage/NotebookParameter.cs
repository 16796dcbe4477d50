using System.Globalization;

namespace Glm.Interactive.CommandLanguage;

/// <summary>
/// A parameter that a notebook declares by <c>#!glm parameters</c>: a C# variable with a default, which may be set from outside within
/// the bounds given here. Immutable.
/// </summary>
/// <param name="Name">Of the C# variable.</param>
/// <param name="Kind">What its values are.</param>
/// <param name="Default">The value that it has unless another is given, as it is written.</param>
public sealed record NotebookParameter(string Name, ParameterKind Kind, string Default)
{
    /// <summary>One sentence for the reader; empty for none. Untrusted text.</summary>
    public string Description { get; init; } = "";

    /// <summary>The numbers that are accepted; of no meaning for other kinds.</summary>
    public NumericRange Range { get; init; } = NumericRange.Any;

    /// <summary>The values that are accepted, as they are written; empty for all.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>The type of the C# variable.</summary>
    public Type Type =>
        Kind switch
        {
            ParameterKind.Integer => typeof(int),
            ParameterKind.Number => typeof(double),
            ParameterKind.Boolean => typeof(bool),
            _ => typeof(string),
        };

    /// <summary>What a value must be, in words that follow "must be": "a whole number from 1 to 100".</summary>
    public string Rule => OptionValue.Rule(Option, CSharpVocabulary.Instance);

    /// <summary>Why a value is refused, in words that follow the parameter's name; null if it is accepted.</summary>
    /// <param name="value">As it is written: decimals with a point, "true" or "false".</param>
    public string? Refusal(string value) =>
        OptionValue.Accepts(Option, Spelled(value)) ? null : OptionValue.Refusal(Option, value, CSharpVocabulary.Instance);

    /// <summary>The value of the C# variable.</summary>
    /// <param name="value">A value that is accepted.</param>
    public object Read(string value) =>
        Kind switch
        {
            ParameterKind.Integer => OptionValue.Integer(value),
            ParameterKind.Number => OptionValue.Number(value),
            ParameterKind.Boolean => bool.Parse(value),
            _ => value,
        };

    /// <summary>What a value looks like: "300" is a whole number, "0.1" a number, "true" a boolean, anything else text.</summary>
    public static ParameterKind KindOf(string value) =>
        int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) ? ParameterKind.Integer
        : double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? ParameterKind.Number
        : bool.TryParse(value, out _) ? ParameterKind.Boolean
        : ParameterKind.Text;

    /// <summary>The parameter as an option of the command language, which has the rules, and the words for them.</summary>
    private CommandOption Option =>
        Choices.Count > 0
            ? CommandOption.Choice(Name, Description, Choices)
            : Kind switch
            {
                ParameterKind.Integer => CommandOption.Integer(Name, Description) with { Range = Range },
                ParameterKind.Number => CommandOption.Number(Name, Description, Range),
                ParameterKind.Boolean => CommandOption.Choice(Name, Description, ["true", "false"]),
                _ => CommandOption.Text(Name, Description),
            };

    // Python and C# write True.
    private string Spelled(string value) => Kind == ParameterKind.Boolean ? value.ToLowerInvariant() : value;
}
