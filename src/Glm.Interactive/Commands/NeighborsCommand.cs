using Glm.Analysis.Embeddings;
using Glm.Genomes;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Glm.Statistics.Manifolds;

namespace Glm.Interactive.Commands;

/// <summary><c>#!glm neighbors</c>: what lies next to a gene, window, scaffold or genome among the vectors.</summary>
public sealed class NeighborsCommand : GlmCommand
{
    private static readonly Option<string> Of = CommandOption
        .Text("--of", "A gene by its name, locus tag, id or protein, or the id of a window, scaffold or genome.")
        .Required() with
    {
        IsImplicit = true,
        Suggestions = MapData.PointNames,
    };

    private static readonly Option<EmbeddingLevel> Level = CommandOption
        .Choice<EmbeddingLevel>("--level", "What is compared; windows, scaffolds and genomes are means over their genes.")
        .WithDefault(EmbeddingLevel.Gene);

    private static readonly Option<EmbeddingSpace> Space = CommandOption
        .Choice<EmbeddingSpace>("--space", "Which vectors: in context, or those of the proteins alone.")
        .WithDefault(EmbeddingSpace.Context);

    private static readonly Option<int> Top = CommandOption.Integer("--top", "The most neighbours.", min: 1, max: 10_000).WithDefault(10);

    private static readonly Option<VectorMetric> Metric = CommandOption
        .Choice<VectorMetric>("--metric", "How far apart vectors are.")
        .WithDefault(VectorMetric.Cosine);

    private static readonly Option<string> As = CommandOption.As("neighbors");

    public override string Name => "neighbors";

    public override string Summary => "Finds the genes, windows, scaffolds or genomes whose vectors are nearest to one of them.";

    public override Type Result => typeof(EmbeddingNeighbours);

    public override IReadOnlyList<CommandOption> Options { get; } = [Of, Level, Space, Top, Metric, MapData.Context, As];

    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new(
            "#!glm neighbors rubA",
            "Lists the genes nearest to a gene in context, with their surroundings.",
            "var neighbors = EmbeddingNeighbourFinder.Find(context, \"rubA\", set: scaffolds);"
        ),
        new(
            "#!glm neighbors --of rubA --space protein --top 5",
            "Compares the proteins alone.",
            "var neighbors = EmbeddingNeighbourFinder.Find(context, \"rubA\", space: EmbeddingSpace.Protein, top: 5, set: scaffolds);"
        ),
        new(
            "#!glm neighbors G01 --level genome",
            "Lists the genomes whose genes are most alike on average.",
            "var neighbors = EmbeddingNeighbourFinder.Find(context, \"G01\", EmbeddingLevel.Genome);"
        ),
    ];

    public override Task RunAsync(CommandContext context)
    {
        var found = EmbeddingNeighbourFinder.Find(
            context.Get(MapData.Context),
            context.Get(Of),
            context.Get(Level),
            context.Get(Space),
            context.Get(Top),
            context.Get(Metric),
            context.NewestOrNull<ScaffoldSet>(),
            context.Progress("find neighbours"),
            context.Cancellation
        );
        context.Publish(found);
        context.Display(EmbeddingNeighboursView.Create(found));
        return Task.CompletedTask;
    }
}
