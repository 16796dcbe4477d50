using Glm.Analysis.Embeddings;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Glm.Statistics.Manifolds;

namespace Glm.Interactive.Commands;

/// <summary><c>#!glm map</c>: embeddings in the plane.</summary>
public sealed class MapCommand : GlmCommand
{
    private static readonly EmbeddingMapOptions Standard = new();

    private static readonly Option<MapMethod> Method = CommandOption
        .Choice<MapMethod>("--method", "How points are laid out: principal components, UMAP or t-SNE.")
        .Fills(nameof(EmbeddingMapOptions.Method), Standard.Method);

    private static readonly Option<EmbeddingLevel> Level = CommandOption
        .Choice<EmbeddingLevel>("--level", "What a point stands for; windows, scaffolds and genomes are means over their genes.")
        .WithDefault(EmbeddingLevel.Window);

    private static readonly Option<string?> Color = CommandOption.Text(
        "--color",
        "What the colours show: a rank, genome, scaffold, length, strand, family, operon, product or name, or a variable with labels of "
            + "genes or numbers; by default class if it is known."
    ) with
    {
        Choices = EmbeddingMapper.ColorColumns(EmbeddingLevel.Gene),
    };

    private static readonly Option<int> Neighbors = CommandOption
        .Integer("--neighbors", "UMAP: points that make up a neighbourhood; few show fine structure, many the whole.", min: 2)
        .Fills(nameof(EmbeddingMapOptions.Neighbours), Standard.Neighbours);

    private static readonly Option<double> MinDist = CommandOption
        .Number("--min-dist", "UMAP: how close neighbours may lie; the smaller, the tighter the groups.", new NumericRange(0, 1))
        .Fills(nameof(EmbeddingMapOptions.MinDist), Standard.MinDist);

    private static readonly Option<double> Perplexity = CommandOption
        .Number("--perplexity", "t-SNE: about how many neighbours count.", new NumericRange(1))
        .Fills(nameof(EmbeddingMapOptions.Perplexity), Standard.Perplexity);

    private static readonly Option<VectorMetric> Metric = CommandOption
        .Choice<VectorMetric>("--metric", "UMAP and t-SNE: how far apart vectors are.")
        .Fills(nameof(EmbeddingMapOptions.Metric), Standard.Metric);

    private static readonly Option<int> Seed = CommandOption
        .Integer("--seed", "UMAP and t-SNE: the same seed makes the same map.")
        .Fills(nameof(EmbeddingMapOptions.Seed), Standard.Seed);

    private static readonly Option<string?> Family = CommandOption.Text(
        "--family",
        "Maps only the genes of a protein family, or of a gene name, and tells the variance on their axes before and after context."
    );

    private static readonly Option<string?> Select = CommandOption.File(
        "--select",
        "Marks points: a table whose first column has their ids, as the map saves it, or a variable with a string[]."
    );

    private static readonly Option<string> As = CommandOption.As("embeddingMap");

    public override string Name => "map";

    public override string Summary => "Projects embeddings onto a plane, context-free next to contextual.";

    public override Type Result => typeof(EmbeddingMap);

    public override IReadOnlyList<CommandOption> Options { get; } =
    [Method, Level, Color, Neighbors, MinDist, Perplexity, Metric, Seed, Family, Select, MapData.Context, As];

    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new(
            "#!glm map --level window --color class",
            "Shows a point per window, coloured by class.",
            "var embeddingMap = EmbeddingMapper.Pca(context, EmbeddingLevel.Window, \"class\");"
        ),
        new(
            "#!glm map --level gene --color operon",
            "Shows a point per gene, coloured by operon.",
            "var embeddingMap = EmbeddingMapper.Pca(context, EmbeddingLevel.Gene, \"operon\");"
        ),
        new(
            "#!glm map --method umap --level gene --color genus --metric cosine",
            "Lays genes out so that neighbours lie together.",
            "var embeddingMap = EmbeddingMapper.Map(context, new EmbeddingMapOptions { Method = MapMethod.Umap, Level = "
                + "EmbeddingLevel.Gene, Metric = VectorMetric.Cosine }, MapColors.Column(\"genus\"));"
        ),
    ];

    public override Task RunAsync(CommandContext context)
    {
        var embeddings = context.Get(MapData.Context);
        var options = new EmbeddingMapOptions
        {
            Method = context.Get(Method),
            // A family is one of genes.
            Level = context.Get(Family) is not null && !context.Arguments.Has(Level) ? EmbeddingLevel.Gene : context.Get(Level),
            Neighbours = context.Get(Neighbors),
            MinDist = context.Get(MinDist),
            Perplexity = context.Get(Perplexity),
            Metric = context.Get(Metric),
            Seed = context.Get(Seed),
            Family = context.Get(Family),
            Select = MapData.Selection(context, Select),
        };
        var column = context.Get(Color) ?? (embeddings.Genomes.Any(genome => genome.Lineage is not null) ? "class" : "scaffold");
        var colors = MapData.Colors(context, column);
        var map = EmbeddingMapper.Map(embeddings, options, colors, context.Progress("map"), context.Cancellation);
        context.Publish(map);
        context.Display(EmbeddingMapView.Create(map));
        return Task.CompletedTask;
    }
}
