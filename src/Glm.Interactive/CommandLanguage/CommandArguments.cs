using System.Globalization;

namespace Glm.Interactive.CommandLanguage;

/// <summary>
/// The values of one command line, checked against the command's options. A getter gives the value or else the option's default.
/// Immutable. Asking for an option that the command does not declare, or in another kind, is a mistake in the command.
/// </summary>
public sealed class CommandArguments
{
    private readonly ICommandDeclaration _command;
    private readonly IReadOnlyDictionary<string, string> _values;

    internal CommandArguments(ICommandDeclaration command, IReadOnlyDictionary<string, string> values) =>
        (_command, _values) = (command, values);

    /// <summary>True if the user gave the option; false where only its default holds.</summary>
    public bool Has(string option) => _values.ContainsKey(Find(option).Name);

    /// <summary>Whether a flag was given.</summary>
    public bool Flag(string option) => _values.ContainsKey(Find(option, OptionKind.Flag).Name);

    /// <summary>The value or default of an option that has one.</summary>
    public string Text(string option) => TextOrNull(option) ?? throw Missing(option);

    /// <summary>The value or default; null where there is neither.</summary>
    public string? TextOrNull(string option)
    {
        var declared = Find(option);
        return _values.TryGetValue(declared.Name, out var value) ? value : declared.Default;
    }

    /// <summary>The value or default of a whole number.</summary>
    public int Integer(string option) => IntegerOrNull(option) ?? throw Missing(option);

    /// <summary>The value or default; null where there is neither.</summary>
    public int? IntegerOrNull(string option) =>
        TextOrNull(Find(option, OptionKind.Integer).Name) is { } text
            ? int.Parse(text, NumberStyles.Integer, CultureInfo.InvariantCulture)
            : null;

    /// <summary>The value or default of a number.</summary>
    public double Number(string option) => NumberOrNull(option) ?? throw Missing(option);

    /// <summary>The value or default; null where there is neither.</summary>
    public double? NumberOrNull(string option) =>
        TextOrNull(Find(option, OptionKind.Number).Name) is { } text
            ? double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)
            : null;

    /// <summary>The value or default of a choice declared by <see cref="CommandOption.Choice{T}"/>.</summary>
    public T Choice<T>(string option)
        where T : struct, Enum => Enum.Parse<T>(Text(Find(option, OptionKind.Choice).Name), ignoreCase: true);

    internal CommandOption Find(string option, OptionKind? kind = null) =>
        _command.Options.FirstOrDefault(declared => declared.Name == option && (kind is null || declared.Kind == kind))
        ?? throw new InvalidOperationException(
            $"Command {_command.Name} declares no option {option}{(kind is null ? "" : $" of kind {kind}")}."
        );

    private InvalidOperationException Missing(string option) =>
        new(
            $"Option {option} of command {_command.Name} was not given and has no default; ask with Has, or for a value that may be null."
        );
}
