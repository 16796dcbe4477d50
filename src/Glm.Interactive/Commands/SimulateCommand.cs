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
    private static readonly SimulationOptions Standard = new();

    private static readonly Option<int> Genomes = CommandOption
        .Integer("--genomes", "Number of genomes.", min: 1, max: 100_000)
        .Fills(nameof(SimulationOptions.Genomes), Standard.Genomes);

    private static readonly Option<int> Seed = CommandOption
        .Integer("--seed", "Equal seeds give equal genomes.")
        .Fills(nameof(SimulationOptions.Seed), (int)Standard.Seed);

    private static readonly Option<double> LoneOrder = CommandOption
        .Number(
            "--lone-order",
            "How far genes outside operons keep one order: the probability that a gene is the usual one after the gene before it. "
                + "Transposases and toxins keep none.",
            new NumericRange(0, 1)
        )
        .Fills(nameof(SimulationOptions.LoneOrder), Standard.LoneOrder);

    private static readonly Option<string?> Out = CommandOption.Folder(
        "--out",
        "Folder that receives proteins.faa, scaffolds.tsv, taxonomy.tsv and operons.tsv."
    );

    private static readonly Option<string> As = CommandOption.As("scaffolds");

    public override string Name => "simulate";

    public override string Summary => "Simulates genomes with taxa, gene families and operons.";

    public override Type Result => typeof(ScaffoldSet);

    public override bool NeedsTorch => false;

    public override IReadOnlyList<CommandOption> Options { get; } = [Genomes, Seed, LoneOrder, Out, As];

    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new(
            "#!glm simulate --genomes 12 --seed 7",
            "Simulates twelve genomes to experiment with.",
            "var scaffolds = GenomeSimulator.Simulate(new SimulationOptions { Genomes = 12, Seed = 7 });"
        ),
        new(
            "#!glm simulate --out my-samples",
            "Simulates 24 genomes and writes them to files.",
            "SimulationFiles.Write(GenomeSimulator.Simulate(new SimulationOptions()), \"my-samples\");"
        ),
    ];

    public override Task RunAsync(CommandContext context)
    {
        var scaffolds = GenomeSimulator.Simulate(
            new SimulationOptions
            {
                Genomes = context.Get(Genomes),
                Seed = context.Get(Seed),
                LoneOrder = context.Get(LoneOrder),
            },
            context.Cancellation
        );
        if (context.Get(Out) is { } folder)
            SimulationFiles.Write(scaffolds, folder);
        context.Publish(scaffolds);
        context.Display(ScaffoldSetView.Create(scaffolds));
        return Task.CompletedTask;
    }
}
