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

    /// <summary>Options of every kind, as the commands of a day's work have them.</summary>
    public static CommandCatalogue Catalogue { get; } =
        new(
            [
                new SampleCommand(
                    "load",
                    CommandOption.File("--path", "A FASTA file, or a folder.").Implicit().Required(),
                    CommandOption.Integer("--min-genes", "Fewest genes of a window.", "15", min: 1, max: 512),
                    CommandOption.Integer("--max-genes", "Most genes of a window.", "30", min: 1, max: 512),
                    CommandOption.As("scaffolds")
                )
                {
                    Makes = typeof(ScaffoldSet),
                    Work = context =>
                    {
                        context.Publish(Scaffolds);
                        return Task.CompletedTask;
                    },
                },
                new SampleCommand(
                    "embed",
                    CommandOption.File("--with", "What embeds.", "composition") with
                    {
                        Choices = ["composition"],
                    },
                    CommandOption.Variable<ScaffoldSet>("--scaffolds", "What to embed."),
                    CommandOption.As("proteins")
                )
                {
                    Makes = typeof(ProteinVectors),
                    Work = context =>
                    {
                        _ = context.Object<ScaffoldSet>("--scaffolds");
                        context.Publish(Vectors);
                        return Task.CompletedTask;
                    },
                },
                new SampleCommand(
                    "model",
                    CommandOption.File("--weights", "A checkpoint.").Implicit(),
                    CommandOption.Choice("--preset", "Its size.", ["tiny", "small", "paper"], "small")
                ),
                new SampleCommand(
                    "train",
                    CommandOption.Integer("--steps", "Optimiser steps.", min: 1),
                    CommandOption.Integer("--epochs", "Passes over the data.", min: 1),
                    CommandOption.Number("--lr", "Learning rate.", "1e-4", new NumericRange(0, MinExclusive: true)),
                    CommandOption.Number(
                        "--mask",
                        "Share of masked genes.",
                        "0.15",
                        new NumericRange(0, 1, MinExclusive: true, MaxExclusive: true)
                    ),
                    CommandOption.Integer("--seed", "Seed.", "1"),
                    CommandOption.Folder("--save", "Where to save."),
                    CommandOption.Flag("--dry-run", "Only says what it would do."),
                    CommandOption.As("history")
                )
                {
                    Groups =
                    [
                        ["--steps", "--epochs"],
                    ],
                    Makes = typeof(TrainingHistory),
                    Work = context =>
                    {
                        _ = context.Object<ProteinVectors>();
                        return Task.CompletedTask;
                    },
                },
                new SampleCommand(
                    "attention",
                    CommandOption.Text("--scaffold", "Whose windows.").Implicit() with
                    {
                        Suggestions = session => session.Current<ScaffoldSet>()?.Scaffolds.Select(scaffold => scaffold.Id) ?? [],
                    },
                    CommandOption.Integer("--layer", "Which layer; -1 is the last.", "-1", min: -1)
                ),
                new SampleCommand("taxonomy", CommandOption.Choice<TaxonomicRank>("--rank", "Which rank.", "class")),
                new SampleCommand("doctor"),
            ],
            ValueDescription.Vocabulary
        );
}
