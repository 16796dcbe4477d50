using Glm.Analysis.Embeddings;
using Glm.Analysis.Taxonomy;
using Glm.Genomes;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Glm.Statistics;

namespace Glm.Interactive.Commands;

/// <summary><c>#!glm taxonomy</c>: how much of the taxon the context reveals.</summary>
public sealed class TaxonomyCommand : GlmCommand
{
    private const string Genome = "genome";
    private const string Window = "window";

    private static readonly Option<TaxonomicRank> Rank = CommandOption
        .Choice<TaxonomicRank>("--rank", "Rank to predict.")
        .WithDefault(TaxonomicRank.Class);

    private static readonly Option<int> Folds = CommandOption
        .Integer("--folds", "Folds of the cross-validation.", min: 2, max: 100)
        .WithDefault(5);

    private static readonly Option<string> By = CommandOption
        .Choice(
            "--by",
            "What stays together in a fold: genome, so that none is both trained on and tested, or window, as published, which leaks.",
            [Genome, Window]
        )
        .WithDefault(Genome);

    private static readonly Option<int> Seed = CommandOption.Integer("--seed", "Determines the folds.").WithDefault(1);

    private static readonly Option<ContextEmbeddings> Context = CommandOption.Variable<ContextEmbeddings>(
        "--context",
        "Embeddings to predict from."
    );

    private static readonly Option<string> As = CommandOption.As("taxonomy");

    public override string Name => "taxonomy";

    public override string Summary => "Predicts the taxon of every window by logistic regression, from gLM and from context-free vectors.";

    public override Type Result => typeof(TaxonomyResult);

    public override IReadOnlyList<CommandOption> Options { get; } = [Rank, Folds, By, Seed, Context, As];

    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new(
            "#!glm taxonomy",
            "Predicts the class of windows of genomes that were held out whole.",
            "var taxonomy = TaxonomyProbe.Run(context);"
        ),
        new(
            "#!glm taxonomy --rank phylum --by window",
            "Predicts the phylum in stratified folds, as published.",
            "var taxonomy = TaxonomyProbe.Run(context, TaxonomicRank.Phylum, grouping: FoldGrouping.Random);"
        ),
    ];

    public override Task RunAsync(CommandContext context)
    {
        var result = TaxonomyProbe.Run(
            context.Get(Context),
            context.Get(Rank),
            context.Get(Folds),
            context.Get(Seed),
            context.Get(By) == Genome ? FoldGrouping.Genome : FoldGrouping.Random,
            context.Progress("taxonomy"),
            context.Cancellation
        );
        context.Publish(result);
        context.Display(TaxonomyView.Create(result));
        return Task.CompletedTask;
    }
}
