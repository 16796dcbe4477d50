using Glm.Runtime;

namespace Glm.Interactive.CommandLanguage;

/// <summary>
/// Reads a line <c>#!glm &lt;command&gt; [value of the implicit option] [--option value] [--flag]</c>. The value <c>@name</c> is that of a
/// C# variable (a string, a number or a boolean); a value that starts with @ itself is written in quotes. Strict: anything that it does
/// not understand is a <see cref="GlmException"/> that names the option, the rule and the nearest valid name.
/// </summary>
public static class CommandLine
{
    /// <summary>Reads a line and checks every value against its option.</summary>
    /// <param name="line">One line of a cell; its first word is <c>#!glm</c>.</param>
    /// <param name="catalogue">The known commands.</param>
    /// <param name="variables">What <c>@name</c> refers to; null checks everything but those values.</param>
    /// <exception cref="GlmException">The line breaks a rule.</exception>
    public static ParsedCommandLine Parse(string line, CommandCatalogue catalogue, INotebookVariables? variables = null)
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
        if (name.IsOption)
            throw new GlmException(
                $"{CommandCatalogue.Magic}: write the command before '{LineText.Shown(name.Text)}'. {CommandCatalogue.Magic} "
                    + $"alone lists the commands."
            );
        var command = FindCommand(name.Text, catalogue);
        return words.Skip(2).Any(IsHelp)
            ? new ParsedCommandLine(command, null)
            : new ParsedCommandLine(command, ReadArguments(command, words, catalogue.Vocabulary, variables));
    }

    /// <summary>Checks values that a host has parsed already, by the rules and with the messages of <see cref="Parse"/>.</summary>
    /// <param name="command">Name of the command, for example "train".</param>
    /// <param name="values">
    /// The options by name, dashes included: strings, numbers, booleans or files. A flag is true or false; null and false count as not
    /// given. <c>--help</c> asks for help.
    /// </param>
    /// <param name="catalogue">The known commands.</param>
    /// <exception cref="GlmException">The command or an option is unknown, or a value breaks a rule.</exception>
    public static ParsedCommandLine Bind(string command, IEnumerable<KeyValuePair<string, object?>> values, CommandCatalogue catalogue)
    {
        var declared = FindCommand(command, catalogue);
        var arguments = new ArgumentBuilder(declared, catalogue.Vocabulary);
        foreach (var (name, value) in values)
        {
            if (value is null or false)
                continue;
            if (name == CommandCatalogue.HelpFlag)
                return new ParsedCommandLine(declared, null);
            var option = arguments.Find(name);
            if (option.Kind != OptionKind.Flag)
                arguments.Set(
                    option,
                    OptionValue.WrittenOrNull(value)
                        ?? throw new GlmException(
                            $"{arguments.Where}: {name} must be {arguments.Rule(option)}, not {arguments.Words(value.GetType())}."
                        )
                );
            else if (value is true)
                arguments.SetUnchecked(option, "");
            else
                throw new GlmException(arguments.TakesNoValue(option));
        }
        return new ParsedCommandLine(declared, arguments.Build());
    }

    /// <summary>Why an option refuses a value and what it accepts, in words that follow its name; null if it accepts it.</summary>
    /// <param name="option">An option that takes a value.</param>
    /// <param name="value">The value as it was written.</param>
    /// <param name="catalogue">Has the words for types.</param>
    public static string? Refusal(CommandOption option, string value, CommandCatalogue catalogue) =>
        OptionValue.Accepts(option, value) ? null : OptionValue.Refusal(option, value, catalogue.Vocabulary);

    internal static bool IsHelp(CommandWord word) => !word.Quoted && word.Text == CommandCatalogue.HelpFlag;

    private static ICommandDeclaration FindCommand(string name, CommandCatalogue catalogue) =>
        catalogue.Find(name)
        ?? throw new GlmException(
            $"{CommandCatalogue.Magic}: there is no command '{LineText.Shown(name)}'."
                + $"{ArgumentBuilder.DidYouMean(catalogue.Nearest(name)?.Name)} {CommandCatalogue.Magic} alone lists the commands."
        );

    private static CommandArguments ReadArguments(
        ICommandDeclaration command,
        List<CommandWord> words,
        IVocabulary vocabulary,
        INotebookVariables? variables
    )
    {
        var arguments = new ArgumentBuilder(command, vocabulary);
        var where = arguments.Where;
        for (var i = 2; i < words.Count; i++)
        {
            Refuse(words[i].Fault, where);
            if (!words[i].IsOption)
            {
                Set(ImplicitOption(command, arguments, words, i), words[i]);
                continue;
            }
            var option = arguments.Find(words[i].Text);
            if (option.Kind == OptionKind.Flag)
            {
                arguments.SetUnchecked(option, "");
                continue;
            }
            if (i + 1 == words.Count)
                throw new GlmException(
                    $"{where}: {option.Name} needs a value: {arguments.Rule(option)}. Write {option.Name} {option.Placeholder}."
                );
            Refuse(words[i + 1].Fault, where);
            if (words[i + 1].IsOption)
                throw new GlmException(
                    $"{where}: {option.Name} needs a value: {arguments.Rule(option)}; '{LineText.Shown(words[i + 1].Text)}' looks like an "
                        + $"option. Put a value that starts with '-' in quotes, \"…\"."
                );
            Set(option, words[++i]);
        }
        return arguments.Build();

        void Set(CommandOption option, CommandWord word)
        {
            if (VariableReference.In(word) is not { } reference)
                arguments.Set(option, word.Text);
            else if (option.Kind == OptionKind.Variable) // it takes the name anyway
                arguments.Set(option, reference);
            else if (variables is null)
                arguments.SetUnchecked(option, word.Text);
            else
                arguments.Set(option, VariableReference.Resolve(reference, variables, vocabulary, option.Name, where));
        }
    }

    private static CommandOption ImplicitOption(ICommandDeclaration command, ArgumentBuilder arguments, List<CommandWord> words, int at)
    {
        var (word, where) = (LineText.Shown(words[at].Text), arguments.Where);
        if (command.Options.FirstOrDefault(option => option.IsImplicit) is { } option && !arguments.Has(option))
            return option;
        if (
            words[at - 1] is { IsOption: true } before
            && command.Options.Any(flag => flag.Name == before.Text && flag.Kind == OptionKind.Flag)
        )
            throw new GlmException($"{where}: {before.Text} takes no value; leave out '{word}'.");
        if (NearestName.Of("--" + words[at].Text, command.Options.Select(declared => declared.Name)) is { } near)
            throw new GlmException($"{where}: '{word}' is not an option. Did you mean {near}?");
        throw new GlmException(
            $"{where}: '{word}' does not belong to an option. Put a value with spaces in quotes, \"…\", or name its option."
        );
    }

    private static void Refuse(string? fault, string where)
    {
        if (fault is not null)
            throw new GlmException($"{where}: {fault}");
    }
}
