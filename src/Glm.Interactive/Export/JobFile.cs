using System.Globalization;
using System.Text;
using Glm.Formats.Text;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Hosting;
using Glm.Modeling;
using Glm.Runtime;
using Glm.Training;

namespace Glm.Interactive.Export;

/// <summary>
/// Writes a training of a session as a job: the commands that made it with their options, as YAML that <c>glm train</c> runs without a
/// notebook. What C# changed inside an object meanwhile is not seen.
/// </summary>
public static class JobFile
{
    private const string Train = "train";
    private const string Save = "--save";
    private const string Resume = "--resume";

    /// <summary>The first line of every job that is written; other files are not replaced.</summary>
    private const string Heading = "# A job that #!glm save-job wrote";

    /// <summary>Options that name what a command leaves on the disk for later ones.</summary>
    private static readonly string[] Written = ["--corpus", "--out", Save, Resume, "--save-space"];

    /// <summary>The commands that a job may have, in the order of a run.</summary>
    public static IReadOnlyList<string> Commands { get; } = ["load", "simulate", "embed", "model", Train];

    /// <summary>The same as words: "load, simulate, … and train".</summary>
    public static string CommandList => $"{string.Join(", ", Commands.SkipLast(1))} and {Commands[^1]}";

    /// <summary>Writes the job that made a training.</summary>
    /// <param name="path">A .yaml or .yml file. Paths in it are relative to its folder; a job that was written before is replaced.</param>
    /// <param name="session">Has run the commands.</param>
    /// <param name="result">A history or a trained model of the session; null for its newest history.</param>
    /// <returns>The text that was written.</returns>
    /// <exception cref="GlmException">
    /// No command of the session trained the result, something in it was made by C# or by a command that jobs do not have, a training was
    /// broken off, or the file holds something else.
    /// </exception>
    public static string Write(string path, CommandSession session, object? result = null)
    {
        var full = Path.GetFullPath(path);
        if (Path.GetExtension(full).ToLowerInvariant() is not (".yaml" or ".yml"))
            throw new GlmException($"{path}: a job is written as YAML; name a file that ends in .yaml.");
        if (File.Exists(full) && !IsJob(full))
            throw new GlmException(
                $"{path}: this file was not written by #!glm save-job and is not replaced. Name another, or remove it."
            );
        result ??= session.Current<TrainingHistory>()
            ?? throw new GlmException("There is no training to write yet. Run #!glm train first.");
        if (result is not (TrainingHistory or GlmModel))
            throw new GlmException(
                $"A job is written of a training: name a history or a trained model, not "
                    + $"{session.Catalogue.Vocabulary.Words(result.GetType())}."
            );
        var text = Text(Path.GetDirectoryName(full)!, Path.GetFileNameWithoutExtension(full), Path.GetFileName(full), session, result);
        TextFile.Replace(full, writer => writer.Write(text));
        return text;
    }

    private static bool IsJob(string path)
    {
        using var reader = new StreamReader(TextFile.Open(path));
        var start = new char[Heading.Length];
        return reader.ReadBlock(start) == start.Length && start.AsSpan().SequenceEqual(Heading);
    }

    private static string Text(string folder, string name, string file, CommandSession session, object result)
    {
        var lines = Needed(session, result);
        var last = lines.FindLastIndex(line => line.Command.Name == Train);
        var (again, replay) = (lines.Select(line => line.Command.Name).Distinct().Count() < lines.Count, new Replay());
        var text = new StringBuilder($"{Heading}. Paths in it start from its folder.\n");
        for (var i = 0; i < lines.Count; i++)
        {
            var options = Options(lines[i], folder, replay).ToList();
            // Without a place to save it, the model of a job would be lost.
            if (i == last && !options.Any(option => option.Name is Save or Resume))
                options.Add((Save, name));
            text.Append(again ? "- " : "").Append(lines[i].Command.Name).Append(options.Count == 0 ? ": {}\n" : ":\n");
            foreach (var (option, value) in options)
                text.Append(again ? "    " : "  ").Append(option.TrimStart('-')).Append(": ").Append(Scalar(value)).Append('\n');
        }
        return text.Append($"# Run it with: glm train {Scalar(file)}\n").ToString();
    }

    /// <summary>The lines without which the result would not be what it is, in their order.</summary>
    private static List<SessionLine> Needed(CommandSession session, object result)
    {
        var (lines, token) = (session.Lines, session.TokenOf(result));
        var target = lines.Count - 1;
        while (target >= 0 && !(lines[target].Command.Name == Train && lines[target].Changes(token)))
            target--;
        if (target < 0)
            throw new GlmException(
                "No #!glm train of this session trained it, and a job repeats only what commands did. Train it with #!glm train."
            );
        // What was typed again with the same --save went on with the same run.
        var repeated = Enumerable
            .Range(0, target)
            .Where(i => Enumerable.Range(i + 1, target - i).Any(later => IsSameRun(lines[i], lines[later])))
            .ToHashSet();
        var (needed, open) = (new SortedSet<int> { target }, new Stack<int>([target]));
        while (open.TryPop(out var at))
        {
            if (lines[at].Command.Name == Train && !lines[at].IsCompleted)
                throw new GlmException(
                    "A training on the way to this model was interrupted, and a job cannot repeat that. Run the same #!glm train line to "
                        + "its end first (with --save it goes on where it was), or begin anew with a fresh model."
                );
            if (!Commands.Contains(lines[at].Command.Name, StringComparer.Ordinal))
                throw new GlmException(
                    $"#!glm {lines[at].Command.Name} had a part in this model, and a job has only {CommandList}. Keep the notebook, "
                        + $"and run it with glm run."
                );
            foreach (var before in Before(lines, at).Where(before => !repeated.Contains(before)))
                if (needed.Add(before))
                    open.Push(before);
        }
        return [.. needed.Select(i => lines[i])];
    }

    /// <summary>The earlier lines that made what a line used.</summary>
    private static HashSet<int> Before(IReadOnlyList<SessionLine> lines, int at)
    {
        var (line, found) = (lines[at], new HashSet<int>());
        foreach (var use in line.Uses)
        {
            var makers = Enumerable.Range(0, at).Where(i => lines[i].Changes(use.Token)).ToList();
            if (makers.All(i => lines[i].Makes.All(made => made.Token != use.Token)))
                throw new GlmException(
                    $"#!glm {line.Command.Name} used the variable '{use.Variable}', which C# made, and a job repeats only what commands "
                        + $"did. Write it to a file, read that with #!glm load, embed --with or model, and train again."
                );
            found.UnionWith(makers);
        }
        var paths = Paths(line).Select(path => path.Full).ToHashSet(StringComparer.Ordinal);
        found.UnionWith(
            Enumerable
                .Range(0, at)
                .Where(i =>
                    lines[i].IsCompleted && Paths(lines[i]).Any(path => Written.Contains(path.Option) && paths.Contains(path.Full))
                )
        );
        return found;
    }

    private static bool IsSameRun(SessionLine one, SessionLine other) =>
        one.Command.Name == Train
        && other.Command.Name == Train
        && Value(one, Save) is not null
        && one.Folder == other.Folder
        && one.Command.Options.All(option => Value(one, option.Name) == Value(other, option.Name));

    /// <summary>The value of an option that the line gives; null if it does not.</summary>
    private static string? Value(SessionLine line, string name) =>
        line.Command.Options.FirstOrDefault(option => option.Name == name) is { } option && line.Arguments.Has(option)
            ? line.Arguments.Written(option)
            : null;

    private static IEnumerable<(string Option, string Full)> Paths(SessionLine line) =>
        from option in line.Command.Options
        where option.Kind is OptionKind.File or OptionKind.Folder
        let value = Value(line, option.Name)
        where value is not null && !option.Choices.Contains(value)
        select (option.Name, Path.TrimEndingDirectorySeparator(Path.GetFullPath(value, line.Folder)));

    /// <summary>The options of a line in a job of a folder: what the line gives, and variables that a job would not find.</summary>
    private static IEnumerable<(string Name, string Value)> Options(SessionLine line, string folder, Replay replay)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var use in line.Uses)
            if (replay.Name(use, use.Option is { } given && Value(line, given) is not null) is { } variable)
                variables[use.Option!] = variable;
        foreach (var made in line.Makes)
            replay.Remember(made.Variable, made.Type, made.Token);
        foreach (var option in line.Command.Options)
            if (variables.TryGetValue(option.Name, out var variable))
                yield return (option.Name, variable);
            else if (Value(line, option.Name) is { } value)
                switch (option.Kind)
                {
                    // The job goes on where it was broken off, rather than begin anew each time.
                    case OptionKind.Flag when option.Name == "--restart":
                        break;
                    case OptionKind.Flag:
                        yield return (option.Name, "true");
                        break;
                    case OptionKind.File or OptionKind.Folder when !option.Choices.Contains(value):
                        var path = Path.GetRelativePath(folder, Path.GetFullPath(value, line.Folder))
                            .Replace(Path.DirectorySeparatorChar, '/');
                        yield return (option.Name, option.Choices.Contains(path) ? "./" + path : path);
                        break;
                    default:
                        yield return (option.Name, value);
                        break;
                }
    }

    /// <summary>A text as YAML gives it back: bare where that is safe, else in quotes with JSON's escapes.</summary>
    private static string Scalar(string value)
    {
        if (
            value is [var first, ..]
            && (char.IsAsciiLetterOrDigit(first) || first is '.' or '/' or '_')
            && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '/' or '_' or '-' or '+')
            && value is not ("null" or "...")
        )
            return value;
        var text = new StringBuilder("\"");
        foreach (var c in value)
            if (c is '"' or '\\')
                text.Append('\\').Append(c);
            else if (char.IsControl(c) || c is '\u2028' or '\u2029' or '\uFEFF')
                text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
            else
                text.Append(c);
        return text.Append('"').ToString();
    }

    /// <summary>What a session that runs the job holds so far, the newest last.</summary>
    private sealed class Replay
    {
        private readonly List<(string Variable, Type Type, object Token)> _objects = [];

        public void Remember(string variable, Type type, object token)
        {
            _objects.RemoveAll(kept => kept.Variable == variable);
            _objects.Add((variable, type, token));
        }

        /// <summary>The variable by which a line must name an object; null where the newest of its type is that object.</summary>
        public string? Name(SessionLine.Use use, bool isNamed)
        {
            if (!isNamed && _objects.FindLast(kept => use.Wanted.IsAssignableFrom(kept.Type)).Token == use.Token)
                return null;
            if (use.Option is null || _objects.FindLast(kept => kept.Token == use.Token) is not { Variable: { } variable } found)
                throw new GlmException(
                    $"The object of the variable '{use.Variable}' is not what a job would find there. Give results of their own names "
                        + $"with --as, and train again."
                );
            Remember(variable, found.Type, found.Token);
            return variable;
        }
    }
}
