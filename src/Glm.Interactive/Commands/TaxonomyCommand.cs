using Glm.Analysis.Embeddings;
using Glm.Analysis.Taxonomy;
using Glm.Genomes;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;

namespace Glm.Interactive.Commands;

/// <summary><c>#!glm taxonomy</c>: how much of the taxon the context reveals.</summary>
public sealed class TaxonomyCommand : GlmCommand
{
    private static readonly Option<TaxonomicRank> Rank = CommandOption
        .Choice<TaxonomicRank>("--rank", "Rank to predict.")
        .WithDefault(TaxonomicRank.Class);

    private static readonly Option<int> Folds = CommandOption
        .Integer("--folds", "Folds of the cross-validation.", min: 2, max: 100)
        .WithDefault(5);

    private static readonly Option<bool> ByGenome = CommandOption.Flag(
        "--by-genome",
        "Keeps all windows of a genome in one fold, so that no genome is both trained on and tested."
    );

    private static readonly Option<int> Seed = CommandOption.Integer("--seed", "Determines the folds.").WithDefault(1);

    private static readonly Option<ContextEmbeddings> Context = CommandOption.Variable<ContextEmbeddings>(
        "--context",
        "Embeddings to predict from."
    );

    private static readonly Option<string> As = CommandOption.As("taxonomy");

    public override string Name => "taxonomy";

    public override string Summary => "Predicts the taxon of every window by logistic regression, from gLM and from context-free vectors.";

    public override Type Result => typeof(TaxonomyResult);

    public override IReadOnlyList<CommandOption> Options { get; } = [Rank, Folds, ByGenome, Seed, Context, As];

    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new("#!glm taxonomy", "Predicts the class in five stratified folds, as published.", "var taxonomy = TaxonomyProbe.Run(context);"),
        new(
            "#!glm taxonomy --rank phylum --by-genome",
            "Predicts the phylum, with whole genomes held out.",
            "var taxonomy = TaxonomyProbe.Run(context, TaxonomicRank.Phylum, foldKind: FoldKind.GroupedByGenome);"
        ),
    ];

    public override Task RunAsync(CommandContext context)
    {
        var result = TaxonomyProbe.Run(
            context.Get(Context),
            context.Get(Rank),
            context.Get(Folds),
            context.Get(Seed),
            context.Get(ByGenome) ? FoldKind.GroupedByGenome : FoldKind.Stratified,
            context.Progress("taxonomy"),
            context.Cancellation
        );
        context.Publish(result);
        context.Display(TaxonomyView.Create(result));
        return Task.CompletedTask;
    }
}
