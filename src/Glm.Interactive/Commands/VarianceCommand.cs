using Glm.Analysis.Variance;
using Glm.Genomes;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;

namespace Glm.Interactive.Commands;

/// <summary><c>#!glm variance</c>: which protein families vary with their context.</summary>
public sealed class VarianceCommand : GlmCommand
{
    private static readonly FamilyVarianceOptions Standard = new();

    private static readonly Option<string?> Families = CommandOption.Text(
        "--families",
        "What a family is: a field that genes carry, or a variable with labels or families; by default the families that genes carry, or "
            + "else those that a homology search finds."
    ) with
    {
        IsImplicit = true,
        Choices = GeneFieldLabels.Fields,
    };

    private static readonly Option<string?> Terms = CommandOption.Text(
        "--terms",
        "Labels to test for enrichment among the families that vary most: a field or a variable; by default the words of products."
    ) with
    {
        Choices = GeneFieldLabels.Fields,
    };

    private static readonly Option<string> Mobile = (
        CommandOption
            .Text("--mobile", "Words of products, separated by commas, that tell mobile genes.")
            .Fills(nameof(FamilyVarianceOptions.MobileWords)) with
        {
            ValueName = "WORDS",
        }
    ).WithDefault(string.Join(',', Standard.MobileWords));

    private static readonly Option<int> MinOccurrences = CommandOption
        .Integer("--min-occurrences", "The fewest genes of a family; smaller ones are left out and counted.", min: 3)
        .Fills(nameof(FamilyVarianceOptions.MinOccurrences), Standard.MinOccurrences);

    private static readonly Option<double> Tail = CommandOption
        .Number("--tail", "The share of families that make up the tail.", new NumericRange(0, 0.5, MinExclusive: true))
        .Fills(nameof(FamilyVarianceOptions.Tail), Standard.Tail);

    private static readonly Option<int> Reach = CommandOption
        .Integer("--reach", "Genes on either side that count as neighbours, for the baselines.", min: 1, max: 50)
        .Fills(nameof(FamilyVarianceOptions.Reach), Standard.Reach);

    private static readonly Option<int> MinFamilies = CommandOption
        .Integer("--min-families", "The fewest families of a word or label that is tested.", min: 2)
        .Fills(nameof(FamilyVarianceOptions.MinFamilies), Standard.MinFamilies);

    private static readonly Option<int> Seed = CommandOption
        .Integer("--seed", "Determines the resamples of the intervals.")
        .Fills(nameof(FamilyVarianceOptions.Seed), Standard.Seed);

    private static readonly Option<string> As = CommandOption.As("variance");

    public override string Name => "variance";

    public override string Summary => "Ranks protein families by how much they vary with their context, and tests what varies most.";

    public override Type Result => typeof(FamilyVarianceResult);

    public override bool NeedsTorch => false;

    public override IReadOnlyList<CommandOption> Options { get; } =
    [
        Families,
        Terms,
        Mobile,
        MinOccurrences,
        Tail,
        Reach,
        MinFamilies,
        HomologyData.Search,
        Seed,
        MapData.Context,
        SessionData.Scaffolds,
        As,
    ];

    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new(
            "#!glm variance",
            "Compares the families of the contextualized genomes, and tests whether mobile ones vary most.",
            "var variance = FamilyVarianceAnalysis.Run(context, scaffolds);"
        ),
        new(
            "#!glm variance product --min-occurrences 4 --tail 0.2",
            "Takes genes of one product for a family, and a fifth of them for the tail.",
            "variance = FamilyVarianceAnalysis.Run(context, scaffolds, new FamilyVarianceOptions { MinOccurrences = 4, Tail = 0.2 }, "
                + "GeneFieldLabels.Of(scaffolds, \"product\"));"
        ),
    ];

    public override Task RunAsync(CommandContext context)
    {
        var scaffolds = context.Get(SessionData.Scaffolds);
        var options = new FamilyVarianceOptions
        {
            MinOccurrences = context.Get(MinOccurrences),
            Tail = context.Get(Tail),
            Reach = context.Get(Reach),
            MinFamilies = context.Get(MinFamilies),
            MobileWords = context.Get(Mobile).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            Seed = context.Get(Seed),
        };
        var result = FamilyVarianceAnalysis.Run(
            context.Get(MapData.Context),
            scaffolds,
            options,
            LabelData.Read(context, Families, scaffolds),
            LabelData.Read(context, Terms, scaffolds),
            HomologyData.Engine(context.Get(HomologyData.Search)),
            context.Progress("measure families"),
            context.Cancellation
        );
        context.Publish(result);
        context.Display(FamilyVarianceView.Create(result));
        return Task.CompletedTask;
    }
}
