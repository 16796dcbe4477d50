namespace Glm.Interactive.CommandLanguage;

/// <summary>
/// The values of one command line, checked against the command's options. Immutable. Asking for an option that the command does not
/// declare is a defect of the command.
/// </summary>
public sealed class CommandArguments
{
    private readonly ICommandDeclaration _command;
    private readonly IReadOnlyDictionary<string, string> _values;

    internal CommandArguments(ICommandDeclaration command, IReadOnlyDictionary<string, string> values) =>
        (_command, _values) = (command, values);

    /// <summary>True if the user gave the option; false where only its default holds.</summary>
    public bool Has(CommandOption option) => _values.ContainsKey(Declared(option).Name);

    /// <summary>The value as it was written, or else the default; null where there is neither. Empty for a flag that was given.</summary>
    public string? Written(CommandOption option) => _values.GetValueOrDefault(Declared(option).Name) ?? option.Default;

    /// <summary>The value of an option: as given, or its default, or null for neither.</summary>
    /// <param name="option">An option of the command.</param>
    /// <param name="source">Finds objects and paths.</param>
    public T Get<T>(Option<T> option, IOptionSource source) => option.Read(option, Written(option), source);

    private CommandOption Declared(CommandOption option) =>
        _command.Options.Any(declared => declared.Name == option.Name && declared.Kind == option.Kind)
            ? option
            : throw new InvalidOperationException($"Command {_command.Name} declares no option {option.Name} of kind {option.Kind}.");
}
