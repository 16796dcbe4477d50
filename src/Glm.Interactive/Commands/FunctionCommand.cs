using Glm.Analysis.Functions;
using Glm.Arrays.Storage;
using Glm.Genomes;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Glm.Modeling;
using Glm.Modeling.Functions;
using Glm.Proteins.Sentences;
using Glm.Runtime;
using Glm.Training.Functions;

namespace Glm.Interactive.Commands;

/// <summary><c>#!glm function</c>: GO terms, EC numbers or other labels of genes from their neighbourhood.</summary>
public sealed class FunctionCommand : GlmCommand
{
    private const string ModelVariable = "functionModel";
    private const string NoModel = "none";

    private static readonly FunctionOptions Standard = new();

    private static readonly Option<string?> Labels = CommandOption.Text(
        "--labels",
        "What to predict: a field that genes carry, or a variable with labels of genes, as #!glm labels makes them; any number per gene. "
            + "With --with, genes that have one are left out."
    ) with
    {
        IsImplicit = true,
        Choices = GeneFieldLabels.Fields,
    };

    private static readonly Option<bool> Train = CommandOption.Flag(
        "--train",
        "Trains the network on all labelled genes and predicts the others, instead of testing how well that goes."
    );

    private static readonly Option<string?> With = CommandOption.File(
        "--with",
        "Predicts with a model: a folder of PlasGO (models/mf), a .safetensors of --save, or a variable."
    );

    private static readonly Option<string?> Plasmids = CommandOption.Folder(
        "--plasmids",
        "With --with, folder that PlasGO's preprocessing wrote (plasmids.csv, raw_embeddings.pkl, prot_idx.dict), instead of scaffolds."
    );

    private static readonly Option<int?> Level = CommandOption
        .Integer("--level", "Parts of labels that count, between dots: 1 to 4 for EC numbers; by default all.", min: 1, max: 100)
        .Fills(nameof(FunctionOptions.Level));

    private static readonly Option<int> MinCount = CommandOption
        .Integer("--min-count", "The fewest genes of a label; rarer ones are left out and counted.", min: 2)
        .Fills(nameof(FunctionOptions.MinCount), Standard.MinCount);

    private static readonly Option<int> FoldCount = CommandOption
        .Integer("--fold-count", "Number of folds.", min: 2, max: 100)
        .Fills(nameof(FunctionOptions.FoldCount), Standard.FoldCount);

    private static readonly Option<int> BlockGenes = CommandOption
        .Integer("--block-genes", "Genes of a stretch that is tested together, where genomes are fewer than folds.", min: 1)
        .Fills(nameof(FunctionOptions.BlockGenes), Standard.BlockGenes);

    private static readonly Option<string> Homologs = CommandOption
        .Choice(
            "--homologs",
            "Whether homologs of tested genes are kept from the training (apart), or learned from as for a new genome (known).",
            ["apart", "known"]
        )
        .Fills(nameof(FunctionOptions.HoldOutFamilies))
        .WithDefault("apart");

    private static readonly Option<int> Epochs = CommandOption
        .Integer("--epochs", "Rounds of the network over all windows with a labelled gene.", min: 1)
        .Fills(nameof(FunctionTrainingOptions.Epochs), Standard.Training.Epochs);

    private static readonly Option<int> Batch = CommandOption
        .Integer("--batch", "Windows of a step; of a few genomes, smaller ones make more steps.", min: 1, max: 100_000)
        .Fills(nameof(FunctionTrainingOptions.BatchSize), Standard.Training.BatchSize);

    private static readonly Option<double> LearningRate = CommandOption
        .Number("--lr", "Peak of the learning rate.", new NumericRange(0, 1, MinExclusive: true))
        .Fills(nameof(FunctionTrainingOptions.LearningRate), Standard.Training.LearningRate);

    private static readonly Option<int> Hidden = CommandOption
        .Integer("--hidden", "Numbers per gene within the network.", min: 1, max: 1 << 20)
        .Fills(nameof(FunctionOptions.HiddenSize), Standard.HiddenSize);

    private static readonly Option<int> Layers = CommandOption
        .Integer("--layers", "Layers of the network; PlasGO has 4, and 2 for cellular component.", min: 1, max: 1000)
        .Fills(nameof(FunctionOptions.Layers), Standard.Layers);

    private static readonly Option<int> Heads = CommandOption
        .Integer("--heads", "Heads of the network, which divide --hidden.", min: 1, max: 1000)
        .Fills(nameof(FunctionOptions.Heads), Standard.Heads);

    private static readonly Option<int> MaxGenes = CommandOption
        .Integer("--window", "Genes of a window of the network; windows begin three quarters of it apart.", min: 1, max: 100_000)
        .Fills(nameof(FunctionOptions.MaxGenes), Standard.MaxGenes);

    private static readonly Option<bool> Concatenate = CommandOption
        .Flag("--concatenate", "Reads labels from the protein's own vector too, as PlasGO does for biological process.")
        .Fills(nameof(FunctionOptions.ConcatenatesInput));

    private static readonly Option<double> MinProbability = CommandOption
        .Number("--min-prob", "With --train or --with, lowers the probability below which no label is called.", new NumericRange(0, 0.3))
        .Fills("MinProbability", FunctionRules.MostLimit);

    private static readonly Option<int> Seed = CommandOption
        .Integer("--seed", "Determines folds, resamples, first weights, order and dropout; equal seeds give equal results.")
        .Fills(nameof(FunctionOptions.Seed), Standard.Seed);

    private static readonly Option<string?> Save = CommandOption.File(
        "--save",
        "With --train, file (.safetensors) that receives the trained network."
    );

    private static readonly Option<string?> Model = CommandOption.Text(
        "--model",
        $"Variable of a gLM to probe beside the network, or {NoModel}; by default the newest, where there is one."
    ) with
    {
        Choices = [NoModel],
    };

    private static readonly Option<string> As = CommandOption.As("functions");

    /// <summary>What only a test needs.</summary>
    private static readonly CommandOption[] OfTest = [FoldCount, BlockGenes, Homologs, Model];

    /// <summary>What only a network that is made here needs.</summary>
    private static readonly CommandOption[] OfFresh =
    [
        Level,
        MinCount,
        Epochs,
        Batch,
        LearningRate,
        Hidden,
        Layers,
        Heads,
        MaxGenes,
        Concatenate,
        Seed,
    ];

    public override string Name => "function";

    public override string Summary =>
        "Predicts functions of genes, such as GO terms, from their neighbourhood, beside transfer and probes.";

    public override Type Result => typeof(FunctionOutput);

    public override IReadOnlyList<CommandOption> Options { get; } =
    [
        Labels,
        Train,
        With,
        Plasmids,
        Level,
        MinCount,
        FoldCount,
        BlockGenes,
        Homologs,
        Epochs,
        Batch,
        LearningRate,
        Hidden,
        Layers,
        Heads,
        MaxGenes,
        Concatenate,
        MinProbability,
        Seed,
        Save,
        Model,
        SessionData.Scaffolds,
        SessionData.Proteins,
        As,
    ];

    public override IReadOnlyList<IReadOnlyList<string>> Exclusions { get; } =
    [
        [Train.Name, With.Name],
        [Plasmids.Name, Labels.Name],
        [Plasmids.Name, SessionData.Scaffolds.Name],
        [Plasmids.Name, SessionData.Proteins.Name],
        .. OfTest.Select(option => (IReadOnlyList<string>)[Train.Name, option.Name]),
        .. OfTest.Concat(OfFresh).Append(Save).Select(option => (IReadOnlyList<string>)[With.Name, option.Name]),
    ];

    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new(
            "#!glm function product --hidden 32 --layers 1 --heads 4 --epochs 2 --batch 8 --min-count 50 --model none",
            "Tests a small network on whole genomes and families that it has not learned from.",
            "var small = new FunctionOptions { HiddenSize = 32, Layers = 1, Heads = 4, MinCount = 50, "
                + "Training = new FunctionTrainingOptions { Epochs = 2, BatchSize = 8 } }; "
                + "var functions = FunctionAnalysis.Run(scaffolds, proteins, GeneFieldLabels.Of(scaffolds, \"product\"), small);"
        ),
        new(
            "#!glm function product --train --hidden 32 --layers 1 --heads 4 --epochs 2 --batch 8 --min-count 50 "
                + "--save functions.safetensors --as called",
            "Trains it on all labelled genes, saves it, and predicts the others.",
            "var products = GeneFieldLabels.Of(scaffolds, \"product\"); "
                + "var (functionModel, history) = FunctionAnalysis.Train(scaffolds, proteins, products, small); "
                + "functionModel.Save(\"functions.safetensors\"); "
                + "var called = FunctionPredictions.Run(functionModel, scaffolds, proteins, products, history: history);"
        ),
        new(
            "#!glm function --with functions.safetensors --as predicted",
            "Predicts all loaded genes with a model, PlasGO's or one's own.",
            "using var loaded = FunctionModel.Load(\"functions.safetensors\"); "
                + "var predicted = FunctionPredictions.Run(loaded, scaffolds, proteins);"
        ),
    ];

    public override Task RunAsync(CommandContext context)
    {
        Check(context);
        if (context.Arguments.Has(With))
            Predict(context);
        else if (context.Get(Train))
            Learn(context);
        else
            Test(context);
        return Task.CompletedTask;
    }

    private static void Test(CommandContext context)
    {
        var (scaffolds, proteins) = (context.Get(SessionData.Scaffolds), context.Get(SessionData.Proteins));
        var model = ModelOf(context, proteins.Width);
        if (model is not null)
            SessionData.CheckWindows(scaffolds, model);
        var result = FunctionAnalysis.Run(
            scaffolds,
            proteins,
            LabelsOf(context)!,
            OptionsOf(context),
            model,
            progress: context.Progress("function"),
            cancellation: context.Cancellation
        );
        context.Publish<FunctionOutput>(result);
        context.Display(FunctionView.Create(result));
    }

    private static void Learn(CommandContext context)
    {
        var (scaffolds, proteins) = (context.Get(SessionData.Scaffolds), context.Get(SessionData.Proteins));
        var labels = LabelsOf(context)!;
        var (model, history) = FunctionAnalysis.Train(
            scaffolds,
            proteins,
            labels,
            OptionsOf(context),
            context.Progress("train"),
            context.Cancellation
        );
        context.Keep(ModelVariable, model);
        if (context.Get(Save) is { } file)
            model.Save(file);
        Show(
            context,
            FunctionPredictions.Run(
                model,
                scaffolds,
                proteins,
                labels,
                context.Get(MinProbability),
                history,
                context.Progress("predict"),
                // What was learned before an interruption is shown.
                history.Interrupted
                    ? default
                    : context.Cancellation
            )
        );
    }

    private static void Predict(CommandContext context)
    {
        var (path, written) = (context.Get(With)!, context.Arguments.Written(With)!);
        if (File.Exists(path) || Directory.Exists(path) || !context.Host.TryGetVariable(written, out var value))
        {
            using var loaded = FunctionModel.Load(path);
            Of(loaded);
            return;
        }
        if (value is not FunctionModel named)
            throw new GlmException(
                $"#!glm function: --with names the variable '{written}', and it holds no model of functions. Name one, a file or a folder."
            );
        context.NoteUse(With.Name, written, named);
        Of(named);

        void Of(FunctionModel model)
        {
            var progress = context.Progress("predict");
            var limit = context.Get(MinProbability);
            Show(
                context,
                context.Get(Plasmids) is { } folder
                    ? FunctionPredictions.Run(model, PlasgoFiles.Read(folder, context.Cancellation), limit, progress, context.Cancellation)
                    : FunctionPredictions.Run(
                        model,
                        context.Get(SessionData.Scaffolds),
                        context.Get(SessionData.Proteins),
                        LabelsOf(context),
                        limit,
                        progress: progress,
                        cancellation: context.Cancellation
                    )
            );
        }
    }

    private static void Show(CommandContext context, FunctionPredictions predictions)
    {
        context.Publish<FunctionOutput>(predictions);
        context.Display(FunctionView.Create(predictions));
    }

    private static FunctionOptions OptionsOf(CommandContext context) =>
        new()
        {
            Level = context.Get(Level),
            MinCount = context.Get(MinCount),
            FoldCount = context.Get(FoldCount),
            BlockGenes = context.Get(BlockGenes),
            HoldOutFamilies = context.Get(Homologs) == "apart",
            HiddenSize = context.Get(Hidden),
            Heads = context.Get(Heads),
            Layers = context.Get(Layers),
            MaxGenes = context.Get(MaxGenes),
            ConcatenatesInput = context.Get(Concatenate),
            Training = new FunctionTrainingOptions
            {
                Epochs = context.Get(Epochs),
                BatchSize = context.Get(Batch),
                LearningRate = context.Get(LearningRate),
            },
            Seed = context.Get(Seed),
        };

    /// <summary>Refuses, before any work, options that do nothing, and a file that cannot be written.</summary>
    private static void Check(CommandContext context)
    {
        if (!context.Arguments.Has(With) && !context.Arguments.Has(Labels))
            throw new GlmException("#!glm function: name what to predict (--labels), or a model to predict with (--with).");
        if (context.Arguments.Has(Plasmids) && !context.Arguments.Has(With))
            throw new GlmException("#!glm function: --plasmids is for predictions. Name a model with --with.");
        if (context.Arguments.Has(MinProbability) && !context.Arguments.Has(With) && !context.Get(Train))
            throw new GlmException("#!glm function: --min-prob is for predictions. Add --train or --with, or leave it out.");
        if (context.Get(Save) is not { } saved)
            return;
        if (!context.Get(Train))
            throw new GlmException("#!glm function: --save is for training. Add --train, or leave it out.");
        if (!saved.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase))
            throw new GlmException($"#!glm function: --save {LineText.Shown(context.Arguments.Written(Save)!)} must end in .safetensors.");
        StoredFile.RequireWritable(saved);
    }

    /// <summary>The gLM to probe; of those that are not named, one that reads such vectors.</summary>
    private static GlmModel? ModelOf(CommandContext context, int width)
    {
        if (!context.Arguments.Has(Model))
            return context.NewestOrNull<GlmModel>() is { } newest && newest.Config.ProteinWidth == width ? newest : null;
        var name = context.Get(Model)!;
        if (name == NoModel)
            return null;
        if (!context.Host.TryGetVariable(name, out var value) || value is not GlmModel model)
            throw new GlmException($"#!glm function: --model is '{name}', which is no variable with a gLM. Name one, or {NoModel}.");
        context.NoteUse(Model.Name, name, model);
        return model;
    }

    /// <summary>Null where none are named.</summary>
    private static GeneLabels? LabelsOf(CommandContext context) =>
        context.Get(Labels) is { } name
            ? LabelData.Named(context, "function", Labels.Name, name, context.Get(SessionData.Scaffolds))
            : null;
}
