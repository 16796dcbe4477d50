using Glm.Analysis.Embeddings;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;

namespace Glm.Interactive.Commands;

/// <summary><c>#!glm map</c>: embeddings in the plane.</summary>
public sealed class MapCommand : GlmCommand
{
    private static readonly Option<string> Method = CommandOption.Choice("--method", "Method of projection.", ["pca"]).WithDefault("pca");

    private static readonly Option<EmbeddingLevel> Level = CommandOption
        .Choice<EmbeddingLevel>("--level", "What a point stands for; windows and genomes are means over their genes.")
        .WithDefault(EmbeddingLevel.Window);

    private static readonly Option<string?> Color = CommandOption.Text(
        "--color",
        "What the colours show: a rank, genome, scaffold, strand, family, operon, product or name; by default class if it is known."
    ) with
    {
        Choices = EmbeddingMapper.ColorColumns(EmbeddingLevel.Gene),
    };

    private static readonly Option<ContextEmbeddings> Context = CommandOption.Variable<ContextEmbeddings>(
        "--context",
        "Embeddings to project."
    );

    private static readonly Option<string> As = CommandOption.As("embeddingMap");

    public override string Name => "map";

    public override string Summary => "Projects embeddings onto a plane, context-free next to contextual.";

    public override Type Result => typeof(EmbeddingMap);

    public override IReadOnlyList<CommandOption> Options { get; } = [Method, Level, Color, Context, As];

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
    ];

    public override Task RunAsync(CommandContext context)
    {
        var embeddings = context.Get(Context);
        var column = context.Get(Color) ?? (embeddings.Genomes.Any(genome => genome.Lineage is not null) ? "class" : "scaffold");
        var map = EmbeddingMapper.Pca(embeddings, context.Get(Level), column);
        context.Publish(map);
        context.Display(EmbeddingMapView.Create(map));
        return Task.CompletedTask;
    }
}
