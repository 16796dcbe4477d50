using Glm.Analysis.Dark;
using Glm.Genomes;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Glm.Runtime;

namespace Glm.Interactive.Commands;

/// <summary><c>#!glm dark</c>: genes of which nothing is known, and what their context suggests.</summary>
public sealed class DarkCommand : GlmCommand
{
    private static readonly DarkGeneOptions Standard = new();

    private static readonly Option<string?> Gene = CommandOption
        .Text("--gene", "A dark gene to show among its neighbours, by its name, locus tag, id or protein; by default the surest guesses.")
        .Fills(nameof(DarkGeneOptions.Gene)) with
    {
        IsImplicit = true,
        Suggestions = MapData.PointNames,
    };

    private static readonly Option<string?> Labels = CommandOption.Text(
        "--labels",
        "What to guess: a field that genes carry, or a variable with labels; by default the newest labels, or the first of cog, ec1, "
            + "product and family that there is."
    ) with
    {
        Choices = GeneFieldLabels.Fields,
    };

    private static readonly Option<string> Words = (
        CommandOption
            .Text("--words", "Words of products, separated by commas, that say that nothing is known.")
            .Fills(nameof(DarkGeneOptions.DarkWords)) with
        {
            ValueName = "WORDS",
        }
    ).WithDefault(string.Join(',', Standard.DarkWords));

    private static readonly Option<bool> Unlabelled = CommandOption
        .Flag("--unlabelled", "Takes genes without a label for dark, whatever their products say.")
        .Fills(nameof(DarkGeneOptions.UnlabelledAreDark));

    private static readonly Option<int> Neighbours = CommandOption
        .Integer("--neighbours", "How many of the nearest annotated genes vote.", min: 1, max: 100)
        .Fills(nameof(DarkGeneOptions.Neighbours), Standard.Neighbours);

    private static readonly Option<int> Components = CommandOption
        .Integer("--components", "Principal components on which distributions are compared.", min: 1, max: 100)
        .Fills(nameof(DarkGeneOptions.Components), Standard.Components);

    private static readonly Option<int> Reach = CommandOption
        .Integer("--reach", "Genes on either side whose proteins are averaged for the baseline.", min: 1, max: 50)
        .Fills(nameof(DarkGeneOptions.Reach), Standard.Reach);

    private static readonly Option<int> Sample = CommandOption
        .Integer("--sample", "The most annotated genes that are hidden to learn how far guesses can be trusted.", min: 20)
        .Fills(nameof(DarkGeneOptions.Sample), Standard.Sample);

    private static readonly Option<int> Seed = CommandOption
        .Integer("--seed", "Determines all that is drawn.")
        .Fills(nameof(DarkGeneOptions.Seed), Standard.Seed);

    private static readonly Option<string> As = CommandOption.As("dark");

    public override string Name => "dark";

    public override string Summary => "Compares unannotated genes with annotated ones, and guesses what they are from their context.";

    public override Type Result => typeof(DarkGeneResult);

    public override IReadOnlyList<CommandOption> Options { get; } =
    [Gene, Labels, Words, Unlabelled, Neighbours, Components, Reach, Sample, Seed, MapData.Context, SessionData.Scaffolds, As];

    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new(
            "#!glm dark --labels product",
            "Compares genes without a product with those that have one, and guesses products.",
            "var dark = DarkGeneAnalysis.Run(context, scaffolds, GeneFieldLabels.Of(scaffolds, \"product\"));"
        ),
        new(
            "#!glm dark --labels operon --unlabelled --neighbours 3",
            "Takes genes outside operons for dark, and asks the three nearest of the others.",
            "dark = DarkGeneAnalysis.Run(context, scaffolds, GeneFieldLabels.Of(scaffolds, \"operon\"), new DarkGeneOptions { "
                + "UnlabelledAreDark = true, Neighbours = 3 });"
        ),
    ];

    public override Task RunAsync(CommandContext context)
    {
        var scaffolds = context.Get(SessionData.Scaffolds);
        var labels = context.Get(Labels) is { } name
            ? LabelData.Named(context, Name, Labels.Name, name, scaffolds)
            : LabelData.Usual(context, scaffolds, minCount: 2)
                ?? throw new GlmException(
                    $"{CommandCatalogue.Magic} {Name}: there is nothing to guess, since the genes carry no labels. Read some with #!glm "
                        + $"labels FILE, or name a variable with {Labels.Name}."
                );
        var options = new DarkGeneOptions
        {
            Gene = context.Get(Gene),
            DarkWords = context.Get(Words).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            UnlabelledAreDark = context.Get(Unlabelled),
            Neighbours = context.Get(Neighbours),
            Components = context.Get(Components),
            Reach = context.Get(Reach),
            Sample = context.Get(Sample),
            Seed = context.Get(Seed),
        };
        var result = DarkGeneAnalysis.Run(
            context.Get(MapData.Context),
            scaffolds,
            labels,
            options,
            context.Progress("ask annotated genes"),
            context.Cancellation
        );
        context.Publish(result);
        context.Display(DarkGenesView.Create(result));
        return Task.CompletedTask;
    }
}
