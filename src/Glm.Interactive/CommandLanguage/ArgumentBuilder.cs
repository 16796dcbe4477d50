using Glm.Runtime;

namespace Glm.Interactive.CommandLanguage;

/// <summary>Collects the values of one command and checks each of them, however they came: as words of a line, or by name.</summary>
internal sealed class ArgumentBuilder(ICommandDeclaration command, IVocabulary vocabulary)
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <summary>The command as messages name it: "#!glm train".</summary>
    public string Where { get; } = $"{CommandCatalogue.Magic} {command.Name}";

    public bool Has(CommandOption option) => _values.ContainsKey(option.Name);

    /// <summary>What a value of the option must be.</summary>
    public string Rule(CommandOption option) => OptionValue.Rule(option, vocabulary);

    /// <summary>A type in words.</summary>
    public string Words(Type type) => vocabulary.Words(type);

    /// <summary>Takes a value after checking it.</summary>
    /// <exception cref="GlmException">The option does not accept it, or has one already.</exception>
    public void Set(CommandOption option, string value)
    {
        if (!OptionValue.Accepts(option, value))
            throw new GlmException($"{Where}: {option.Name} {OptionValue.Refusal(option, value, vocabulary)}");
        SetUnchecked(option, value);
    }

    /// <summary>Takes a flag, or a value that will be known only when the line runs.</summary>
    /// <exception cref="GlmException">The option has a value already.</exception>
    public void SetUnchecked(CommandOption option, string value)
    {
        if (!_values.TryAdd(option.Name, value))
            throw new GlmException($"{Where}: {option.Name} is given twice; give it once.");
    }

    /// <summary>The option that a name means.</summary>
    /// <param name="text">With its dashes; may be wrong.</param>
    /// <exception cref="GlmException">There is none.</exception>
    public CommandOption Find(string text)
    {
        if (command.Options.FirstOrDefault(option => option.Name == text) is { } found)
            return found;
        var name = text.Split('=', 2);
        if (name.Length == 2 && command.Options.FirstOrDefault(option => option.Name == name[0]) is { } meant)
            throw new GlmException(
                meant.Kind == OptionKind.Flag
                    ? TakesNoValue(meant)
                    : $"{Where}: '{LineText.Shown(text)}' is not how values are written; write {meant.Name} {LineText.Shown(name[1])}."
            );
        var known =
            command.Options.Count > 0
                ? $"Its options: {string.Join(' ', command.Options.Select(option => option.Name))}."
                : "It has no options.";
        var near = NearestName.Of(
            name[0].StartsWith("--", StringComparison.Ordinal) ? name[0] : "-" + name[0],
            command.Options.Select(option => option.Name)
        );
        throw new GlmException($"{Where}: there is no option '{LineText.Shown(name[0])}'.{DidYouMean(near)} {known}");
    }

    public string TakesNoValue(CommandOption flag) => $"{Where}: {flag.Name} takes no value; write {flag.Name} alone, or leave it out.";

    /// <summary>The arguments, if they are complete.</summary>
    /// <exception cref="GlmException">Two options exclude each other, or one is missing.</exception>
    public CommandArguments Build()
    {
        foreach (var group in command.Exclusions)
            if (group.Where(_values.ContainsKey).Take(2).ToArray() is [var first, var second])
                throw new GlmException($"{Where}: {first} and {second} cannot be combined; give one of them.");
        if (command.Options.FirstOrDefault(option => option.IsRequired && !Has(option)) is { } missing)
            throw new GlmException(
                $"{Where}: {missing.Name} is missing. Write {Where} {(missing.IsImplicit ? "" : missing.Name + " ")}{missing.Placeholder}."
            );
        return new CommandArguments(command, _values);
    }

    public static string DidYouMean(string? name) => name is null ? "" : $" Did you mean '{name}'?";
}
