namespace Glm.Interactive.CommandLanguage;

/// <summary>Offers what may come at the cursor of a command line.</summary>
public static class CommandCompletion
{
    private const int MostFiles = 200;
    private const int MostEntriesRead = 5000;

    /// <summary>Commands, options not yet given, choices, variables of the right type, files. Never throws, whatever the line.</summary>
    /// <param name="line">The line so far, starting with <c>#!glm</c>; may be wrong or unfinished.</param>
    /// <param name="cursor">0 to the line's length; a value outside is moved to the nearer end.</param>
    /// <param name="session">Holds the catalogue and the objects by variable.</param>
    /// <param name="host">Lists variables, and knows where relative paths start; null for neither.</param>
    public static IReadOnlyList<CompletionItem> Complete(string line, int cursor, ICommandSession session, INotebookVariables? host = null)
    {
        cursor = Math.Clamp(cursor, 0, line.Length);
        var place = LinePosition.At(line, cursor, session.Catalogue);
        var word = place.Word;
        var start = word?.Start ?? cursor;
        var length = (word?.End ?? cursor) - start;
        var typed = Typed(line[start..cursor]);
        IEnumerable<(string Text, string Description)> candidates = place switch
        {
            { Index: 0 } => [(CommandCatalogue.Magic, "Genomic language models.")],
            { Index: 1 } => session.Catalogue.Commands.Select(command => (command.Name, command.Summary)),
            { Command: null } => [],
            { Option: { } option } => Values(option, typed, session, host),
            { Word: { Quoted: false } begun } when begun.Text[0] == '-' => Options(place.Command, place.Given),
            _ => Implicit(place.Command, place.Given, typed, session, host)
                .Concat(word is null ? Options(place.Command, place.Given) : []),
        };
        return
        [
            .. candidates
                .Where(candidate => candidate.Text.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
                .DistinctBy(candidate => candidate.Text)
                .Select(candidate => new CompletionItem(CommandWord.Quote(candidate.Text), candidate.Description, start, length)),
        ];
    }

    private static IEnumerable<(string Text, string Description)> Options(ICommandDeclaration command, IReadOnlySet<string> given)
    {
        var excluded = command
            .Exclusions.Where(group => group.Any(given.Contains))
            .SelectMany(group => group)
            .ToHashSet(StringComparer.Ordinal);
        return command
            .Options.Where(option => !given.Contains(option.Name) && !excluded.Contains(option.Name))
            .Select(option => (option.Name, CommandHelp.Text(option)))
            .Append((CommandCatalogue.HelpFlag, $"Explains {command.Name}."));
    }

    private static IEnumerable<(string Text, string Description)> Implicit(
        ICommandDeclaration command,
        IReadOnlySet<string> given,
        string typed,
        ICommandSession session,
        INotebookVariables? host
    ) =>
        command.Options.FirstOrDefault(option => option.IsImplicit && !given.Contains(option.Name)) is { } option
            ? Values(option, typed, session, host)
            : [];

    private static IEnumerable<(string Text, string Description)> Values(
        CommandOption option,
        string typed,
        ICommandSession session,
        INotebookVariables? host
    )
    {
        var listed = option
            .Choices.Select(choice => (choice, choice == option.Default ? "default" : ""))
            .Concat((option.Suggestions?.Invoke(session) ?? []).Select(suggestion => (suggestion, "")));
        return option.Kind switch
        {
            OptionKind.Variable => Variables(option.VariableType!, session, host),
            OptionKind.File => listed.Concat(Files(typed, host, folders: false)),
            OptionKind.Folder => listed.Concat(Files(typed, host, folders: true)),
            OptionKind.Choice or OptionKind.Text => listed,
            _ => option.Default is { } standard ? listed.Append((standard, "default")) : listed,
        };
    }

    /// <summary>The session's variables, the newest first, then the notebook's others.</summary>
    private static IEnumerable<(string Text, string Description)> Variables(Type type, ICommandSession session, INotebookVariables? host)
    {
        var known = session.Objects.Reverse().Where(kept => type.IsInstanceOfType(kept.Value)).Select(kept => (kept.Variable, kept.Value));
        var others = host is null
            ? []
            : host
                .VariableNames.Order(StringComparer.Ordinal)
                .Select(name => (Name: name, Value: host.TryGetVariable(name, out var value) ? value : null))
                .Where(variable => type.IsInstanceOfType(variable.Value))
                .Select(variable => (variable.Name, variable.Value!));
        return known.Concat(others).Select(variable => (variable.Item1, session.Catalogue.Vocabulary.Line(variable.Item2)));
    }

    private static IReadOnlyList<(string Text, string Description)> Files(string typed, INotebookVariables? host, bool folders)
    {
        var cut = typed.AsSpan().LastIndexOfAny('/', Path.DirectorySeparatorChar) + 1;
        var (parent, begun) = (typed[..cut], typed[cut..]);
        try
        {
            var folder = new DirectoryInfo(Path.GetFullPath(parent, host?.WorkingDirectory ?? Environment.CurrentDirectory));
            if (!folder.Exists)
                return [];
            return
            [
                .. folder
                    .EnumerateFileSystemInfos()
                    .Take(MostEntriesRead)
                    .Where(entry =>
                        entry.Name.StartsWith(begun, StringComparison.OrdinalIgnoreCase)
                        && (begun.StartsWith('.') || !entry.Name.StartsWith('.'))
                    )
                    .Where(entry => entry is DirectoryInfo || !folders)
                    .Where(entry => !entry.Name.Any(char.IsControl))
                    .OrderBy(entry => entry.Name, StringComparer.Ordinal)
                    .Take(MostFiles)
                    .Select(entry => entry is DirectoryInfo ? (parent + entry.Name + "/", "folder") : (parent + entry.Name, "file")),
            ];
        }
        catch (Exception e)
            when (e is IOException or UnauthorizedAccessException or ArgumentException or System.Security.SecurityException)
        {
            return []; // what cannot be listed cannot be offered; the command itself says why
        }
    }

    /// <summary>The word up to the cursor, without its quotes and escapes.</summary>
    private static string Typed(string raw) => raw.StartsWith('"') ? CommandWord.Split(raw)[0].Text : raw;
}
