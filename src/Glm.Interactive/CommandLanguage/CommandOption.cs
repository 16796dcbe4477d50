namespace Glm.Interactive.CommandLanguage;

/// <summary>
/// One option of a <c>#!glm</c> command, declared once: parsing, help, completion and the command reference all come from it. A command
/// declares its options as <see cref="Option{T}"/>, which know the type of their values as well. Immutable.
/// </summary>
/// <param name="Name">With its two dashes, for example "--min-genes".</param>
/// <param name="Kind">What its value is.</param>
/// <param name="Description">One sentence.</param>
public abstract record CommandOption(string Name, OptionKind Kind, string Description)
{
    /// <summary>
    /// The engine's property that the option fills, as a <see cref="Runtime.Setting"/> names it: "MinGenes" for --min-genes unless
    /// declared otherwise.
    /// </summary>
    public string Property { get; init; } =
        string.Concat(Name.TrimStart('-').Split('-').Select(word => word.Length == 0 ? "" : char.ToUpperInvariant(word[0]) + word[1..]));

    /// <summary>The value of an option that is not given, as it would be written; null for none.</summary>
    public string? Default { get; init; }

    /// <summary>The allowed words of a <see cref="OptionKind.Choice"/>; for a file or a string, words that are offered as well.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>The numbers accepted by an <see cref="OptionKind.Integer"/> or a <see cref="OptionKind.Number"/>.</summary>
    public NumericRange Range { get; init; } = NumericRange.Any;

    /// <summary>True for the one option of a command whose name is optional.</summary>
    public bool IsImplicit { get; init; }

    /// <summary>True if the command cannot run without it.</summary>
    public bool IsRequired { get; init; }

    /// <summary>The type of the object that a <see cref="OptionKind.Variable"/> must hold.</summary>
    public Type? VariableType { get; init; }

    /// <summary>True for a variable that stays empty where none is named; of others the newest then serves.</summary>
    public bool IsNamedOnly { get; init; }

    /// <summary>Values to offer while typing, from what the session holds; null for those that the kind offers by itself.</summary>
    public Func<ICommandSession, IEnumerable<string>>? Suggestions { get; init; }

    /// <summary>What help calls a <see cref="OptionKind.Text"/>, in capitals; null for the option's own name.</summary>
    public string? ValueName { get; init; }

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
            _ => Choices.Count > 0 ? string.Join('|', Choices.Append("TEXT")) : ValueName ?? Name.TrimStart('-').ToUpperInvariant(),
        };

    /// <summary>Any string.</summary>
    public static Option<string?> Text(string name, string description) =>
        new(name, OptionKind.Text, description, static (_, written, _) => written);

    /// <summary>A whole number from min to max, both included.</summary>
    public static Option<int?> Integer(
        string name,
        string description,
        double min = double.NegativeInfinity,
        double max = double.PositiveInfinity
    ) =>
        new(name, OptionKind.Integer, description, static (_, written, _) => written is null ? null : OptionValue.Integer(written))
        {
            Range = new NumericRange(min, max),
        };

    /// <summary>A number, written with a decimal point in every culture.</summary>
    public static Option<double?> Number(string name, string description, NumericRange? range = null) =>
        new(name, OptionKind.Number, description, static (_, written, _) => written is null ? null : OptionValue.Number(written))
        {
            Range = range ?? NumericRange.Any,
        };

    /// <summary>An option without a value: given or not.</summary>
    public static Option<bool> Flag(string name, string description) =>
        new(name, OptionKind.Flag, description, static (_, written, _) => written is not null);

    /// <summary>One of the given words.</summary>
    public static Option<string?> Choice(string name, string description, IReadOnlyList<string> choices) =>
        new(name, OptionKind.Choice, description, static (_, written, _) => written) { Choices = choices };

    /// <summary>One of the names of an enumeration, in lower case with dashes between words.</summary>
    public static Option<T?> Choice<T>(string name, string description)
        where T : struct, Enum =>
        new(name, OptionKind.Choice, description, static (_, written, _) =>
            written is null ? null : Enum.Parse<T>(written.Replace("-", "", StringComparison.Ordinal), ignoreCase: true)
        )
        {
            Choices = [.. Enum.GetValues<T>().Select(value => OptionValue.Written(value))],
        };

    /// <summary>One of the given words, each of which stands for a value.</summary>
    /// <param name="name">With its two dashes.</param>
    /// <param name="description">One sentence.</param>
    /// <param name="values">Words and what they stand for, in the order in which help lists them.</param>
    /// <param name="standard">The value of the option that was not given; one of <paramref name="values"/>.</param>
    public static Option<T> Choice<T>(string name, string description, IReadOnlyList<(string Word, T Value)> values, T standard)
        where T : class =>
        new(name, OptionKind.Choice, description, (_, written, _) => values.First(value => value.Word == written).Value)
        {
            Choices = [.. values.Select(value => value.Word)],
            Default = values.First(value => value.Value == standard).Word,
        };

    /// <summary>A file, relative to the notebook; its value is the path, or one of the option's own words as it is.</summary>
    public static Option<string?> File(string name, string description) => new(name, OptionKind.File, description, ReadPath);

    /// <summary>A folder, relative to the notebook; its value is the path.</summary>
    public static Option<string?> Folder(string name, string description) => new(name, OptionKind.Folder, description, ReadPath);

    /// <summary>An object by the name of its variable; if none is given, the session's newest of that type.</summary>
    public static Option<T> Variable<T>(string name, string description)
        where T : class =>
        new(name, OptionKind.Variable, description, static (option, written, source) => source.Object<T>(option, written))
        {
            VariableType = typeof(T),
        };

    /// <summary>An object by the name of its variable; null if none is given.</summary>
    public static Option<T?> OptionalVariable<T>(string name, string description)
        where T : class =>
        new(name, OptionKind.Variable, description, static (option, written, source) =>
            written is null ? null : source.Object<T>(option, written)
        )
        {
            VariableType = typeof(T),
            IsNamedOnly = true,
        };

    /// <summary>The name of a C# variable that the command makes.</summary>
    public static Option<string?> NewVariable(string name, string description) =>
        new(name, OptionKind.NewVariable, description, static (_, written, _) => written);

    /// <summary>The option <c>--as</c>: the variable that the command makes.</summary>
    public static Option<string> As(string standard) =>
        NewVariable("--as", "Name of the C# variable that receives the result.").WithDefault(standard);

    private static string? ReadPath(CommandOption option, string? written, IOptionSource source) =>
        written is null || option.Choices.Contains(written, StringComparer.Ordinal) ? written : source.PathOf(written);
}
