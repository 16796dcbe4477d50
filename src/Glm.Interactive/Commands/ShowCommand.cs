using Glm.Analysis.Synteny;
using Glm.Genomes;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;

namespace Glm.Interactive.Commands;

/// <summary><c>#!glm show</c>: one region as gene arrows, others aligned below it.</summary>
public sealed class ShowCommand : GlmCommand
{
    private static readonly Option<string?> ScaffoldId = CommandOption
        .Text("--scaffold", "Id of the scaffold; by default that of --around, or else the first.")
        .Implicit() with
    {
        Suggestions = RegionData.ScaffoldIds,
    };

    private static readonly Option<string?> Around = CommandOption.Text(
        "--around",
        "Name, locus tag, id or protein of a gene to show with its neighbours."
    );

    private static readonly Option<int> Flank = CommandOption
        .Integer("--flank", "With --around, the number of genes on each side.", min: 0, max: (SyntenyMapper.MaxGenes - 1) / 2)
        .WithDefault(10);

    private static readonly Option<string?> With = CommandOption.Text(
        "--with",
        "Scaffolds to align below, separated by commas; each may end in :a..b, otherwise its most similar stretch is shown."
    ) with
    {
        Suggestions = RegionData.ScaffoldIds,
    };

    private static readonly Option<double> Identity = CommandOption
        .Number(
            "--identity",
            "Share of the longer protein's residues that must be identical for two proteins to be joined.",
            new NumericRange(0, 1)
        )
        .WithDefault(SyntenyMapper.DefaultMinIdentity);

    private static readonly Option<string> Color = CommandOption
        .Choice(
            "--color",
            "What the colours show; auto means homology for several scaffolds, and family, operon or strand for one.",
            SyntenyView.Colorings
        )
        .WithDefault("auto");

    private static readonly Option<ScaffoldSet> Scaffolds = CommandOption.Variable<ScaffoldSet>("--scaffolds", "Scaffolds to draw from.");

    private static readonly Option<string> As = CommandOption.As("region");

    public override string Name => "show";

    public override string Summary =>
        "Draws the genes of a scaffold as arrows to scale, and other scaffolds below it with homologous genes joined.";

    public override Type Result => typeof(SyntenyMap);

    public override bool NeedsTorch => false;

    public override IReadOnlyList<CommandOption> Options { get; } =
    [ScaffoldId, RegionData.Genes, Around, Flank, With, Identity, Color, Scaffolds, As];

    public override IReadOnlyList<IReadOnlyList<string>> Exclusions { get; } =
    [
        ["--genes", "--around"],
    ];

    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new(
            "#!glm show G01_s1 --genes 1..20 --color product",
            "Shows the first twenty genes of a scaffold, coloured by product.",
            "var region = SyntenyMapper.Compare(scaffolds, [new SyntenyRegion(\"G01_s1\", 1, 20)]);"
        ),
        new(
            "#!glm show --around rubA --with G01_s2,G01_s3",
            "Shows a gene's surroundings, and where two other scaffolds resemble them.",
            "var region = SyntenyMapper.Compare(scaffolds, [SyntenyRegion.Around(scaffolds, \"rubA\"), new "
                + "SyntenyRegion(\"G01_s2\"), new SyntenyRegion(\"G01_s3\")]);"
        ),
    ];

    public override Task RunAsync(CommandContext context)
    {
        var set = context.Get(Scaffolds);
        var regions = new List<SyntenyRegion> { First(set, context) };
        foreach (var other in (context.Get(With) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            regions.Add(set.FindScaffold(other) is not null ? new SyntenyRegion(other) : SyntenyRegion.Parse(other));
        var map = SyntenyMapper.Compare(
            set,
            regions,
            context.Get(Identity),
            regions.Count > 1 ? context.Progress("search homologs") : null,
            context.Cancellation
        );
        context.Publish(map);
        context.Display(SyntenyView.Create(map, context.Get(Color)));
        return Task.CompletedTask;
    }

    private static SyntenyRegion First(ScaffoldSet set, CommandContext context)
    {
        var scaffold = context.Get(ScaffoldId);
        return context.Get(Around) is { } gene
            ? SyntenyRegion.Around(set, gene, context.Get(Flank), scaffold)
            : RegionData.Region(context, set, scaffold);
    }
}
