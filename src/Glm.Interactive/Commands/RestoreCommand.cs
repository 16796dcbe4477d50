using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Glm.Interactive.Results;
using Glm.Runtime;
using Glm.Sessions;

namespace Glm.Interactive.Commands;

/// <summary><c>#!glm restore</c>: variables that <c>#!glm save</c> wrote become variables again.</summary>
public sealed class RestoreCommand : GlmCommand
{
    private static readonly Option<string> Folder = CommandOption.Folder("--folder", "Folder that save wrote.").Required().Implicit();

    private static readonly Option<string?> Only = CommandOption.Text(
        "--only",
        "Variables to restore, separated by commas; by default all."
    ) with
    {
        ValueName = "NAME,…",
    };

    public override string Name => "restore";

    public override string Summary => "Brings back the variables that save wrote, all or none; variables of the same names are replaced.";

    public override IReadOnlyList<CommandOption> Options { get; } = [Folder, Only];

    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new(
            "#!glm restore my-session",
            "Brings back all variables of a session.",
            "var restored = SessionFolder.Restore(\"my-session\");"
        ),
        new(
            "#!glm restore my-session --only context",
            "Brings back one of them.",
            "var context = (ContextEmbeddings)SessionFolder.Restore(\"my-session\", [\"context\"])[0].Value;"
        ),
    ];

    public override Task RunAsync(CommandContext context)
    {
        var only = context.Get(Only)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var restored = SessionFolder.Restore(context.Get(Folder), only, context.Progress("restore"), context.Cancellation);
        if (restored.FirstOrDefault(variable => !CSharpName.IsValid(variable.Key)).Key is { } wrong)
            throw new GlmException(
                $"#!glm restore: {LineText.Quoted(wrong)} cannot be the name of a C# variable. Save the session again."
            );
        foreach (var (name, value) in restored)
            if (ResultTypes.Of(value) is not null)
                context.Keep(name, value, CSharpName.VisibleTypeOf(value));
            else
                context.Host.SetVariable(name, value, CSharpName.VisibleTypeOf(value));
        context.Display(
            SessionView.Create(
                [.. restored.Select(variable => new SessionObject(variable.Key, variable.Value))],
                context.Session.Catalogue.Vocabulary
            )
        );
        return Task.CompletedTask;
    }
}
