using Glm.Analysis.Ablation;
using Glm.Analysis.Baselines;
using Glm.Analysis.Homologs;
using Glm.Analysis.Neighbourhood;
using Glm.Arrays.Storage;
using Glm.Corpora;
using Glm.Features;
using Glm.Genomes;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Glm.Modeling;
using Glm.Proteins;
using Glm.Proteins.Homology;
using Glm.Runtime;
using Glm.Training;

namespace Glm.Interactive.Commands;

/// <summary><c>#!glm train</c>: the model learns to predict masked genes.</summary>
public sealed class TrainCommand : GlmCommand
{
    private const string BaselinesVariable = "baselines";
    private const string AblationVariable = "ablation";

    private static readonly TrainingOptions Standard = new();
    private static readonly TrainingOptions Genomes = TrainingOptions.Genomes;

    private static readonly Option<string?> Preset = CommandOption.Choice(
        "--preset",
        $"The options that are not given: genomes (epochs {Genomes.Epochs}, batch {Genomes.BatchSize}, lr 3e-4, "
            + "linear schedule, mask 0.3, loss contrast) or standard; by default genomes for a model of that preset, and else standard.",
        ["standard", "genomes"]
    );

    private static readonly Option<int?> Steps = CommandOption
        .Integer("--steps", "Optimiser steps; by default as many as --epochs takes.", min: 1)
        .Fills(nameof(TrainingOptions.Steps));

    private static readonly Option<int?> Epochs = CommandOption
        .Integer("--epochs", $"Passes over the training windows; {Standard.Epochs} if --steps is not given either.", min: 1)
        .Fills(nameof(TrainingOptions.Epochs));

    private static readonly Option<double?> Minutes = CommandOption
        .Number(
            "--minutes",
            "Budget of time, instead of --steps: a few steps are timed, and the run has as many as fit; where time is over all the same "
                + "it ends, is evaluated and saved. Loading and preparing come before it.",
            new NumericRange(0, TrainingOptions.MostMinutes, MinExclusive: true)
        )
        .Fills(nameof(TrainingOptions.Minutes));

    private static readonly Option<int> Batch = CommandOption
        .Integer("--batch", "Windows per step.", min: 1, max: 100_000)
        .Fills(nameof(TrainingOptions.BatchSize), Standard.BatchSize);

    private static readonly Option<double> LearningRate = CommandOption
        .Number("--lr", "Learning rate after warm-up.", new NumericRange(0, 1, MinExclusive: true))
        .Fills(nameof(TrainingOptions.LearningRate), Standard.LearningRate);

    private static readonly Option<int?> Warmup = CommandOption
        .Integer("--warmup", "Steps of linear warm-up; by default a tenth of all steps (paper: 5000).", min: 0)
        .Fills(nameof(TrainingOptions.WarmupSteps));

    private static readonly Option<LearningRateSchedule> Schedule = CommandOption
        .Choice<LearningRateSchedule>(
            "--schedule",
            "What the learning rate does after its warm-up: it stays (as published), or falls to 0 along half a cosine or a line."
        )
        .Fills(nameof(TrainingOptions.Schedule), Standard.Schedule);

    private static readonly Option<int> Accumulate = CommandOption
        .Integer(
            "--accumulate",
            "Pieces in which each batch is computed, to take as much less memory; the batch and what it teaches stay the same.",
            min: 1,
            max: 100_000
        )
        .Fills(nameof(TrainingOptions.Accumulate), Standard.Accumulate);

    private static readonly Option<double> WeightDecay = CommandOption
        .Number("--weight-decay", "Decay of matrices, not of biases and LayerNorms; 0.01 to 0.1 is customary.", new NumericRange(0, 1))
        .Fills(nameof(TrainingOptions.WeightDecay), Standard.WeightDecay);

    private static readonly Option<double?> Ema = CommandOption
        .Number(
            "--ema",
            "Keeps an exponential moving average of the weights with this decay, such as 0.999, which is evaluated and becomes the model.",
            new NumericRange(0, 1, MinExclusive: true, MaxExclusive: true)
        )
        .Fills(nameof(TrainingOptions.EmaDecay));

    private static readonly Option<ComputePrecision> Precision = CommandOption
        .Choice<ComputePrecision>(
            "--precision",
            "With how many digits the steps compute: float32, as published; tf32, faster products of matrices on a GPU; bfloat16, for "
                + "GPUs, with weights, updates and losses in float32."
        )
        .Fills(nameof(TrainingOptions.Precision), Standard.Precision);

    private static readonly Option<int?> Patience = CommandOption
        .Integer(
            "--patience",
            "Stops after so many evaluations without a smaller held-out loss; the model becomes that of the smallest.",
            min: 1
        )
        .Fills(nameof(TrainingOptions.Patience));

    private static readonly Option<double> Mask = CommandOption
        .Number("--mask", "Probability that a gene is masked.", new NumericRange(0, 1, MinExclusive: true))
        .Fills(nameof(TrainingOptions.MaskProbability), Standard.MaskProbability);

    private static readonly Option<WindowUnit?> Balance = CommandOption
        .Choice<WindowUnit>(
            "--balance",
            "Draws windows so that taxa of this rank count by the square root of their numbers of windows, and a taxon of very many does "
                + "not decide; by default every window counts alike."
        )
        .Fills(nameof(TrainingOptions.Balance));

    private static readonly Option<double> Evaluation = CommandOption
        .Number("--eval", "Fraction of the windows held out for evaluation.", new NumericRange(0, 1, MaxExclusive: true))
        .Fills(nameof(TrainingOptions.EvaluationFraction), Standard.EvaluationFraction);

    private static readonly Option<WindowUnit?> EvaluateBy = CommandOption
        .Choice<WindowUnit>("--eval-by", "What is held out as a whole; by default genomes, or scaffolds where there is one genome only.")
        .Fills(nameof(TrainingOptions.EvaluateBy));

    private static readonly Option<int?> EvaluateEvery = CommandOption
        .Integer(
            "--eval-every",
            "Steps between evaluations; by default so many that evaluations take at most 3% of the time, but at least two of them lie "
                + "between the first and the last.",
            min: 1
        )
        .Fills(nameof(TrainingOptions.EvaluateEvery));

    private static readonly Option<TrainingRecipe> Recipe = CommandOption
        .Choice(
            "--loss",
            "fixed averages squared errors over the masked genes; contrast tells the right gene among those of the batch, for genomes of "
                + "many families; paper is the published recipe, oddities included.",
            [("fixed", TrainingRecipe.Corrected), ("contrast", TrainingRecipe.Contrast), ("paper", TrainingRecipe.Published)],
            Standard.Recipe
        )
        .Fills(nameof(TrainingOptions.Recipe));

    private static readonly Option<string?> Function = (
        CommandOption.Text(
            "--function",
            "Functions of genes that a triplet loss learns beside the masked genes, as FGeneBERT does: a field that genes carry, or a "
                + "variable with labels of genes, any number per gene; genes of different genomes that share one are drawn together in "
                + "context, and others apart. With --resume that of the run."
        ) with
        {
            Choices = GeneFieldLabels.Fields,
        }
    ).Fills("Function");

    private static readonly Option<double?> TripletWeight = CommandOption
        .Number(
            "--triplet-weight",
            "What the triplet loss of --function counts beside that of the masked genes; by default "
                + $"{OptionValue.Written(TrainingOptions.DefaultTripletWeight)}. 0 is training without it.",
            new NumericRange(0)
        )
        .Fills(nameof(TrainingOptions.TripletWeight));

    private static readonly Option<bool> Ablation = CommandOption.Flag(
        "--ablation",
        "Trains the same once more without the triplet loss of --function, from the same weights and with the same batches, and shows "
            + "what it was worth on the held-out genomes: transfer of functions in context and masked genes, beside protein vectors and "
            + "the most frequent function; the comparison becomes the variable ablation."
    );

    private static readonly Option<int> Seed = CommandOption
        .Integer("--seed", "Determines split, order, masks and dropout; equal seeds give equal results.")
        .Fills(nameof(TrainingOptions.Seed), Standard.Seed);

    private static readonly Option<string?> Save = CommandOption
        .Folder(
            "--save",
            "Folder that receives the trained model, also after an interruption, and the state of the training meanwhile: where it was "
                + "broken off, the same line goes on from there."
        )
        .Fills(nameof(TrainingOptions.SaveTo));

    private static readonly Option<string?> Every = (
        CommandOption.Text(
            "--checkpoint-every",
            "How often --save keeps the state of the training: a number of steps, or of minutes such as 10min; by default every two "
                + "minutes."
        ) with
        {
            ValueName = "N|Nmin",
        }
    ).Fills(nameof(TrainingOptions.CheckpointEvery));

    private static readonly Option<string?> TensorBoard = CommandOption
        .Folder(
            "--tensorboard",
            "Folder that receives an event file for TensorBoard (tensorboard --logdir FOLDER), a record per step; a run that goes on has "
                + "every step once."
        )
        .Fills(nameof(TrainingOptions.TensorBoard));

    private static readonly Option<string?> Resume = CommandOption
        .Folder(
            "--resume",
            "Folder of a run that goes on, broken off or finished, with its model and options; --steps, --epochs, --minutes or --patience "
                + "make it longer."
        )
        .Fills(nameof(TrainingOptions.Resume));

    private static readonly Option<bool> Restart = CommandOption
        .Flag("--restart", "Begins anew where the folder of --save holds a run already, whose checkpoints then go.")
        .Fills(nameof(TrainingOptions.Restart));

    private static readonly Option<bool> Baselines = CommandOption.Flag(
        "--baselines",
        "Compares the trained model with baselines on the genes that it was evaluated on: chance, four random genes, window mean, "
            + "neighbour copy, random-feature ridge, neighbourhood vote. They are lines in the curve, computed once per run, and the "
            + "comparison becomes the variable baselines."
    );

    private static readonly Option<GlmModel> Model = CommandOption.Variable<GlmModel>(
        "--model",
        "Model to train; with --resume that of the run, which becomes the variable model."
    );

    private static readonly Option<ScaffoldSet> Scaffolds = CommandOption.Variable<ScaffoldSet>("--scaffolds", "Scaffolds to learn from.");

    private static readonly Option<ProteinVectors> Proteins = CommandOption.Variable<ProteinVectors>(
        "--proteins",
        "Vectors of their proteins."
    );

    private static readonly Option<string?> CorpusFolder = CommandOption.Folder(
        "--corpus",
        "Corpus on disk to learn from, instead of scaffolds and proteins in memory."
    );

    private static readonly Option<string> As = CommandOption.As("history");

    private static readonly CommandOption[] All =
    [
        Preset,
        Steps,
        Epochs,
        Minutes,
        Batch,
        Accumulate,
        LearningRate,
        Warmup,
        Schedule,
        WeightDecay,
        Ema,
        Precision,
        Mask,
        Balance,
        Evaluation,
        EvaluateBy,
        EvaluateEvery,
        Patience,
        Recipe,
        Function,
        TripletWeight,
        Ablation,
        Seed,
        Save,
        Every,
        TensorBoard,
        Resume,
        Restart,
        Baselines,
        Model,
        Scaffolds,
        Proteins,
        CorpusFolder,
        As,
    ];

    /// <summary>What a run that goes on can be given; all else it has already.</summary>
    private static readonly CommandOption[] OfResumed =
    [
        Steps,
        Epochs,
        Minutes,
        Patience,
        Function,
        Every,
        TensorBoard,
        Resume,
        Baselines,
        Model,
        Scaffolds,
        Proteins,
        CorpusFolder,
        As,
    ];

    public override string Name => "train";

    public override string Summary => "Trains the model to predict masked genes from their neighbours.";

    public override Type Result => typeof(TrainingHistory);

    public override IReadOnlyList<CommandOption> Options => All;

    public override IReadOnlyList<IReadOnlyList<string>> Exclusions { get; } =
    [
        [Steps.Name, Epochs.Name],
        [Minutes.Name, Steps.Name],
        [Minutes.Name, Epochs.Name],
        .. All.Except(OfResumed).Select(option => new[] { Resume.Name, option.Name }),
        [CorpusFolder.Name, Scaffolds.Name],
        [CorpusFolder.Name, Proteins.Name],
        [Ablation.Name, Minutes.Name],
    ];

    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new(
            "#!glm train --steps 500 --lr 1e-3",
            "Trains the newest model on the newest scaffolds.",
            "var options = TrainingOptions.For(model) with { Steps = 500, LearningRate = 1e-3 }; var learned = TrainingProteins.Of("
                + "scaffolds, proteins, options); var data = GeneDataset.Create(scaffolds, proteins, model.TransformFor(learned)); "
                + "var history = Trainer.Train(model, data, options);"
        ),
        new(
            "#!glm train --steps 500 --baselines",
            "Trains, and shows what a table of genomes knows without a model.",
            "var options = TrainingOptions.For(model) with { Steps = 500 }; "
                + "var history = Trainer.Train(model, data, options); var baselines = "
                + "BaselineComparer.Compare([.. BaselineComparer.WindowBaselines(), new GlmPredictor(model)], data, options); "
                + "history = history.WithBaselines(baselines);"
        ),
        new(
            "#!glm train --preset genomes --steps 500",
            "Trains by the recipe for real genomes.",
            "var history = Trainer.Train(model, data, TrainingOptions.Genomes with { Steps = 500 });"
        ),
        new(
            "#!glm train --corpus my-corpus --steps 500",
            "Learns from a corpus on disk.",
            "var corpus = Corpus.Open(\"my-corpus\"); var options = TrainingOptions.For(model) with { Steps = 500 }; var history = "
                + "Trainer.Train(model, CorpusDataset.Create(corpus, model.TransformFor(TrainingProteins.Of(corpus, options))), options);"
        ),
        new(
            "#!glm train --epochs 50 --save my-model",
            "Trains for fifty passes and saves the model.",
            "var history = Trainer.Train(model, data, TrainingOptions.For(model) with { Epochs = 50, SaveTo = \"my-model\" });"
        ),
        new(
            "#!glm train --minutes 20",
            "Trains as long as there is time.",
            "var history = Trainer.Train(model, data, TrainingOptions.For(model) with { Minutes = 20 });"
        ),
        new(
            "#!glm train --function family --triplet-weight 0.2 --steps 500 --ablation",
            "Learns functions of genes too, and shows what that was worth.",
            "var options = TrainingOptions.For(model) with { Steps = 500, TripletWeight = 0.2 }; var labels = GeneFieldLabels.Of("
                + "scaffolds, \"family\"); var without = model.Merge(); var history = Trainer.Train(model, data, options, function: "
                + "labels); Trainer.Train(without, data, options with { TripletWeight = null }); "
                + "var ablation = TripletAblator.Compare(model, without, data, labels, options);"
        ),
        new(
            "#!glm train --resume my-model --steps 2000",
            "Goes on with a run, broken off or finished, up to 2,000 steps in all.",
            "var run = TrainingRun.Open(\"my-model\"); var model = run.LoadModel(); "
                + "var history = Trainer.Train(model, data, run.Options with { Steps = 2000 });"
        ),
    ];

    public override Task RunAsync(CommandContext context)
    {
        if (context.Get(Save) is { } folder)
            StoredFile.RequireWritable(Path.Combine(folder, "model.safetensors"));
        if (context.Get(TensorBoard) is { } events)
            StoredFile.RequireWritable(Path.Combine(events, "events"));
        var every = context.Get(Every) is { } interval ? CheckpointInterval.Parse(interval) : CheckpointInterval.Standard;
        var run = context.Get(Resume) is { } found ? TrainingRun.Open(found) : null;
        var options = (run is null ? Asked(context) : Longer(run, context)) with
        {
            CheckpointEvery = every,
            TensorBoard = context.Get(TensorBoard),
        };
        if (context.Get(Baselines) && options.EvaluationFraction == 0)
            throw new GlmException(
                "#!glm train: --baselines compares on held-out windows, and --eval 0 holds none out. Leave one of them out."
            );
        CheckFunction(context, options);
        var function =
            context.Get(Function) is { } named ? LabelData.Named(context, Name, Function.Name, named, context.Get(Scaffolds))
            : context.Get(CorpusFolder) is null && run?.Function is { } learned ? LabelsOfRun(context, learned)
            : null;
        var model = run is null ? context.Get(Model) : ModelOf(run, context);
        using var start = context.Get(Ablation) ? model.Merge() : null;
        var progress = context.Progress("train"); // of the preparations too
        var started = context.Host.Clock.GetTimestamp();
        using var corpus = context.Get(CorpusFolder) is { } corpusFolder ? Corpus.Open(corpusFolder) : null;
        IWindowData data;
        try
        {
            data = corpus is null
                ? SessionData.ForTraining(context, model, context.Get(Scaffolds), context.Get(Proteins), options, progress)
                : SessionData.ForTraining(context, model, corpus, options, progress);
        }
        catch (OperationCanceledException) when (context.Cancellation.IsCancellationRequested)
        {
            var parameters = model.Parameters.Layout.Count;
            var seconds = context.Host.Clock.GetElapsedTime(started).TotalSeconds;
            return Finish(context, new TrainingHistory([], [], double.NaN, 0, 0, parameters, true, seconds, SavedTo: null));
        }
        using var owned = data as IDisposable;
        if (start is not null)
            TripletAblator.Check((GeneDataset)data, function!, options);
        var history = AsWritten(
            function is null
                ? Trainer.Train(model, data, options, progress, context.Cancellation)
                : Trainer.Train(model, data, options, function, progress, context.Cancellation),
            context
        );
        if (TrainingProcesses.Rank > 0)
            return Task.CompletedTask; // the first process has the history
        var finished =
            context.Get(Baselines) && !history.Interrupted
                ? Compare(context, history, model, data, corpus, options)
                : Finish(context, history);
        if (start is not null && !history.Interrupted)
            Ablate(context, history, model, start, (GeneDataset)data, function!, options);
        return finished;
    }

    /// <summary>The labels that a run learned, where they are a field that genes carry; those of a variable have to be named.</summary>
    private static GeneLabels LabelsOfRun(CommandContext context, string learned) =>
        GeneFieldLabels.Fields.Contains(learned, StringComparer.Ordinal)
            ? LabelData.Named(context, "train", Function.Name, learned, context.Get(Scaffolds))
            : throw new GlmException(
                $"{CommandCatalogue.Magic} train: the run learned the labels {LineText.Quoted(learned)} from a variable. Name the "
                    + $"variable that holds them with {Function.Name}."
            );

    /// <summary>Refuses what belongs to a function where there is none, or none can be had.</summary>
    private static void CheckFunction(CommandContext context, TrainingOptions options)
    {
        const string Line = $"{CommandCatalogue.Magic} train";
        if (context.Arguments.Has(Function) && context.Get(CorpusFolder) is not null)
            throw new GlmException(
                $"{Line}: {Function.Name} reads labels of genes, and a corpus keeps none. Load its genomes as scaffolds "
                    + $"({CommandCatalogue.Magic} load) and leave {CorpusFolder.Name} out, or leave {Function.Name} out."
            );
        foreach (CommandOption option in new CommandOption[] { TripletWeight, Ablation })
            if (context.Arguments.Has(option) && !context.Arguments.Has(Function))
                throw new GlmException(
                    $"{Line}: {option.Name} is about the triplet loss over functions of genes, and no function is given. Add "
                        + $"{Function.Name}, such as {Function.Name} cog, or leave {option.Name} out."
                );
        if (!context.Get(Ablation))
            return;
        if (options.EvaluationFraction == 0)
            throw new GlmException(
                $"{Line}: {Ablation.Name} compares on held-out windows, and {Evaluation.Name} 0 holds none out. Leave one of them out."
            );
        if (options.TripletWeight == 0)
            throw new GlmException(
                $"{Line}: {TripletWeight.Name} 0 is training without the triplet loss, so {Ablation.Name} has nothing to compare. Give a "
                    + $"weight above 0, or leave {Ablation.Name} out."
            );
        if (TrainingProcesses.Count > 1)
            throw new GlmException(
                $"{Line}: {Ablation.Name} trains twice in one process, and there are {TrainingProcesses.Count}. Leave it out, or start "
                    + "one process."
            );
    }

    private static TrainingOptions Asked(CommandContext context)
    {
        var preset = context.Get(Preset) switch
        {
            "genomes" => Genomes,
            "standard" => Standard,
            _ => TrainingOptions.For(context.Get(Model)),
        };
        return new()
        {
            Steps = context.Get(Steps) ?? (context.Get(Epochs) is null && context.Get(Minutes) is null ? preset.Steps : null),
            Epochs = context.Get(Epochs) ?? preset.Epochs,
            Minutes = context.Get(Minutes),
            BatchSize = Given(Batch, preset.BatchSize),
            Accumulate = context.Get(Accumulate),
            LearningRate = Given(LearningRate, preset.LearningRate),
            WarmupSteps = context.Get(Warmup) ?? preset.WarmupSteps,
            Schedule = Given(Schedule, preset.Schedule),
            WeightDecay = context.Get(WeightDecay),
            EmaDecay = context.Get(Ema),
            Precision = context.Get(Precision),
            MaskProbability = Given(Mask, preset.MaskProbability),
            Balance = context.Get(Balance),
            EvaluationFraction = context.Get(Evaluation),
            EvaluateBy = context.Get(EvaluateBy),
            EvaluateEvery = context.Get(EvaluateEvery),
            Patience = context.Get(Patience),
            Recipe = Given(Recipe, preset.Recipe),
            TripletWeight = context.Get(TripletWeight),
            Seed = context.Get(Seed),
            SaveTo = context.Get(Save),
            Restart = context.Get(Restart),
        };

        T Given<T>(Option<T> option, T otherwise) => context.Arguments.Has(option) ? context.Get(option) : otherwise;
    }

    /// <summary>The options of a run, which may be given more steps or time, and more patience.</summary>
    private static TrainingOptions Longer(TrainingRun run, CommandContext context)
    {
        var options = run.Options with { Patience = context.Get(Patience) ?? run.Options.Patience };
        return (context.Get(Steps), context.Get(Epochs), context.Get(Minutes)) switch
        {
            ({ } steps, _, _) => options with { Steps = steps, Minutes = null },
            (_, { } epochs, _) => options with { Steps = null, Epochs = epochs, Minutes = null },
            (_, _, { } minutes) => options with { Steps = null, Minutes = minutes },
            _ => options,
        };
    }

    /// <summary>The model that the line names, else that of the run, which becomes a variable.</summary>
    private static GlmModel ModelOf(TrainingRun run, CommandContext context)
    {
        if (context.Arguments.Has(Model))
            return context.Get(Model);
        var model = run.LoadModel();
        context.Keep("model", model);
        return model;
    }

    /// <summary>Calls the folder of a run that went on as the line does, so that it can be typed again.</summary>
    private static TrainingHistory AsWritten(TrainingHistory history, CommandContext context) =>
        history.Resumed is { } resumed
            ? history with
            {
                Resumed = resumed with { Folder = context.Arguments.Written(Resume) ?? context.Arguments.Written(Save) ?? resumed.Folder },
            }
            : history;

    /// <summary>
    /// Shows the history with the baselines as lines, and then the table of them. A run has them computed once: it keeps them in its
    /// folder, and only what it made of the model is judged again.
    /// </summary>
    private static Task Compare(
        CommandContext context,
        TrainingHistory history,
        GlmModel model,
        IWindowData data,
        Corpus? corpus,
        TrainingOptions options
    )
    {
        BaselineComparison comparison;
        try
        {
            comparison = Compared(context, history.Baselines, model, data, corpus, options);
        }
        catch
        {
            Finish(context, history); // the training was not in vain
            throw;
        }
        if (history.Baselines.Count == 0)
        {
            history = history.WithBaselines(comparison);
            if (options.SaveTo is { } folder)
                TrainingRun.Open(folder).SaveBaselines(history.Baselines);
        }
        Finish(context, history);
        context.Keep(BaselinesVariable, comparison);
        context.Display(BaselineComparisonView.Create(comparison));
        return Task.CompletedTask;
    }

    private static BaselineComparison Compared(
        CommandContext context,
        IReadOnlyList<BaselineScore> known,
        GlmModel model,
        IWindowData data,
        Corpus? corpus,
        TrainingOptions options
    )
    {
        var progress = context.Progress("baselines");
        BaselineComparison Of(IReadOnlyList<IBaseline> predictors) =>
            BaselineComparer.Compare(predictors, data, options, options: null, progress, context.Cancellation);
        if (known.Count > 0)
        {
            var own = Of([new GlmPredictor(model)]);
            return own with { Scores = [.. known, .. own.Scores] };
        }
        // Opened by its folder, a corpus keeps the homologs that it lacked.
        using var genes = corpus is null
            ? GeneCatalogue.Of(context.Get(Scaffolds))
            : GeneCatalogue.Open(corpus.Folder, progress, context.Cancellation);
        var homologs = genes.Homologs(HomologyEngines.Auto, options: null, progress, context.Cancellation);
        return Of([
            .. BaselineComparer.WindowBaselines(options.Seed),
            new NeighbourhoodVoteBaseline(GenomeComparison.Within(genes.Order, homologs)),
            new GlmPredictor(model),
        ]);
    }

    /// <summary>Trains the same without the triplet loss, and shows what that was worth.</summary>
    private static void Ablate(
        CommandContext context,
        TrainingHistory history,
        GlmModel model,
        GlmModel start,
        GeneDataset data,
        GeneLabels function,
        TrainingOptions options
    )
    {
        if (history.Resumed is not null && !TrainingRun.Open(options.SaveTo!).BeganWith(start))
            throw new GlmException(
                $"{CommandCatalogue.Magic} train: {Ablation.Name} trains the model once more as it was before the run in "
                    + $"{LineText.Quoted(context.Arguments.Written(Save)!)}, and this one is trained since. Make a fresh model and add "
                    + $"{Restart.Name}, or leave {Ablation.Name} out."
            );
        var without = options with { TripletWeight = null, SaveTo = null, TensorBoard = null, Restart = false };
        if (Trainer.Train(start, data, without, context.Progress("train without"), context.Cancellation).Interrupted)
            throw new OperationCanceledException(context.Cancellation);
        var ablation = TripletAblator.Compare(model, start, data, function, options, context.Progress("ablation"), context.Cancellation);
        context.Keep(AblationVariable, ablation);
        context.Display(TripletAblationView.Create(ablation));
    }

    private static Task Finish(CommandContext context, TrainingHistory history)
    {
        context.Publish(history);
        context.Display(TrainingView.Create(history));
        return history.Interrupted ? Task.FromCanceled(context.Cancellation) : Task.CompletedTask;
    }
}
