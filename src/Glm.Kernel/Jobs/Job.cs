using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Export;
using Glm.Runtime;

namespace Glm.Kernel.Jobs;

/// <summary>
/// A training without a notebook: the <c>#!glm</c> commands that make one, with their options, as a file of YAML or JSON. Names, ranges
/// and defaults of the options are those of the commands.
/// </summary>
/// <param name="File">Path, as it was given.</param>
/// <param name="Folder">Full path of the file's folder, from which its paths start.</param>
/// <param name="Steps">In the order of the run; a <c>train</c> is among them.</param>
internal sealed record Job(string File, string Folder, IReadOnlyList<JobStep> Steps)
{
    private const string Train = "train";

    private static IReadOnlyList<string> Allowed => JobFile.Commands;

    /// <summary>Reads a job, and checks all of it before anything runs.</summary>
    /// <param name="file">Of YAML or JSON, at most 256 KB.</param>
    /// <param name="catalogue">Has the commands.</param>
    /// <exception cref="GlmException">The first mistake, with its line and the nearest valid name.</exception>
    public static Job Read(string file, CommandCatalogue catalogue)
    {
        var entries = JobText.Read(file);
        var steps = entries.Select(entry => Step(file, entry, catalogue)).ToList();
        if (entries.LastOrDefault(entry => entry.Name == Train) is not { } last)
            throw new GlmException($"{file}: there is no train in the job. Add a line such as train: {{ minutes: 20, save: my-model }}.");
        if (!last.Options.Any(option => option is { Name: "save" or "resume" }))
            throw new GlmException(
                $"{file}:{last.Line}: train has no save, and the trained model would be lost. Add save: FOLDER to its options."
            );
        return new Job(file, Path.GetDirectoryName(Path.GetFullPath(file))!, steps);
    }

    private static JobStep Step(string file, JobEntry entry, CommandCatalogue catalogue)
    {
        var place = $"{file}:{entry.Line}";
        if (!Allowed.Contains(entry.Name, StringComparer.Ordinal))
            throw new GlmException(
                catalogue.Find(entry.Name) is null
                    ? $"{place}: there is no command {LineText.Quoted(entry.Name)}.{DidYouMean(entry.Name, Allowed)}"
                        + $" A job has {JobFile.CommandList}."
                    : $"{place}: '{entry.Name}' makes no training; a job has {JobFile.CommandList}. "
                        + $"A notebook that glm run executes can do the rest."
            );
        var command = catalogue.Find(entry.Name)!;
        var values = new List<KeyValuePair<string, object?>>();
        var line = command.Name;
        foreach (var written in entry.Options)
        {
            var (option, value) = Option(file, command, written, catalogue);
            values.Add(new KeyValuePair<string, object?>(option.Name, value));
            if (value is not false)
                line += $" {option.Name}" + (value is string text ? $" {Quoted(text)}" : "");
        }
        try
        {
            return new JobStep(place, line, CommandLine.Bind(command.Name, values, catalogue));
        }
        catch (GlmException mistake) // of several options together
        {
            throw new GlmException($"{place}: {mistake.Message}", mistake);
        }
    }

    /// <returns>The option, and a text, true or false.</returns>
    private static (CommandOption Option, object Value) Option(
        string file,
        ICommandDeclaration command,
        JobEntry written,
        CommandCatalogue catalogue
    )
    {
        var where = $"{file}:{written.Line}: {command.Name}";
        var option =
            written.Name.Length == 0
                ? command.Options.FirstOrDefault(declared => declared.IsImplicit)
                    ?? throw new GlmException(
                        $"{where} takes a map of options, not {LineText.Quoted(written.Value ?? "")}. "
                            + $"Write {command.Name}: {{ option: value }}."
                    )
                : command.Options.FirstOrDefault(declared => Key(declared) == written.Name);
        if (option is null)
            throw new GlmException(
                $"{where}: there is no option {LineText.Quoted(written.Name)}.{DidYouMean(written.Name, command.Options.Select(Key))} Its "
                    + $"options: {string.Join(", ", command.Options.Select(Key))}."
            );
        var (key, isFlag) = (Key(option), option.Kind == OptionKind.Flag);
        if (written.Value is not { } value)
            throw new GlmException(
                $"{where}: {key} has no value. Write {key}: {(isFlag ? "true" : option.Placeholder)}, or leave it out."
            );
        if (isFlag)
            return written.IsPlain && value is "true" or "false"
                ? (option, value == "true")
                : throw new GlmException($"{where}: {key} must be true or false, not {LineText.Quoted(value)}.");
        return CommandLine.Refusal(option, value, catalogue) is { } refusal
            ? throw new GlmException($"{where}: {key} {refusal}")
            : (option, value);
    }

    private static string Key(CommandOption option) => option.Name.TrimStart('-');

    private static string DidYouMean(string typed, IEnumerable<string> names) =>
        NearestName.Of(typed.TrimStart('-'), names) is { } near ? $" Did you mean '{near}'?" : "";

    private static string Quoted(string value) =>
        value.Length > 0 && !value.Any(char.IsWhiteSpace) ? LineText.Shown(value) : $"\"{LineText.Shown(value)}\"";
}
