using Glm.Analysis.Neighbourhood;
using Glm.Genomes;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;

namespace Glm.Interactive.Commands;

/// <summary><c>#!glm synteny</c>: which neighbours stay together in other genomes, and what that says about each gene.</summary>
public sealed class SyntenyCommand : GlmCommand
{
    private static readonly Option<string?> ScaffoldId = CommandOption
        .Text("--scaffold", "Id of the scaffold; by default the first.")
        .Implicit() with
    {
        Suggestions = RegionData.ScaffoldIds,
    };

    private static readonly Option<string?> From = CommandOption.File(
        "--from",
        "Genomes to ask: files, a corpus, or a variable with scaffolds or a corpus; by default the other genomes of the scaffolds."
    );

    private static readonly Option<ScaffoldSet> Scaffolds = CommandOption.Variable<ScaffoldSet>("--scaffolds", "Where the genes are.");

    private static readonly Option<string> As = CommandOption.As("neighbourhood");

    public override string Name => "synteny";

    public override string Summary =>
        "Shows which neighbouring genes stay together in other genomes, and what neighbours predict of a gene.";

    public override Type Result => typeof(RegionNeighbourhood);

    public override bool NeedsTorch => false;

    public override IReadOnlyList<CommandOption> Options { get; } =
    [ScaffoldId, RegionData.Genes, From, HomologyData.Search, Scaffolds, As];

    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new(
            "#!glm synteny G01_s1 --genes 1..20",
            "Counts in how many of the other loaded genomes each pair of neighbours is together.",
            "var neighbourhood = RegionNeighbourhoodReader.Read(scaffolds, new SyntenyRegion(\"G01_s1\", 1, 20));"
        ),
        new(
            "#!glm synteny --from reference-corpus",
            "Asks the genomes of a corpus.",
            "var genes = GeneCatalogue.Open(\"reference-corpus\"); var neighbourhood = RegionNeighbourhoodReader.Read(scaffolds, new "
                + "SyntenyRegion(scaffolds.Scaffolds[0].Id), genes);"
        ),
    ];

    public override Task RunAsync(CommandContext context)
    {
        var set = context.Get(Scaffolds);
        var engine = HomologyData.Engine(context.Get(HomologyData.Search));
        var region = RegionData.Region(context, set, context.Get(ScaffoldId));
        region.Check(set); // a wrong place is said before a folder is read
        var progress = context.Progress("compare genomes");
        using var reference = HomologyData.Catalogue(context, From, progress);
        var found = RegionNeighbourhoodReader.Read(set, region, reference, engine, progress, context.Cancellation);
        context.Publish(found);
        context.Display(RegionNeighbourhoodView.Create(found));
        return Task.CompletedTask;
    }
}
