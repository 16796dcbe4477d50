namespace Glm.Interactive.CommandLanguage;

/// <summary>
/// One option of a <c>#!glm</c> command, declared once: parsing, help, completion and the command reference all come from it. Immutable.
/// </summary>
/// <param name="Name">With its two dashes, for example "--min-genes".</param>
/// <param name="Kind">What its value is.</param>
/// <param name="Description">One sentence.</param>
public sealed record CommandOption(string Name, OptionKind Kind, string Description)
{
    /// <summary>
    /// The engine's property that the option fills, as a <see cref="Runtime.Setting"/> names it: "MinGenes" for --min-genes unless said
    /// otherwise.
    /// </summary>
    public string Property { get; init; } =
        string.Concat(Name.TrimStart('-').Split('-').Select(word => word.Length == 0 ? "" : char.ToUpperInvariant(word[0]) + word[1..]));

    /// <summary>The value where the option is left out, as one would write it; null for none.</summary>
    public string? Default { get; init; }

    /// <summary>The allowed words of a <see cref="OptionKind.Choice"/>; of a file or a text, words offered besides.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>The numbers accepted by an <see cref="OptionKind.Integer"/> or a <see cref="OptionKind.Number"/>.</summary>
    public NumericRange Range { get; init; } = NumericRange.Any;

    /// <summary>True for the one option whose name may be left out.</summary>
    public bool IsImplicit { get; init; }

    /// <summary>True if the command cannot do without.</summary>
    public bool IsRequired { get; init; }

    /// <summary>The type of the object that a <see cref="OptionKind.Variable"/> must hold.</summary>
    public Type? VariableType { get; init; }

    /// <summary>Values to offer while typing, from what the session holds; null for those that the kind offers by itself.</summary>
    public Func<ICommandSession, IEnumerable<string>>? Suggestions { get; init; }

    /// <summary>How help writes the value, for example "N" or "tiny|small|paper"; empty for a flag.</summary>
    public string Placeholder =>
        Kind switch
        {
            OptionKind.Flag => "",
            OptionKind.Choice => string.Join('|', Choices),
            OptionKind.Integer => "N",
            OptionKind.Number => "X",
            OptionKind.File => string.Join('|', Choices.Append("FILE")),
            OptionKind.Folder => "FOLDER",
            OptionKind.Variable or OptionKind.NewVariable => "NAME",
            _ => Choices.Count > 0 ? string.Join('|', Choices.Append("TEXT")) : Name.TrimStart('-').ToUpperInvariant(),
        };

    /// <summary>Any text.</summary>
    public static CommandOption Text(string name, string description, string? standard = null) =>
        new(name, OptionKind.Text, description) { Default = standard };

    /// <summary>A whole number from min to max, both included.</summary>
    public static CommandOption Integer(
        string name,
        string description,
        string? standard = null,
        double min = double.NegativeInfinity,
        double max = double.PositiveInfinity
    ) => new(name, OptionKind.Integer, description) { Default = standard, Range = new NumericRange(min, max) };

    /// <summary>A number, written with a decimal point in every culture.</summary>
    public static CommandOption Number(string name, string description, string? standard = null, NumericRange? range = null) =>
        new(name, OptionKind.Number, description) { Default = standard, Range = range ?? NumericRange.Any };

    /// <summary>An option without a value.</summary>
    public static CommandOption Flag(string name, string description) => new(name, OptionKind.Flag, description);

    /// <summary>One of the given words.</summary>
    public static CommandOption Choice(string name, string description, IReadOnlyList<string> choices, string? standard = null) =>
        new(name, OptionKind.Choice, description) { Choices = choices, Default = standard };

    /// <summary>A choice among the names of an enumeration, in lower case.</summary>
    public static CommandOption Choice<T>(string name, string description, string? standard = null)
        where T : struct, Enum => Choice(name, description, [.. Enum.GetNames<T>().Select(value => value.ToLowerInvariant())], standard);

    /// <summary>A file, relative to the notebook.</summary>
    public static CommandOption File(string name, string description, string? standard = null) =>
        new(name, OptionKind.File, description) { Default = standard };

    /// <summary>A folder, relative to the notebook.</summary>
    public static CommandOption Folder(string name, string description, string? standard = null) =>
        new(name, OptionKind.Folder, description) { Default = standard };

    /// <summary>An object by the name of its variable; left out, the session's newest of that type.</summary>
    public static CommandOption Variable<T>(string name, string description) =>
        new(name, OptionKind.Variable, description) { VariableType = typeof(T) };

    /// <summary>The option <c>--as</c>: the variable that the command makes.</summary>
    public static CommandOption As(string standard) =>
        new("--as", OptionKind.NewVariable, "Name of the C# variable that the result becomes.") { Default = standard };

    /// <summary>The same option, its name optional.</summary>
    public CommandOption Implicit() => this with { IsImplicit = true };

    /// <summary>The same option, obligatory.</summary>
    public CommandOption Required() => this with { IsRequired = true };
}
