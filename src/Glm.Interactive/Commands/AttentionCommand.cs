using Glm.Analysis.Attention;
using Glm.Genomes;
using Glm.Interactive.Display;
using Glm.Interactive.Hosting;
using Glm.Modeling;
using Glm.Runtime;

namespace Glm.Interactive.Commands;

/// <summary><c>#!glm attention</c>: which genes of a window look at which.</summary>
public sealed class AttentionCommand : GlmCommand
{
    public override string Name => "attention";

    public override string Summary => "Shows the attention of every head over one window.";

    public override Type Result => typeof(AttentionResult);

    public override IReadOnlyList<CommandOption> Options { get; } =
    [
        CommandOption.Text("--scaffold", "A scaffold, whose first window is read, or a window such as contig_7:31-60; left out, the first window.").Implicit() with
        {
            Suggestions = session => session.Current<ScaffoldSet>()?.Windows.Select(window => window.Scaffold.Id).Distinct().Take(200) ?? [],
        },
        CommandOption.Integer("--layer", "The layer shown first, from 1; left out, the last.", min: 1, max: 512),
        CommandOption.Integer("--head", "The head shown first, from 1.", "1", min: 1, max: 512),
        .. SessionData.Options,
        CommandOption.As("attention"),
    ];

    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new("#!glm attention", "Shows the first window.", "var data = GeneDataset.Create(scaffolds, proteins, model.TransformFor(proteins, withLabels: false)); var attention = AttentionReader.Run(model, data, window: 0);"),
        new("#!glm attention contig_7 --layer 2 --head 3", "Shows a scaffold by name, one head first.", "var attention = AttentionReader.Run(model, data, AttentionReader.FindWindow(data, \"contig_7\")); attention.Head(layer: 1, head: 2)"),
    ];

    public override Task RunAsync(CommandContext context)
    {
        var model = context.Object<GlmModel>("--model");
        var layer = context.Arguments.IntegerOrNull("--layer") ?? model.Config.Layers;
        var head = context.Arguments.Integer("--head");
        if (layer > model.Config.Layers || head > model.Config.Heads)
            throw new GlmException($"#!glm attention: layer {layer}, head {head} does not exist; this model has layers 1 to {model.Config.Layers} with heads 1 to {model.Config.Heads}.");
        var data = SessionData.Dataset(context, model, withLabels: false);
        var attention = AttentionReader.Run(model, data, AttentionReader.FindWindow(data, context.Arguments.TextOrNull("--scaffold")));
        context.Publish(attention);
        context.Display(AttentionView.Create(attention, layer - 1, head - 1));
        return Task.CompletedTask;
    }
}
