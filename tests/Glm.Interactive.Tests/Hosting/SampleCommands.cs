using Glm.Genomes;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Hosting;
using Glm.Interactive.Results;
using Glm.Proteins;
using Glm.Training;

namespace Glm.Interactive.Tests.Hosting;

/// <summary>A command whose work is given to it.</summary>
internal sealed class SampleCommand(string name, params CommandOption[] options) : GlmCommand
{
    public override string Name => name;

    public override string Summary => $"Tests {name}.";

    public override IReadOnlyList<CommandOption> Options => options;

    public override IReadOnlyList<IReadOnlyList<string>> Exclusions => Groups;

    public override IReadOnlyList<CommandExample> Examples =>
        [new($"#!glm {name}", "An example with <tags> & \"quotes\".", $"Do<{name}>()")];

    public override bool NeedsTorch => false;

    public override Type? Result => Makes;

    public IReadOnlyList<string>[] Groups { get; init; } = [];

    public Type? Makes { get; init; }

    public Func<CommandContext, Task> Work { get; init; } = _ => Task.CompletedTask;

    public override Task RunAsync(CommandContext context) => Work(context);
}

internal static class SampleCommands
{
    public static ScaffoldSet Scaffolds { get; } =
        new(
            "<b>sample</b>",
            [new Genome("g", [new Scaffold("s", [new Gene("a", Strand.Forward, "p")], "g")], null)],
            new Dictionary<string, Protein> { ["p"] = new("p", "M") },
            [],
            []
        );

    public static ProteinVectors Vectors { get; } = new("sample", ["p"], 2, [Half.One, Half.Zero]);

    public static readonly Option<string> Path = CommandOption.File("--path", "A FASTA file, or a folder.").Required().Implicit();

    public static readonly Option<int> MinGenes = CommandOption
        .Integer("--min-genes", "Fewest genes of a window.", min: 1, max: 512)
        .WithDefault(15);

    public static readonly Option<int> MaxGenes = CommandOption
        .Integer("--max-genes", "Most genes of a window.", min: 1, max: 512)
        .WithDefault(30);

    public static readonly Option<string> With = CommandOption.File("--with", "What embeds.").WithDefault("composition") with
    {
        Choices = ["composition"],
    };

    public static readonly Option<ScaffoldSet> Set = CommandOption.Variable<ScaffoldSet>("--scaffolds", "What to embed.");

    public static readonly Option<int?> Steps = CommandOption.Integer("--steps", "Optimiser steps.", min: 1);

    public static readonly Option<double> LearningRate = CommandOption
        .Number("--lr", "Learning rate.", new NumericRange(0, MinExclusive: true))
        .Fills(nameof(TrainingOptions.LearningRate), 1e-4);

    public static readonly Option<double> Mask = CommandOption
        .Number("--mask", "Share of masked genes.", new NumericRange(0, 1, MinExclusive: true, MaxExclusive: true))
        .WithDefault(0.15);

    public static readonly Option<int> Seed = CommandOption.Integer("--seed", "Seed.").WithDefault(1);

    public static readonly Option<string?> Save = CommandOption.Folder("--save", "Where to save.");

    public static readonly Option<bool> DryRun = CommandOption.Flag("--dry-run", "Only says what it would do.");

    public static readonly Option<string> History = CommandOption.As("history");

    public static readonly Option<string?> Scaffold = CommandOption.Text("--scaffold", "Whose windows.").Implicit() with
    {
        Suggestions = session => session.Current<ScaffoldSet>()?.Scaffolds.Select(scaffold => scaffold.Id) ?? [],
    };

    public static readonly Option<int> Layer = CommandOption.Integer("--layer", "Which layer; -1 is the last.", min: -1).WithDefault(-1);

    public static readonly Option<TaxonomicRank> Rank = CommandOption
        .Choice<TaxonomicRank>("--rank", "Which rank.")
        .WithDefault(TaxonomicRank.Class);

    /// <summary>Options of every kind, as the commands of a day's work have them.</summary>
    public static CommandCatalogue Catalogue { get; } =
        new(
            [
                new SampleCommand("load", Path, MinGenes, MaxGenes, CommandOption.As("scaffolds"))
                {
                    Makes = typeof(ScaffoldSet),
                    Work = context =>
                    {
                        context.Publish(Scaffolds);
                        return Task.CompletedTask;
                    },
                },
                new SampleCommand("embed", With, Set, CommandOption.As("proteins"))
                {
                    Makes = typeof(ProteinVectors),
                    Work = context =>
                    {
                        _ = context.Get(Set);
                        context.Publish(Vectors);
                        return Task.CompletedTask;
                    },
                },
                new SampleCommand(
                    "model",
                    CommandOption.File("--weights", "A checkpoint.").Implicit(),
                    CommandOption.Choice("--preset", "Its size.", ["tiny", "small", "paper"]).WithDefault("small")
                ),
                new SampleCommand(
                    "train",
                    Steps,
                    CommandOption.Integer("--epochs", "Passes over the data.", min: 1),
                    LearningRate,
                    Mask,
                    Seed,
                    Save,
                    DryRun,
                    History
                )
                {
                    Groups =
                    [
                        ["--steps", "--epochs"],
                    ],
                    Makes = typeof(TrainingHistory),
                    Work = context =>
                    {
                        _ = context.Newest<ProteinVectors>();
                        return Task.CompletedTask;
                    },
                },
                new SampleCommand("attention", Scaffold, Layer),
                new SampleCommand("taxonomy", Rank),
                new SampleCommand("doctor"),
            ],
            ValueDescription.Vocabulary
        );
}
