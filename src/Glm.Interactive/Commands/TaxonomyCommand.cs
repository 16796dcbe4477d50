using Glm.Analysis.Embeddings;
using Glm.Analysis.Taxonomy;
using Glm.Genomes;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Interactive.Commands;

/// <summary><c>#!glm taxonomy</c>: how much of the taxon the context reveals, and the taxa of unknown scaffolds.</summary>
public sealed class TaxonomyCommand : GlmCommand
{
    private const string AllRanks = "all";

    private static readonly TaxonomyOptions Standard = new();

    private static readonly Option<string> Rank = CommandOption
        .Choice(
            "--rank",
            "Rank to predict; all is every rank at which the lineages tell taxa apart.",
            [.. Enum.GetValues<TaxonomicRank>().Select(rank => OptionValue.Written(rank)), AllRanks]
        )
        .WithDefault(OptionValue.Written(Standard.Rank));

    private static readonly Option<string> Folds = CommandOption
        .Choice(
            "--folds",
            "What stays together in a fold: genome, so that none is trained on and tested; random, as published, leaks.",
            ["genome", "random"]
        )
        .WithDefault("genome");

    private static readonly Option<int> FoldCount = CommandOption
        .Integer("--fold-count", "Number of folds.", min: 2, max: 100)
        .Fills(nameof(TaxonomyOptions.FoldCount), Standard.FoldCount);

    private static readonly Option<ContextEmbeddings?> Apply = CommandOption.OptionalVariable<ContextEmbeddings>(
        "--apply",
        "Embeddings of unknown scaffolds, read by the same model and layer: they are assigned to the known taxa, or called unlike "
            + "anything known."
    );

    private static readonly Option<double> Unlike = CommandOption
        .Number(
            "--unlike",
            "With --apply, the share of held-out known stretches that may be called unlike anything known.",
            new NumericRange(0, 1, MinExclusive: true, MaxExclusive: true)
        )
        .Fills(nameof(TaxonomyOptions.Unlike), Standard.Unlike);

    private static readonly Option<int> Seed = CommandOption
        .Integer("--seed", "Determines the folds and the intervals.")
        .WithDefault(Standard.Seed);

    private static readonly Option<ContextEmbeddings> Context = CommandOption.Variable<ContextEmbeddings>(
        "--context",
        "Embeddings to predict from, of genomes with lineages."
    );

    private static readonly Option<string> As = CommandOption.As("taxonomy");

    public override string Name => "taxonomy";

    public override string Summary =>
        "Predicts the taxon of every window by logistic regression, from gLM and from context-free vectors; assigns unknown scaffolds.";

    public override Type Result => typeof(TaxonomyResult);

    public override IReadOnlyList<CommandOption> Options { get; } = [Rank, Folds, FoldCount, Apply, Unlike, Seed, Context, As];

    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new(
            "#!glm taxonomy",
            "Predicts the class of windows of genomes that were held out whole.",
            "var taxonomy = TaxonomyProbe.Run(context);"
        ),
        new(
            "#!glm taxonomy --rank phylum --folds random",
            "Predicts the phylum in stratified folds, as published.",
            "var taxonomy = TaxonomyProbe.Run(context, new TaxonomyOptions { Rank = TaxonomicRank.Phylum, Folds = FoldGrouping.Random });"
        ),
        new(
            "#!glm taxonomy --rank all --fold-count 3",
            "Predicts every rank at which the lineages tell taxa apart, with a confusion matrix of each.",
            "var taxonomy = TaxonomyProbe.RunAllRanks(context, new TaxonomyOptions { FoldCount = 3 });"
        ),
        new(
            "#!glm taxonomy --context context --apply unknownContext --as assignments",
            "Learns from known genomes and assigns the scaffolds of others, with calibrated confidence.",
            "var assignments = TaxonomyAssigner.Run(context, unknownContext);"
        ),
    ];

    public override Task RunAsync(CommandContext context)
    {
        var rank = context.Get(Rank);
        var options = new TaxonomyOptions
        {
            Rank = rank == AllRanks ? Standard.Rank : Enum.Parse<TaxonomicRank>(rank, ignoreCase: true),
            Folds = Enum.Parse<FoldGrouping>(context.Get(Folds), ignoreCase: true),
            FoldCount = context.Get(FoldCount),
            Seed = context.Get(Seed),
            Unlike = context.Get(Unlike),
        };
        if (context.Arguments.Has(Apply))
        {
            if (rank == AllRanks)
                throw new GlmException("#!glm taxonomy: --apply assigns taxa of one rank. Name it with --rank, such as --rank class.");
            Assign(context, options);
            return Task.CompletedTask;
        }
        if (context.Arguments.Has(Unlike))
            throw new GlmException("#!glm taxonomy: --unlike is for scaffolds that are assigned, and none are named. Add --apply NAME.");
        var (known, progress) = (context.Get(Context), context.Progress("taxonomy"));
        var result =
            rank == AllRanks
                ? TaxonomyProbe.RunAllRanks(known, options, progress, context.Cancellation)
                : TaxonomyProbe.Run(known, options, progress, context.Cancellation);
        context.Publish(result);
        context.Display(TaxonomyView.Create(result));
        return Task.CompletedTask;
    }

    private static void Assign(CommandContext context, TaxonomyOptions options)
    {
        var known = context.Get(Context);
        var unknown = context.Get(Apply)!;
        if (ReferenceEquals(known, unknown))
            throw new GlmException(
                "#!glm taxonomy: --context and --apply are the same embeddings, and only others can be assigned. Name those of the known "
                    + "genomes with --context."
            );
        var result = TaxonomyAssigner.Run(known, unknown, options, context.Progress("taxonomy"), context.Cancellation);
        context.Publish(result, TaxonomyAssignmentsView.Variable);
        context.Display(TaxonomyAssignmentsView.Create(result));
    }
}
