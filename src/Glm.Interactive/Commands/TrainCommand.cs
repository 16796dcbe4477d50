using Glm.Arrays.Storage;
using Glm.Corpora;
using Glm.Features;
using Glm.Genomes;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Glm.Modeling;
using Glm.Proteins;
using Glm.Training;

namespace Glm.Interactive.Commands;

/// <summary><c>#!glm train</c>: the model learns to guess masked genes.</summary>
public sealed class TrainCommand : GlmCommand
{
    private static readonly TrainingOptions Standard = new();
    private static readonly Dictionary<string, TrainingRecipe> Recipes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["fixed"] = TrainingRecipe.Corrected,
        ["paper"] = TrainingRecipe.Published,
    };

    public override string Name => "train";

    public override string Summary => "Trains the model to predict masked genes from their neighbours.";

    public override Type Result => typeof(TrainingHistory);

    public override IReadOnlyList<CommandOption> Options { get; } =
    [
        CommandOption.Integer("--steps", "Optimiser steps; left out, as --epochs says.", min: 1),
        CommandOption.Integer("--epochs", $"Passes over the training windows; {Standard.Epochs} where --steps is left out too.", min: 1),
        CommandOption.Integer("--batch", "Windows per step.", $"{Standard.BatchSize}", min: 1, max: 100_000) with
        {
            Property = nameof(TrainingOptions.BatchSize),
        },
        CommandOption.Number("--lr", "Learning rate after warm-up.", "1e-4", new NumericRange(0, 1, MinExclusive: true)) with
        {
            Property = nameof(TrainingOptions.LearningRate),
        },
        CommandOption.Integer("--warmup", "Steps of linear warm-up; left out, a tenth of the steps (paper: 5000).", min: 0) with
        {
            Property = nameof(TrainingOptions.WarmupSteps),
        },
        CommandOption.Number("--mask", "Probability that a gene is masked.", "0.15", new NumericRange(0, 1, MinExclusive: true)) with
        {
            Property = nameof(TrainingOptions.MaskProbability),
        },
        CommandOption.Number(
            "--eval",
            "Share of the windows held out, by whole scaffolds.",
            "0.1",
            new NumericRange(0, 1, MaxExclusive: true)
        ) with
        {
            Property = nameof(TrainingOptions.EvaluationFraction),
        },
        CommandOption.Choice(
            "--loss",
            "fixed averages over masked genes; paper is the published recipe, oddities included.",
            [.. Recipes.Keys],
            "fixed"
        ) with
        {
            Property = nameof(TrainingOptions.Recipe),
        },
        CommandOption.Integer("--seed", "Decides split, order, masks and dropout; equal seeds give equal results.", "1"),
        CommandOption.Folder("--save", "Folder that receives the trained model, also after an interruption.") with
        {
            Property = nameof(TrainingOptions.SaveTo),
        },
        CommandOption.Variable<GlmModel>("--model", "The model to train; left out, the newest."),
        CommandOption.Variable<ScaffoldSet>("--scaffolds", "What to learn from; left out, the newest."),
        CommandOption.Variable<ProteinVectors>("--proteins", "Vectors of their proteins; left out, the newest."),
        CommandOption.Folder("--corpus", "A corpus on the disk to learn from, instead of scaffolds and proteins in memory."),
        CommandOption.As("history"),
    ];

    public override IReadOnlyList<IReadOnlyList<string>> Exclusions { get; } =
    [
        ["--steps", "--epochs"],
        ["--corpus", "--scaffolds"],
        ["--corpus", "--proteins"],
    ];

    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new(
            "#!glm train --steps 500 --lr 1e-3",
            "Trains the newest model on the newest scaffolds.",
            "var data = GeneDataset.Create(scaffolds, proteins, model.TransformFor(proteins)); var history = "
                + "Trainer.Train(model, data, new TrainingOptions { Steps = 500, LearningRate = 1e-3 });"
        ),
        new(
            "#!glm train --corpus my-corpus --steps 500",
            "Learns from a corpus on the disk.",
            "var corpus = Corpus.Open(\"my-corpus\"); var history = Trainer.Train(model, CorpusDataset.Create(corpus, "
                + "model.TransformFor(corpus.Vectors!)), new TrainingOptions { Steps = 500 });"
        ),
        new(
            "#!glm train --epochs 50 --save my-model",
            "Trains for fifty passes and saves the model.",
            "var history = Trainer.Train(model, data, new TrainingOptions { Epochs = 50, SaveTo = \"my-model\" });"
        ),
    ];

    public override Task RunAsync(CommandContext context)
    {
        var arguments = context.Arguments;
        if (context.PathOrNull("--save") is { } folder)
            StoredFile.RequireWritable(Path.Combine(folder, "model.safetensors"));
        var model = context.Object<GlmModel>("--model");
        using var corpus = context.PathOrNull("--corpus") is { } corpusFolder ? Corpus.Open(corpusFolder) : null;
        using var corpusData = corpus is null ? null : SessionData.OfCorpus(context, model, corpus);
        var data = corpusData ?? (IWindowData)SessionData.Dataset(context, model, withLabels: true);
        var options = new TrainingOptions
        {
            Steps = arguments.IntegerOrNull("--steps"),
            Epochs = arguments.IntegerOrNull("--epochs") ?? Standard.Epochs,
            BatchSize = arguments.Integer("--batch"),
            LearningRate = arguments.Number("--lr"),
            WarmupSteps = arguments.IntegerOrNull("--warmup"),
            MaskProbability = arguments.Number("--mask"),
            EvaluationFraction = arguments.Number("--eval"),
            Recipe = Recipes[arguments.Text("--loss")],
            Seed = arguments.Integer("--seed"),
            SaveTo = context.PathOrNull("--save"),
        };
        var history = Trainer.Train(model, data, options, context.Progress("train"), context.Cancellation);
        context.Publish(history);
        context.Display(TrainingView.Create(history));
        return history.Interrupted ? Task.FromCanceled(context.Cancellation) : Task.CompletedTask;
    }
}
