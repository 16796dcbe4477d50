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
    public override string Name => "taxonomy";

    public override string Summary => "Predicts the taxon of every window by logistic regression, gLM beside context-free vectors.";

    public override Type Result => typeof(TaxonomyResult);

    public override IReadOnlyList<CommandOption> Options { get; } =
    [
        CommandOption.Choice<TaxonomicRank>("--rank", "The rank to predict.", "class"),
        CommandOption.Integer("--folds", "Folds of the cross-validation.", "5", min: 2, max: 100),
        CommandOption.Flag("--by-genome", "Keeps all windows of a genome in one fold, so that no test window's sisters are trained on."),
        CommandOption.Integer("--seed", "Decides the folds.", "1"),
        CommandOption.Variable<ContextEmbeddings>("--context", "The embeddings; left out, the newest."),
        CommandOption.As("taxonomy"),
    ];

    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new(
            "#!glm taxonomy",
            "Class-level taxonomy in five stratified folds, as published.",
            "var taxonomy = TaxonomyProbe.Run(context);"
        ),
        new(
            "#!glm taxonomy --rank phylum --by-genome",
            "Phyla, with whole genomes held out.",
            "var taxonomy = TaxonomyProbe.Run(context, TaxonomicRank.Phylum, foldKind: FoldKind.GroupedByGenome);"
        ),
    ];

    public override Task RunAsync(CommandContext context)
    {
        var arguments = context.Arguments;
        var result = TaxonomyProbe.Run(
            context.Object<ContextEmbeddings>("--context"),
            arguments.Choice<TaxonomicRank>("--rank"),
            arguments.Integer("--folds"),
            arguments.Integer("--seed"),
            arguments.Flag("--by-genome") ? FoldKind.GroupedByGenome : FoldKind.Stratified,
            context.Progress("taxonomy"),
            context.Cancellation
        );
        context.Publish(result);
        context.Display(TaxonomyView.Create(result));
        return Task.CompletedTask;
    }
}
