using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Provenance;
using Glm.Runtime;

namespace Glm.Interactive.Hosting;

/// <summary>
/// What an earlier run of the same notebook left. A session that has one takes from it the results of commands whose line, files and
/// used values are what they were, and runs only the others.
/// </summary>
/// <param name="results">The commands of that run, in order, each with what it showed.</param>
/// <param name="restore">Brings back its variables as they were in the end; called once, and only when one is wanted.</param>
/// <param name="log">Receives one line for each command whose results were taken; null for nobody.</param>
public sealed class EarlierRun(
    IReadOnlyList<(CommandRecord Record, MimeBundle Shown)> results,
    Func<IReadOnlyDictionary<string, object>> restore,
    Action<string>? log = null
)
{
    private readonly bool[] _taken = new bool[results.Count];
    private IReadOnlyDictionary<string, object>? _variables;

    /// <summary>How many commands were not run.</summary>
    public int Taken => _taken.Count(taken => taken);

    /// <summary>Gives a command its earlier results, where they still hold.</summary>
    /// <returns>Its record and what it showed; null where it has to be run.</returns>
    internal (CommandRecord Record, MimeBundle Shown)? Recall(SessionLine line, CommandContext context)
    {
        var text = RecordBuilder.Text(line);
        var at = Enumerable.Range(0, results.Count).FirstOrDefault(i => !_taken[i] && results[i].Record.Line == text, -1);
        if (at < 0 || !Holds(at, line, context))
            return null;
        try
        {
            _variables ??= restore();
        }
        catch (GlmException damage)
        {
            log?.Invoke($"the results of the earlier run are of no use: {damage.Message}");
            _variables = new Dictionary<string, object>();
        }
        var record = results[at].Record;
        if (!record.Makes.All(made => _variables.TryGetValue(made.Variable, out var value) && IsWhole(made, value, context.Session)))
            return null;
        _taken[at] = true;
        foreach (var made in record.Makes)
            context.Keep(made.Variable, _variables[made.Variable], CSharpName.VisibleTypeOf(_variables[made.Variable]));
        log?.Invoke("as before, not run again");
        return results[at];
    }

    private bool Holds(int at, SessionLine line, CommandContext context)
    {
        var record = results[at].Record;
        return record.Makes.Count > 0
            && record.Runtime.Program == RuntimeFacts.Now().Program
            // Variables come back as they were in the end: what was replaced later has to be made again.
            && record.Makes.All(made =>
                ReferenceEquals(results.Last(result => result.Record.Makes.Any(other => other.Variable == made.Variable)).Record, record)
            )
            && record.Uses.All(use => IsUsedAgain(use, line, context))
            && record
                .Inputs.Concat(record.Outputs)
                .All(file => FileHashes.Of(Path.GetFullPath(file.Path, line.Folder), line.Folder) is { } now && now.Sha256 == file.Sha256);
    }

    private static bool IsUsedAgain(UsedValue use, SessionLine line, CommandContext context)
    {
        if (!context.Host.TryGetVariable(use.Variable, out var now) || now is null)
            return false;
        var option = line.Command.Options.FirstOrDefault(option => option.Name == use.Option);
        if (
            option?.VariableType is { } type
            && !use.IsNamed
            && context.Session.Objects.LastOrDefault(kept => type.IsInstanceOfType(kept.Value))?.Variable != use.Variable
        )
            return false;
        return context.Session.MakerOf(context.Session.TokenOf(now), before: line) is { } maker
            ? maker.Record!.Id == use.MadeBy
            : use.MadeBy is null && context.Session.ContentOf(now).Hash == use.Hash;
    }

    private static bool IsWhole(MadeValue made, object value, CommandSession session) =>
        CSharpName.OfType(value.GetType()) == made.Type && session.ContentOf(value).Hash == made.Content.Hash;
}
