using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display.Markup;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Glm.Interactive.Results;
using Glm.Runtime;
using Glm.Sessions;

namespace Glm.Interactive.Commands;

/// <summary><c>#!glm save</c>: the variables of the notebook become a folder.</summary>
public sealed class SaveCommand : GlmCommand
{
    private static readonly Option<string> Folder = CommandOption
        .Folder("--folder", "Folder to write; an earlier session in it is replaced as a whole.")
        .Required()
        .Implicit();

    private static readonly Option<string?> Only = CommandOption.Text(
        "--only",
        "C# variables to save, separated by commas; by default all that can be saved."
    ) with
    {
        ValueName = "NAME,…",
    };

    public override string Name => "save";

    public override string Summary => "Saves the variables of this notebook to a folder, from which restore brings them back.";

    public override IReadOnlyList<CommandOption> Options { get; } = [Folder, Only];

    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new(
            "#!glm save my-session",
            "Saves everything; #!glm restore my-session goes on from there, in a new notebook too.",
            "SessionFolder.Save(\"my-session\", [.. session.Objects.Select(kept => KeyValuePair.Create(kept.Variable, kept.Value))], "
                + "ValueDescription.Line);"
        ),
        new(
            "#!glm save my-results --only context",
            "Saves one result, and what it is made of.",
            "SessionFolder.Save(\"my-results\", [KeyValuePair.Create<string, object>(\"context\", context)], ValueDescription.Line);"
        ),
    ];

    public override Task RunAsync(CommandContext context)
    {
        var folder = context.Get(Folder);
        var named = context.Get(Only);
        var variables = named is null
            ? All(context)
            : Named(context, named.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        if (variables.Count == 0)
            throw new GlmException("#!glm save: this notebook has no variables yet that could be saved. #!glm lists the commands.");
        var saved = SessionFolder.Save(
            folder,
            variables,
            ValueDescription.Line,
            progress: context.Progress("save"),
            cancellation: context.Cancellation
        );
        context.Display(
            KeyValueView.Create(
                $"Saved {Html.Count(saved.Variables.Count, "variable")} to {Path.GetFileName(Path.TrimEndingDirectorySeparator(folder))}, "
                    + $"{Html.Bytes(saved.Variables.Sum(variable => variable.Bytes))}.",
                [
                    .. saved.Variables.Select(variable => (variable.Name, $"{variable.Description} ({Html.Bytes(variable.Bytes)})")),
                    .. saved.LeftOut.Select(left => (left.Name, $"not saved: {left.Reason}")),
                ]
            )
        );
        return Task.CompletedTask;
    }

    /// <summary>Every variable: first those that no command knows, then the session's in its order.</summary>
    private static List<KeyValuePair<string, object>> All(CommandContext context)
    {
        var kept = context.Objects;
        var known = kept.Select(one => one.Variable).ToHashSet(StringComparer.Ordinal);
        var variables = new List<KeyValuePair<string, object>>();
        foreach (var name in context.Host.VariableNames.Where(name => !known.Contains(name)).Order(StringComparer.Ordinal))
            if (context.Host.TryGetVariable(name, out var value) && value is not (null or CommandSession))
                variables.Add(KeyValuePair.Create(name, value));
        variables.AddRange(kept.Select(one => KeyValuePair.Create(one.Variable, one.Value)));
        return variables;
    }

    private static List<KeyValuePair<string, object>> Named(CommandContext context, IReadOnlyList<string> names)
    {
        foreach (var name in names)
            if (!context.Host.TryGetVariable(name, out var value) || value is null)
                throw new GlmException(
                    $"#!glm save: --only names {LineText.Quoted(name)}, but there is no C# variable of that name. "
                        + (
                            NearestName.Of(name, context.Host.VariableNames) is { } near
                                ? $"Did you mean '{near}'?"
                                : "#!glm info lists the session's objects."
                        )
                );
        return [.. All(context).Where(variable => names.Contains(variable.Key, StringComparer.Ordinal))];
    }
}
