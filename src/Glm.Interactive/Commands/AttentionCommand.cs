using Glm.Analysis.Attention;
using Glm.Genomes;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;

namespace Glm.Interactive.Commands;

/// <summary><c>#!glm attention</c>: which genes of a window look at which.</summary>
public sealed class AttentionCommand : GlmCommand
{
    private static readonly Option<string?> Window = CommandOption
        .Text("--scaffold", "Scaffold whose first window to read, or a window such as contig_7:31-60; by default the first window of all.")
        .Implicit() with
    {
        Suggestions = session => session.Current<ScaffoldSet>()?.Windows.Select(window => window.Scaffold.Id).Distinct().Take(200) ?? [],
    };

    private static readonly Option<int> Layer = CommandOption
        .Integer("--layer", "Layer to show first, from 0; -1 for the last.", min: -512, max: 511)
        .WithDefault(-1);

    private static readonly Option<int> Head = CommandOption
        .Integer("--head", "Head to show first, from 0; -1 for the last.", min: -512, max: 511)
        .WithDefault(0);

    private static readonly Option<string> As = CommandOption.As("attention");

    public override string Name => "attention";

    public override string Summary => "Shows the attention of every head over one window.";

    public override Type Result => typeof(AttentionResult);

    public override IReadOnlyList<CommandOption> Options { get; } =
    [Window, Layer, Head, SessionData.Model, SessionData.Scaffolds, SessionData.Proteins, As];

    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new(
            "#!glm attention",
            "Shows the first window.",
            "var data = GeneDataset.Create(scaffolds, proteins, model.TransformFor(proteins, withLabels: false)); var attention "
                + "= AttentionReader.Run(model, data, window: 0);"
        ),
        new(
            "#!glm attention contig_7 --layer 2 --head 3",
            "Shows a scaffold by name, one head first.",
            "var attention = AttentionReader.Run(model, data, AttentionReader.FindWindow(data, \"contig_7\")); "
                + "attention.Head(layer: 2, head: 3).ToArray()"
        ),
    ];

    public override Task RunAsync(CommandContext context)
    {
        var (model, data) = SessionData.Read(context);
        var attention = AttentionReader.Run(model, data, AttentionReader.FindWindow(data, context.Get(Window)));
        var view = AttentionView.Create(attention, context.Get(Layer), context.Get(Head), data.Scaffolds.Proteins);
        context.Publish(attention);
        context.Display(view);
        return Task.CompletedTask;
    }
}
