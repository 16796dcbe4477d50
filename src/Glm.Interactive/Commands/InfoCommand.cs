using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Glm.Interactive.Provenance;
using Glm.Runtime;

namespace Glm.Interactive.Commands;

/// <summary><c>#!glm info</c>: what the session holds.</summary>
public sealed class InfoCommand : GlmCommand
{
    private static readonly Option<object> Variable = CommandOption.Variable<object>("--name", "C# variable to describe.").Implicit();

    public override string Name => "info";

    public override string Summary => "Lists the objects of this session, or describes one variable and how it came to be.";

    public override bool NeedsTorch => false;

    public override IReadOnlyList<CommandOption> Options { get; } = [Variable];

    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new(
            "#!glm info",
            "Lists every object that a command made or was given.",
            "foreach (var kept in session.Objects) Console.WriteLine($\"{kept.Variable}: {ValueDescription.Line(kept.Value)}\");"
        ),
        new("#!glm info scaffolds", "Describes the variable scaffolds and what led to it.", "ValueDescription.Line(scaffolds)"),
    ];

    public override Task RunAsync(CommandContext context)
    {
        var vocabulary = context.Session.Catalogue.Vocabulary;
        var stale = Staleness.Of(context.Session, context.Host);
        if (context.Arguments.Written(Variable) is not { } name)
        {
            context.Display(SessionView.Create(context.Objects, vocabulary, stale));
            return Task.CompletedTask;
        }
        var found = Find(context, name);
        context.Display(SessionView.Create([found], vocabulary, stale));
        if (context.Session.MakerOf(context.Session.TokenOf(found.Value))?.Record is { } record)
            context.Display(LineageView.Create(RecordLineage.Of(context.Session.Records, record), stale));
        return Task.CompletedTask;
    }

    private static SessionObject Find(CommandContext context, string name) =>
        context.Host.TryGetVariable(name, out var value) && value is not null
            ? new SessionObject(name, value)
            : context.Session.Objects.FirstOrDefault(kept => kept.Variable == name)
                ?? throw new GlmException($"#!glm info: there is no C# variable '{name}'. #!glm info alone lists the session's objects.");
}
