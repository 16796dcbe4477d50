using Glm.Runtime;

namespace Glm.Interactive.CommandLanguage;

/// <summary>
/// Reads a line <c>#!glm &lt;command&gt; [value of the implicit option] [--option value] [--flag]</c>. A value <c>@name</c> is that of a
/// C#
/// variable (text, number or truth value); a text that starts with @ is written in quotes. Strict: whatever it does not understand is a
/// <see cref="GlmException"/> that names the option, the rule and the nearest valid name.
/// </summary>
public static class CommandLine
{
    /// <summary>Reads a line and checks every value against its option.</summary>
    /// <param name="line">One line of a cell; its first word is <c>#!glm</c>.</param>
    /// <param name="catalogue">The commands there are.</param>
    /// <param name="host">Whose variables <c>@name</c> means; null checks everything but those values.</param>
    /// <exception cref="GlmException">The line breaks a rule.</exception>
    public static ParsedCommandLine Parse(string line, CommandCatalogue catalogue, INotebookVariables? host = null)
    {
        var words = CommandWord.Split(line.Trim());
        if (words.Count == 0 || words[0].Quoted || words[0].Text != CommandCatalogue.Magic)
            throw new GlmException(
                $"A command line starts with {CommandCatalogue.Magic}, not '{LineText.Shown(words.Count > 0 ? words[0].Text : "")}'."
            );
        if (line.Trim().AsSpan().IndexOfAny('\n', '\r') >= 0)
            throw new GlmException(
                $"{CommandCatalogue.Magic}: a command is one line; start the next one with {CommandCatalogue.Magic} again."
            );
        if (words.Count == 1 || IsHelp(words[1]))
            return new ParsedCommandLine(null, null);

        var name = words[1];
        Refuse(name.Fault, CommandCatalogue.Magic);
        var command = name.IsOption
            ? throw new GlmException(
                $"{CommandCatalogue.Magic}: write the command before '{LineText.Shown(name.Text)}'. {CommandCatalogue.Magic} "
                    + $"alone lists the commands."
            )
            : catalogue.Find(name.Text)
                ?? throw new GlmException(
                    $"{CommandCatalogue.Magic}: there is no command "
                        + $"'{LineText.Shown(name.Text)}'.{DidYouMean(catalogue.Nearest(name.Text)?.Name)} {CommandCatalogue.Magic} "
                        + $"alone lists the commands."
                );
        return words.Skip(2).Any(IsHelp)
            ? new ParsedCommandLine(command, null)
            : new ParsedCommandLine(command, ReadArguments(command, words, catalogue.Vocabulary, host));
    }

    internal static bool IsHelp(CommandWord word) => !word.Quoted && word.Text == CommandCatalogue.HelpFlag;

    private static CommandArguments ReadArguments(
        ICommandDeclaration command,
        List<CommandWord> words,
        IVocabulary vocabulary,
        INotebookVariables? host
    )
    {
        var where = $"{CommandCatalogue.Magic} {command.Name}";
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 2; i < words.Count; i++)
        {
            Refuse(words[i].Fault, where);
            if (!words[i].IsOption)
            {
                Set(ImplicitOption(command, values, words, i, where), words[i]);
                continue;
            }
            var option = FindOption(command, words[i].Text, where);
            if (option.Kind == OptionKind.Flag)
            {
                Store(option, "");
                continue;
            }
            if (i + 1 == words.Count)
                throw new GlmException(
                    $"{where}: {option.Name} needs a value: {OptionValue.Rule(option, vocabulary)}. Write {option.Name} "
                        + $"{option.Placeholder}."
                );
            Refuse(words[i + 1].Fault, where);
            if (words[i + 1].IsOption)
                throw new GlmException(
                    $"{where}: {option.Name} needs a value: {OptionValue.Rule(option, vocabulary)}; "
                        + $"'{LineText.Shown(words[i + 1].Text)}' looks like an "
                        + $"option. Put a value that starts with '-' into \"…\"."
                );
            Set(option, words[++i]);
        }
        foreach (var group in command.Exclusions)
            if (group.Where(values.ContainsKey).Take(2).ToArray() is [var first, var second])
                throw new GlmException($"{where}: {first} and {second} exclude each other; give one of them.");
        if (command.Options.FirstOrDefault(option => option.IsRequired && !values.ContainsKey(option.Name)) is { } missing)
            throw new GlmException(
                $"{where}: {missing.Name} is missing. Write {where} {(missing.IsImplicit ? "" : missing.Name + " ")}{missing.Placeholder}."
            );
        return new CommandArguments(command, values);

        void Set(CommandOption option, CommandWord word)
        {
            var reference = VariableReference.In(word);
            var value =
                reference is null ? word.Text
                : option.Kind == OptionKind.Variable ? reference // it takes the name anyway
                : host is null ? null
                : VariableReference.Resolve(reference, host, vocabulary, option.Name, where);
            if (value is not null && !OptionValue.Accepts(option, value))
                throw new GlmException($"{where}: {option.Name} {OptionValue.Refusal(option, value, vocabulary)}");
            Store(option, value ?? word.Text);
        }

        void Store(CommandOption option, string value)
        {
            if (!values.TryAdd(option.Name, value))
                throw new GlmException($"{where}: {option.Name} is given twice; give it once.");
        }
    }

    private static CommandOption FindOption(ICommandDeclaration command, string text, string where)
    {
        if (command.Options.FirstOrDefault(option => option.Name == text) is { } found)
            return found;
        var name = text.Split('=', 2);
        if (name.Length == 2 && command.Options.FirstOrDefault(option => option.Name == name[0]) is { } meant)
            throw new GlmException(
                meant.Kind == OptionKind.Flag
                    ? $"{where}: {meant.Name} takes no value; write {meant.Name} alone, or leave it out."
                    : $"{where}: '{LineText.Shown(text)}' is not how values are written; write {meant.Name} {LineText.Shown(name[1])}."
            );
        var known =
            command.Options.Count > 0
                ? $"Its options: {string.Join(' ', command.Options.Select(option => option.Name))}."
                : "It has no options.";
        var near = NearestName.Of(
            name[0].StartsWith("--", StringComparison.Ordinal) ? name[0] : "-" + name[0],
            command.Options.Select(option => option.Name)
        );
        throw new GlmException($"{where}: there is no option '{LineText.Shown(name[0])}'.{DidYouMean(near)} {known}");
    }

    private static CommandOption ImplicitOption(
        ICommandDeclaration command,
        Dictionary<string, string> values,
        List<CommandWord> words,
        int at,
        string where
    )
    {
        var word = LineText.Shown(words[at].Text);
        if (command.Options.FirstOrDefault(option => option.IsImplicit) is { } option && !values.ContainsKey(option.Name))
            return option;
        if (
            words[at - 1] is { IsOption: true } before
            && command.Options.Any(flag => flag.Name == before.Text && flag.Kind == OptionKind.Flag)
        )
            throw new GlmException($"{where}: {before.Text} takes no value; leave out '{word}'.");
        if (NearestName.Of("--" + words[at].Text, command.Options.Select(declared => declared.Name)) is { } near)
            throw new GlmException($"{where}: '{word}' stands alone. Did you mean {near}?");
        throw new GlmException($"{where}: '{word}' belongs to no option. Put a value with blanks into \"…\", or name its option.");
    }

    private static string DidYouMean(string? name) => name is null ? "" : $" Did you mean '{name}'?";

    private static void Refuse(string? fault, string where)
    {
        if (fault is not null)
            throw new GlmException($"{where}: {fault}");
    }
}
