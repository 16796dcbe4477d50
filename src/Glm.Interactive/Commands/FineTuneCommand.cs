using Glm.Analysis.FineTuning;
using Glm.Analysis.Operons;
using Glm.Features;
using Glm.Formats.KnownOperons;
using Glm.Formats.Labels;
using Glm.Genomes;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Glm.Modeling;
using Glm.Runtime;
using Glm.Statistics;
using Glm.Training.FineTuning;

namespace Glm.Interactive.Commands;

/// <summary><c>#!glm finetune</c>: a model learns labels, or says what it learned of other genomes.</summary>
public sealed class FineTuneCommand : GlmCommand
{
    private const string Auto = "auto";
    private const string OperonField = "operon";
    private const string Balanced = "balanced";

    private static readonly FineTuningOptions Standard = new();
    private static readonly string[] Ranks = [.. Enum.GetNames<TaxonomicRank>().Select(rank => rank.ToLowerInvariant())];

    private static readonly Option<string?> Labels = CommandOption
        .File(
            "--labels",
            "What to learn: a field of genes (pairs: operon; windows and genomes: a rank), a table, or a variable with labels. Tables are "
                + "those of #!glm labels, for pairs known operons, and for windows and genomes ids and labels."
        )
        .Implicit() with
    {
        Choices = [.. GeneFieldLabels.Fields.Concat(Ranks).Distinct(StringComparer.Ordinal)],
    };

    private static readonly Option<FineTuningTask?> Task = CommandOption
        .Choice<FineTuningTask>("--task", "What the labels are of; by default genes.")
        .Fills(nameof(FineTuningOptions.Task));

    private static readonly Option<string?> Preset = CommandOption.Choice(
        "--preset",
        "The options that are not given: operons (task pair, labels operon, folds operon), ec (task gene, labels ec, folds cluster, "
            + "balanced classes).",
        ["operons", "ec"]
    );

    private static readonly Option<string?> Column = CommandOption.Text("--column", "Column of a table that has the labels.");

    private static readonly Option<FineTuningMode?> Mode = CommandOption
        .Choice<FineTuningMode>(
            "--mode",
            "What is trained: a head on the frozen model, a low-rank adapter too, or all weights; by default lora."
        )
        .Fills(nameof(FineTuningOptions.Mode));

    private static readonly Option<TargetKind?> Kind = CommandOption
        .Choice<TargetKind>(
            "--kind",
            "What is predicted: one class, any number of labels, or a number; by default a class where no item has several labels, else "
                + "labels."
        )
        .Fills(nameof(FineTuningOptions.Kind));

    private static readonly Option<int> Rank = CommandOption
        .Integer("--rank", "Rank of the adapter.", min: 1, max: 4096)
        .Fills(nameof(LoraOptions.Rank), Standard.Lora.Rank);

    private static readonly Option<double> Alpha = CommandOption
        .Number("--alpha", "Scale of the adapter, which counts alpha / rank.", new NumericRange(0, 1e6, MinExclusive: true))
        .Fills(nameof(LoraOptions.Alpha), Standard.Lora.Alpha);

    private static readonly Option<double> Dropout = CommandOption
        .Number("--lora-dropout", "Share of the adapter's input that is dropped in training.", new NumericRange(0, 1, MaxExclusive: true))
        .Fills(nameof(LoraOptions.Dropout), Standard.Lora.Dropout);

    private static readonly Option<string?> Targets = CommandOption
        .Text(
            "--targets",
            $"Adapted modules, separated by commas, among {string.Join(", ", LoraOptions.AllTargets)}; by default all of them."
        )
        .Fills(nameof(LoraOptions.Targets)) with
    {
        ValueName = "LIST",
    };

    private static readonly Option<int> Epochs = CommandOption
        .Integer("--epochs", "The most passes over the training windows.", min: 1)
        .Fills(nameof(FineTuningOptions.Epochs), Standard.Epochs);

    private static readonly Option<int?> Steps = CommandOption
        .Integer("--steps", "The most optimiser steps, instead of --epochs.", min: 1)
        .Fills(nameof(FineTuningOptions.Steps));

    private static readonly Option<int> Batch = CommandOption
        .Integer("--batch", "Windows per step.", min: 1, max: 100_000)
        .Fills(nameof(FineTuningOptions.BatchSize), Standard.BatchSize);

    private static readonly Option<double?> LearningRate = CommandOption
        .Number(
            "--lr",
            "Peak of the learning rate; by default 0.001, or 0.0001 for all weights.",
            new NumericRange(0, 1, MinExclusive: true)
        )
        .Fills(nameof(FineTuningOptions.LearningRate));

    private static readonly Option<int> Patience = CommandOption
        .Integer("--patience", "Passes without a better score on the validation part after which training ends.", min: 1)
        .Fills(nameof(FineTuningOptions.Patience), Standard.Patience);

    private static readonly Option<string> ClassWeights = CommandOption
        .Choice("--class-weights", "Whether classes of any size weigh the same in the loss.", ["none", Balanced])
        .Fills(nameof(FineTuningOptions.BalancedClasses))
        .WithDefault("none");

    private static readonly Option<string> Folds = CommandOption
        .Choice(
            "--folds",
            "What stays together in a fold; auto is genomes where there are as many as folds, else clusters of homologous proteins, "
                + "operons or scaffolds. Others may leak, and the result says so.",
            [Auto, "genome", "scaffold", "operon", "cluster", "window", "random"]
        )
        .Fills(nameof(FineTuningOptions.Folds))
        .WithDefault(Auto);

    private static readonly Option<int> FoldCount = CommandOption
        .Integer("--fold-count", "Number of folds.", min: 2, max: 100)
        .Fills(nameof(FineTuningOptions.FoldCount), Standard.FoldCount);

    private static readonly Option<int> MinCount = CommandOption
        .Integer("--min-count", "The fewest items of a class; smaller ones are left out and counted.", min: 2)
        .Fills(nameof(FineTuningOptions.MinCount), Standard.MinCount);

    private static readonly Option<int> Seed = CommandOption
        .Integer("--seed", "Determines folds, first weights, order and dropout; equal seeds give equal results.")
        .Fills(nameof(FineTuningOptions.Seed), Standard.Seed);

    private static readonly Option<string?> Save = CommandOption
        .Folder("--save", "Folder that receives the model that learned from all labelled items, under the names of PEFT.")
        .Fills(nameof(FineTuningOptions.SaveTo));

    private static readonly Option<string?> Apply = CommandOption.Folder(
        "--apply",
        "Predicts instead of learning: a folder of --save, or a variable that finetune made."
    );

    private static readonly Option<string> As = CommandOption.As("tuned");

    public override string Name => "finetune";

    public override string Summary =>
        "Teaches a model labels of genes, pairs, windows or genomes, beside the frozen model and the proteins alone; and applies it.";

    public override Type Result => typeof(FineTuningOutput);

    public override IReadOnlyList<CommandOption> Options { get; } =
    [
        Labels,
        Task,
        Preset,
        Column,
        Mode,
        Kind,
        Rank,
        Alpha,
        Dropout,
        Targets,
        Epochs,
        Steps,
        Batch,
        LearningRate,
        Patience,
        ClassWeights,
        Folds,
        FoldCount,
        MinCount,
        Seed,
        Save,
        Apply,
        SessionData.Model,
        SessionData.Scaffolds,
        SessionData.Proteins,
        As,
    ];

    public override IReadOnlyList<IReadOnlyList<string>> Exclusions { get; } =
    [
        [Epochs.Name, Steps.Name],
        .. new CommandOption[] { Labels, Task, Preset, Mode, Save }.Select(option => (IReadOnlyList<string>)[Apply.Name, option.Name]),
    ];

    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new(
            "#!glm finetune product --min-count 20 --epochs 2 --save models/product",
            "Teaches an adapter the products of genes, with whole genomes held out.",
            "var data = GeneDataset.Create(scaffolds, proteins, model.TransformFor(proteins, withLabels: false)); "
                + "var tuned = FineTuningAnalysis.Run(model, data, TaskLabels.Of(GeneFieldLabels.Of(scaffolds, \"product\")), "
                + "new FineTuningOptions { MinCount = 20, Epochs = 2, SaveTo = \"models/product\" });"
        ),
        new(
            "#!glm finetune --preset operons --mode head --as operons",
            "Teaches a head which neighbours are in one operon.",
            "var operons = FineTuningAnalysis.Run(model, data, TaskLabels.Of(scaffolds, OperonTruth.Of(scaffolds)), "
                + "FineTuningOptions.Operons with { Mode = FineTuningMode.Head });"
        ),
        new(
            "#!glm finetune --apply models/product --as predicted",
            "Predicts the products of the loaded genes, and says which genomes are unlike those of the training.",
            "using var loaded = FineTunedModel.Load(\"models/product\", model); "
                + "var predicted = loaded.Predict(GeneDataset.Create(scaffolds, proteins, loaded.TransformFor(proteins)));"
        ),
    ];

    public override Task RunAsync(CommandContext context)
    {
        if (context.Arguments.Has(Apply))
            Predict(context);
        else
            Learn(context);
        return System.Threading.Tasks.Task.CompletedTask;
    }

    private static void Learn(CommandContext context)
    {
        var options = OptionsOf(context);
        var labels = LabelsOf(context, options.Task);
        var (model, data) = SessionData.Read(context);
        var result = FineTuningAnalysis.Run(
            model,
            data,
            labels,
            options,
            progress: context.Progress("fine-tune"),
            cancellation: context.Cancellation
        );
        context.Publish(result);
        context.Display(FineTuningView.Create(result));
    }

    private static void Predict(CommandContext context)
    {
        var written = context.Arguments.Written(Apply)!;
        context.Host.TryGetVariable(written, out var value);
        if (value is FineTuningResult { Model: { } kept } made)
        {
            context.NoteUse(Apply.Name, written, made);
            Show(kept);
        }
        else if (Directory.Exists(context.Get(Apply)))
        {
            // A model with weights of its own needs no base.
            var ground = context.Arguments.Has(SessionData.Model) ? context.Get(SessionData.Model) : context.NewestOrNull<GlmModel>();
            using var loaded = FineTunedModel.Load(context.Get(Apply)!, ground);
            Show(loaded);
        }
        else
            throw new GlmException(
                $"#!glm finetune: --apply is '{written}', which is neither a folder of --save nor a variable that #!glm finetune made. "
                    + "Name one of them."
            );

        void Show(FineTunedModel model)
        {
            var progress = context.Progress("predict");
            var (scaffolds, proteins) = (context.Get(SessionData.Scaffolds), context.Get(SessionData.Proteins));
            SessionData.CheckWindows(scaffolds, model.Model);
            var data = GeneDataset.Create(scaffolds, proteins, model.TransformFor(proteins), progress, context.Cancellation);
            var predictions = model.Predict(data, progress, context.Cancellation);
            context.Publish(predictions, "predicted");
            context.Display(FineTuningView.Create(predictions));
        }
    }

    private static FineTuningOptions OptionsOf(CommandContext context)
    {
        var preset = context.Get(Preset) switch
        {
            "operons" => FineTuningOptions.Operons,
            "ec" => FineTuningOptions.EnzymeNumbers,
            _ => Standard,
        };
        T Given<T>(Option<T> option, T standard) => context.Arguments.Has(option) ? context.Get(option) : standard;
        return preset with
        {
            Task = context.Get(Task) ?? preset.Task,
            Mode = context.Get(Mode) ?? preset.Mode,
            Kind = context.Get(Kind),
            Lora = new LoraOptions
            {
                Rank = context.Get(Rank),
                Alpha = context.Get(Alpha),
                Dropout = context.Get(Dropout),
                Targets = context.Get(Targets)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                    ?? LoraOptions.AllTargets,
            },
            Epochs = context.Get(Epochs),
            Steps = context.Get(Steps),
            BatchSize = context.Get(Batch),
            LearningRate = context.Get(LearningRate),
            Patience = context.Get(Patience),
            BalancedClasses = Given(ClassWeights, preset.BalancedClasses ? Balanced : "") == Balanced,
            Folds =
                !context.Arguments.Has(Folds) ? preset.Folds
                : context.Get(Folds) == Auto ? null
                : Enum.Parse<FoldGrouping>(context.Get(Folds), ignoreCase: true),
            FoldCount = context.Get(FoldCount),
            MinCount = context.Get(MinCount),
            Seed = context.Get(Seed),
            SaveTo = context.Get(Save),
        };
    }

    /// <summary>A variable goes before a field, and a field before a file of the same name.</summary>
    private static TaskLabels LabelsOf(CommandContext context, FineTuningTask task)
    {
        var set = context.Get(SessionData.Scaffolds);
        var name = context.Arguments.Written(Labels)
            ?? (context.Get(Preset), task) switch
            {
                ("ec", _) => "ec",
                (_, FineTuningTask.Pair) => OperonField,
                _ => throw new GlmException("#!glm finetune: name what to learn (--labels), or a model to --apply."),
            };
        if (context.Host.TryGetVariable(name, out var value) && Of(value) is { } labels)
        {
            if (labels.Task != task)
                throw new GlmException(
                    $"#!glm finetune: the variable '{name}' holds labels of {labels.Task.ToString().ToLowerInvariant()}s. Use --task "
                        + $"{labels.Task.ToString().ToLowerInvariant()}, or name others."
                );
            context.NoteUse(Labels.Name, name, value!);
            return labels;
        }
        var path = context.Arguments.Has(Labels) ? context.Get(Labels)! : name;
        switch (task)
        {
            case FineTuningTask.Gene when GeneFieldLabels.Fields.Contains(name, StringComparer.Ordinal):
                return TaskLabels.Of(GeneFieldLabels.Of(set, name));
            case FineTuningTask.Pair when name == OperonField:
                return TaskLabels.Of(
                    set,
                    OperonTruth.Of(set)
                        ?? throw new GlmException(
                            $"None of the {set.GeneCount} genes of {set.Source} is in a known operon. Load them with --operons FILE, or "
                                + "name a table with --labels FILE."
                        )
                );
            case FineTuningTask.Window or FineTuningTask.Genome when Ranks.Contains(name, StringComparer.Ordinal):
                return TaskLabels.Of(set, task, Enum.Parse<TaxonomicRank>(name, ignoreCase: true));
        }
        if (!File.Exists(path))
            throw new GlmException(
                $"#!glm finetune: --labels is '{name}', which is neither a variable with labels of "
                    + $"{task.ToString().ToLowerInvariant()}s, nor a file, nor one of {string.Join(", ", WordsOf(task))}."
            );
        return task switch
        {
            FineTuningTask.Gene => TaskLabels.Of(
                GeneLabelReader
                    .Read(
                        set,
                        path,
                        new GeneLabelOptions { Column = context.Get(Column) },
                        context.Progress("labels"),
                        context.Cancellation
                    )
                    .Labels
            ),
            FineTuningTask.Pair => TaskLabels.Of(set, OperonTruth.Of(set, OperonAnnotationReader.Read(path, context.Cancellation))),
            _ => TaskLabels.Of(set, task, GenomeLabelReader.Read(set, path, context.Get(Column), context.Cancellation)),
        };

        TaskLabels? Of(object? held) =>
            held switch
            {
                TaskLabels own => own,
                GeneLabels genes => TaskLabels.Of(genes),
                LabelTable table => TaskLabels.Of(table.Labels),
                GenomeLabels genomes when task is FineTuningTask.Window or FineTuningTask.Genome => TaskLabels.Of(set, task, genomes),
                OperonTruth truth when task == FineTuningTask.Pair => TaskLabels.Of(set, truth),
                _ => null,
            };
    }

    private static IEnumerable<string> WordsOf(FineTuningTask task) =>
        task switch
        {
            FineTuningTask.Gene => GeneFieldLabels.Fields,
            FineTuningTask.Pair => [OperonField],
            _ => Ranks,
        };
}
