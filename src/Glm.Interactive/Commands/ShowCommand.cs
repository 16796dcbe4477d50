using Glm.Analysis.Synteny;
using Glm.Genomes;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;

namespace Glm.Interactive.Commands;

/// <summary><c>#!glm show</c>: one region as gene arrows, others aligned below it.</summary>
public sealed class ShowCommand : GlmCommand
{
    public override string Name => "show";

    public override string Summary =>
        "Draws genes of a scaffold as arrows to scale, and other scaffolds below it with their homologous genes joined.";

    public override Type Result => typeof(SyntenyMap);

    public override bool NeedsTorch => false;

    public override IReadOnlyList<CommandOption> Options { get; } =
    [
        CommandOption.Text("--scaffold", "The scaffold's id; left out, that of --around, or the first.").Implicit() with
        {
            Suggestions = session => ScaffoldIds(session),
        },
        CommandOption.Text("--genes", $"First and last gene, counted from 1, as 1..40; left out, the first {SyntenyMapper.DefaultGenes}."),
        CommandOption.Text("--around", "A gene's name, locus tag, id or protein: shows it and its neighbours."),
        CommandOption.Integer(
            "--flank",
            "With --around, how many genes on each side.",
            "10",
            min: 0,
            max: (SyntenyMapper.MaxGenes - 1) / 2
        ),
        CommandOption.Text(
            "--with",
            "Scaffolds to align below, separated by commas; each may end in :a..b, else its most similar stretch is taken."
        ) with
        {
            Suggestions = session => ScaffoldIds(session),
        },
        CommandOption.Number(
            "--identity",
            "Share of identical residues from which two proteins count as homologous.",
            "0.3",
            new NumericRange(0, 1)
        ),
        CommandOption.Choice(
            "--color",
            "What colours mean; auto is homology over several scaffolds, and family, operon or strand on one.",
            SyntenyView.Colorings,
            "auto"
        ),
        CommandOption.Variable<ScaffoldSet>("--scaffolds", "Where the scaffolds are; left out, the newest."),
        CommandOption.As("region"),
    ];

    public override IReadOnlyList<IReadOnlyList<string>> Exclusions { get; } =
    [
        ["--genes", "--around"],
    ];

    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new(
            "#!glm show G01_s1 --genes 1..20 --color product",
            "The first twenty genes of a scaffold, coloured by product.",
            "var region = SyntenyMapper.Compare(scaffolds, [new SyntenyRegion(\"G01_s1\", 1, 20)]);"
        ),
        new(
            "#!glm show --around rubA --with G01_s2,G01_s3",
            "A gene's surroundings, and where two other scaffolds resemble them.",
            "var region = SyntenyMapper.Compare(scaffolds, [SyntenyRegion.Around(scaffolds, \"rubA\"), new "
                + "SyntenyRegion(\"G01_s2\"), new SyntenyRegion(\"G01_s3\")]);"
        ),
    ];

    public override Task RunAsync(CommandContext context)
    {
        var set = context.Object<ScaffoldSet>("--scaffolds");
        var arguments = context.Arguments;
        var regions = new List<SyntenyRegion> { First(set, arguments) };
        foreach (
            var other in (arguments.TextOrNull("--with") ?? "").Split(
                ',',
                StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
            )
        )
            regions.Add(set.FindScaffold(other) is not null ? new SyntenyRegion(other) : SyntenyRegion.Parse(other));
        var map = SyntenyMapper.Compare(
            set,
            regions,
            arguments.Number("--identity"),
            regions.Count > 1 ? context.Progress("compare genes") : null,
            context.Cancellation
        );
        context.Publish(map);
        context.Display(SyntenyView.Create(map, arguments.Text("--color")));
        return Task.CompletedTask;
    }

    private static SyntenyRegion First(ScaffoldSet set, CommandArguments arguments)
    {
        var scaffold = arguments.TextOrNull("--scaffold");
        if (arguments.TextOrNull("--around") is { } gene)
            return SyntenyRegion.Around(set, gene, (int)arguments.Integer("--flank"), scaffold);
        scaffold ??= set.Scaffolds[0].Id;
        if (arguments.TextOrNull("--genes") is not { } range)
            return new SyntenyRegion(scaffold);
        var (first, last) = SyntenyRegion.ParseRange(range);
        return new SyntenyRegion(scaffold, first, last);
    }

    private static IEnumerable<string> ScaffoldIds(ICommandSession session) =>
        session.Current<ScaffoldSet>() is { } set ? set.Scaffolds.Take(200).Select(scaffold => scaffold.Id) : [];
}
