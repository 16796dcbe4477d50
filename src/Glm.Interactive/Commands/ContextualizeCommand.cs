using Glm.Analysis.Embeddings;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;

namespace Glm.Interactive.Commands;

/// <summary><c>#!glm contextualize</c>: a vector for every gene in its context.</summary>
public sealed class ContextualizeCommand : GlmCommand
{
    private static readonly Option<int> Layer = CommandOption
        .Integer("--layer", "Layer to keep: 0 for the embedding block, 1 and up for the layers, -1 for the last.", min: -512, max: 512)
        .WithDefault(-1);

    private static readonly Option<string> As = CommandOption.As("context");

    public override string Name => "contextualize";

    public override string Summary => "Reads all windows and keeps one hidden layer for every gene.";

    public override Type Result => typeof(ContextEmbeddings);

    public override IReadOnlyList<CommandOption> Options { get; } =
    [Layer, SessionData.Model, SessionData.Scaffolds, SessionData.Proteins, As];

    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new(
            "#!glm contextualize",
            "Keeps the last layer.",
            "var context = Contextualizer.Run(model, GeneDataset.Create(scaffolds, proteins, model.TransformFor(proteins, "
                + "withLabels: false)));"
        ),
    ];

    public override Task RunAsync(CommandContext context)
    {
        var (model, data) = SessionData.Read(context);
        var embeddings = Contextualizer.Run(model, data, context.Get(Layer), context.Progress("contextualize"), context.Cancellation);
        context.Publish(embeddings);
        context.Display(ContextEmbeddingsView.Create(embeddings));
        return Task.CompletedTask;
    }
}
