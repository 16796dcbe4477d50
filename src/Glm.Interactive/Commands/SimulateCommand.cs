using Glm.Formats;
using Glm.Genomes;
using Glm.Genomes.Simulation;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;

namespace Glm.Interactive.Commands;

/// <summary><c>#!glm simulate</c>: made-up genomes whose truth is known.</summary>
public sealed class SimulateCommand : GlmCommand
{
    public override string Name => "simulate";

    public override string Summary => "Makes genomes with taxa, gene families and operons from a seed.";

    public override Type Result => typeof(ScaffoldSet);

    public override bool NeedsTorch => false;

    public override IReadOnlyList<CommandOption> Options { get; } =
    [
        CommandOption.Integer("--genomes", "How many genomes.", "24", min: 1, max: 100_000),
        CommandOption.Integer("--seed", "Equal seeds make equal genomes.", "1"),
        CommandOption.Folder("--out", "Folder that receives proteins.faa, scaffolds.tsv, taxonomy.tsv and operons.tsv."),
        CommandOption.As("scaffolds"),
    ];

    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new(
            "#!glm simulate --genomes 12 --seed 7",
            "Makes twelve genomes to experiment with.",
            "var scaffolds = GenomeSimulator.Simulate(new SimulationOptions { Genomes = 12, Seed = 7 });"
        ),
        new(
            "#!glm simulate --out my-samples",
            "Makes 24 genomes and writes them as files.",
            "SimulationFiles.Write(GenomeSimulator.Simulate(new SimulationOptions()), \"my-samples\");"
        ),
    ];

    public override Task RunAsync(CommandContext context)
    {
        var scaffolds = GenomeSimulator.Simulate(
            new SimulationOptions { Genomes = context.Arguments.Integer("--genomes"), Seed = context.Arguments.Integer("--seed") },
            context.Cancellation
        );
        if (context.PathOrNull("--out") is { } folder)
            SimulationFiles.Write(scaffolds, folder);
        context.Publish(scaffolds);
        context.Display(ScaffoldSetView.Create(scaffolds));
        return Task.CompletedTask;
    }
}
