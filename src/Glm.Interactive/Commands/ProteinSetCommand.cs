using Glm.Analysis.Sets;
using Glm.Arrays.Storage;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Glm.Modeling.Sets;
using Glm.Proteins.Sets;
using Glm.Runtime;
using Glm.Training.Sets;

namespace Glm.Interactive.Commands;

/// <summary><c>#!glm pst</c>: vectors of scaffolds and genomes by a protein set transformer, from a file or trained here.</summary>
public sealed class ProteinSetCommand : GlmCommand
{
    private const string ModelVariable = "setTransformer";

    private static readonly SetTrainingOptions Standard = new();
    private static readonly TripletOptions StandardTriplet = new();

    /// <summary>The options that the verb of the program offers too.</summary>
    public static readonly Option<string?> With = CommandOption.File(
        "--with",
        "Model: a checkpoint of PST (.ckpt, read as data), a .safetensors file, or a variable; by default the newest trained here."
    );

    /// <inheritdoc cref="With"/>
    public static readonly Option<int?> FragmentSize = CommandOption
        .Integer("--fragment-size", "Cuts scaffolds into sets of so many proteins; by default as the model says.", min: 2)
        .Fills(nameof(SetEmbeddingOptions.FragmentSize));

    /// <inheritdoc cref="With"/>
    public static readonly Option<bool> FragmentOversized = CommandOption
        .Flag("--fragment-oversized", "Cuts scaffolds with more proteins than the model has positions, instead of refusing them.")
        .Fills(nameof(SetEmbeddingOptions.FragmentOversized));

    private static readonly Option<string?> Input = CommandOption.File(
        "--input",
        "Graph-formatted file of PST (.graphfmt.h5) to read instead of loaded scaffolds."
    );

    private static readonly Option<string?> WriteInput = CommandOption.File(
        "--write-input",
        "Graph-formatted file (.graphfmt.h5) that receives what is read, for PST itself."
    );

    private static readonly Option<bool> Train = CommandOption.Flag(
        "--train",
        "Trains on the scaffolds first, without labels: sets of similar proteins come to lie near each other. Goes on with the model of "
            + "--with, or begins with a fresh one."
    );

    private static readonly Option<int> Epochs = CommandOption
        .Integer("--epochs", "With --train, rounds over all sets.", min: 1)
        .Fills(nameof(SetTrainingOptions.Epochs), Standard.Epochs);

    private static readonly Option<int> Batch = CommandOption
        .Integer("--batch", "With --train, sets of a step.", min: 3, max: 100_000)
        .Fills(nameof(SetTrainingOptions.BatchSize), Standard.BatchSize);

    private static readonly Option<double> LearningRate = CommandOption
        .Number("--lr", "With --train, learning rate.", new NumericRange(0, 1, MinExclusive: true))
        .Fills(nameof(SetTrainingOptions.LearningRate), Standard.LearningRate);

    private static readonly Option<int> Layers = CommandOption
        .Integer("--layers", "With --train and a fresh model, layers of its encoder.", min: 1, max: 1000)
        .Fills(nameof(SetTransformerConfig.Layers), 5);

    private static readonly Option<int?> Heads = CommandOption
        .Integer(
            "--heads",
            "With --train and a fresh model, its heads; by default 4, or as many fewer as divide the numbers of a vector.",
            min: 1,
            max: 1000
        )
        .Fills(nameof(SetTransformerConfig.Heads));

    private static readonly Option<int> EmbedScale = CommandOption
        .Integer(
            "--embed-scale",
            "With --train and a fresh model, by how much narrower than a protein's the vectors of its position and strand are.",
            min: 1
        )
        .Fills("EmbedScale", 4);

    private static readonly Option<double> Margin = CommandOption
        .Number(
            "--margin",
            "With --train and a fresh model, by how much far sets should be farther than near ones.",
            new NumericRange(0, MinExclusive: true)
        )
        .Fills(nameof(TripletOptions.Margin), StandardTriplet.Margin);

    private static readonly Option<int> Seed = CommandOption
        .Integer("--seed", "With --train, determines fresh weights, order and swaps; equal seeds give equal results.")
        .WithDefault(1);

    private static readonly Option<string?> Save = CommandOption.File(
        "--save",
        "With --train, file (.safetensors) that receives the trained model."
    );

    private static readonly Option<string?> ScaffoldId = CommandOption.Text("--scaffold", "Scaffold to draw; by default the first.") with
    {
        Suggestions = RegionData.ScaffoldIds,
    };

    private static readonly Option<string> As = CommandOption.As("pst");

    /// <summary>What only training needs.</summary>
    private static readonly CommandOption[] OfTraining = [Epochs, Batch, LearningRate, Layers, Heads, EmbedScale, Margin, Seed, Save];

    /// <summary>What only a fresh model needs.</summary>
    private static readonly CommandOption[] OfFresh = [Layers, Heads, EmbedScale, Margin];

    public override string Name => "pst";

    public override string Summary => "Reads or trains a protein set transformer: vectors of genomes, scaffolds and proteins in context.";

    public override Type Result => typeof(ProteinSetEmbeddings);

    public override IReadOnlyList<CommandOption> Options { get; } =
    [
        With,
        Input,
        FragmentSize,
        FragmentOversized,
        Train,
        .. OfTraining,
        WriteInput,
        ScaffoldId,
        RegionData.Genes,
        SessionData.Scaffolds,
        SessionData.Proteins,
        As,
    ];

    public override IReadOnlyList<IReadOnlyList<string>> Exclusions =>
        [
            ["--input", "--scaffolds"],
            ["--input", "--proteins"],
            ["--input", "--write-input"],
        ];

    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new(
            "#!glm pst --with PST-TL-P__small.ckpt",
            "Reads the loaded genomes with a published model; their proteins are embedded with ESM-2 8M.",
            "using var setTransformer = ProteinSetTransformer.Load(\"PST-TL-P__small.ckpt\"); "
                + "var pst = ProteinSetEmbeddings.Run(setTransformer, scaffolds, proteins);"
        ),
        new(
            "#!glm pst --train --epochs 10 --layers 2 --save genomes.safetensors",
            "Trains a small model on the loaded genomes, saves it, and reads them with it.",
            "var sets = ScaffoldProteins.Of(scaffolds, proteins); "
                + "var setTransformer = ProteinSetTransformer.Create(SetTransformerConfig.Of(proteins.Width, layers: 2)); "
                + "SetTrainer.Run(setTransformer, sets, new SetTrainingOptions { Epochs = 10 }); "
                + "setTransformer.Save(\"genomes.safetensors\"); var pst = ProteinSetEmbeddings.Run(setTransformer, scaffolds, proteins);"
        ),
        new(
            "#!glm pst --with PST-TL-P__small.ckpt --input viruses.graphfmt.h5",
            "Reads a file that pst graphify made.",
            "using var setTransformer = ProteinSetTransformer.Load(\"PST-TL-P__small.ckpt\"); "
                + "var pst = ProteinSetEmbeddings.Run(setTransformer, GraphFile.Read(\"viruses.graphfmt.h5\"));"
        ),
    ];

    public override Task RunAsync(CommandContext context)
    {
        Check(context);
        var scaffolds = context.Get(Input) is null ? context.Get(SessionData.Scaffolds) : null;
        var proteins = scaffolds is null
            ? GraphFile.Read(context.Get(Input)!)
            : ScaffoldProteins.Of(scaffolds, context.Get(SessionData.Proteins));
        if (context.Get(WriteInput) is { } written)
            GraphFile.Write(written, proteins);
        var (model, isOwn) = ModelOf(context, proteins);
        try
        {
            SetTrainingHistory? history = null;
            if (context.Get(Train))
            {
                history = SetTrainer.Run(
                    model,
                    proteins,
                    new SetTrainingOptions
                    {
                        Epochs = context.Get(Epochs),
                        BatchSize = context.Get(Batch),
                        LearningRate = context.Get(LearningRate),
                        Seed = context.Get(Seed),
                    },
                    context.Progress("train"),
                    context.Cancellation
                );
                if (context.Get(Save) is { } file)
                    model.Save(file);
            }
            var result = ProteinSetEmbeddings.Run(
                model,
                proteins,
                new SetEmbeddingOptions { FragmentSize = context.Get(FragmentSize), FragmentOversized = context.Get(FragmentOversized) },
                context.Progress("read proteins"),
                // What was learned before an interruption is shown.
                history?.Interrupted == true
                    ? default
                    : context.Cancellation,
                scaffolds
            );
            if (history is not null)
            {
                context.Keep(ModelVariable, model);
                isOwn = false;
            }
            context.Publish(result);
            context.Display(ProteinSetView.Create(result, model.Remarks, history, context.Get(ScaffoldId), Genes(context)));
        }
        finally
        {
            if (isOwn)
                model.Dispose();
        }
        return Task.CompletedTask;
    }

    /// <summary>The model that a path names.</summary>
    public static ProteinSetTransformer Open(string path) => ProteinSetTransformer.Load(path);

    private static (int First, int Last)? Genes(CommandContext context) =>
        context.Get(RegionData.Genes) is { } range ? Analysis.Synteny.SyntenyRegion.ParseRange(range) : null;

    /// <summary>Refuses, before any work, options that do nothing, and a file that cannot be written.</summary>
    private static void Check(CommandContext context)
    {
        if (!context.Get(Train) && OfTraining.FirstOrDefault(context.Arguments.Has) is { } idle)
            throw new GlmException($"#!glm pst: {idle.Name} is for training. Add --train, or leave it out.");
        if (context.Arguments.Has(With) && OfFresh.FirstOrDefault(context.Arguments.Has) is { } shape)
            throw new GlmException($"#!glm pst: {shape.Name} is for a fresh model, and --with names one. Leave out one of them.");
        Genes(context);
        foreach (var option in new[] { Save, WriteInput })
            if (context.Get(option) is { } file)
                StoredFile.RequireWritable(file);
        if (context.Get(Save) is { } saved && !saved.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase))
            throw new GlmException($"#!glm pst: --save {LineText.Shown(context.Arguments.Written(Save)!)} must end in .safetensors.");
    }

    /// <summary>The model of the line, and whether nobody else has it.</summary>
    private static (ProteinSetTransformer Model, bool IsOwn) ModelOf(CommandContext context, ScaffoldProteins proteins)
    {
        if (context.Get(With) is { } path)
        {
            var name = context.Arguments.Written(With)!;
            if (File.Exists(path) || !context.Host.TryGetVariable(name, out var value))
                return (Open(path), true);
            if (value is not ProteinSetTransformer named)
                throw new GlmException(
                    $"#!glm pst: --with names the variable '{name}', and it holds no protein set transformer. Name one, or a file."
                );
            context.NoteUse(With.Name, name, named);
            return (named, false);
        }
        if (!context.Get(Train))
            return (context.Newest<ProteinSetTransformer>(), false);
        var config = SetTransformerConfig.Of(proteins.Width, context.Get(EmbedScale), context.Get(Heads), context.Get(Layers));
        return (
            ProteinSetTransformer.Create(
                config with
                {
                    Triplet = StandardTriplet with { Margin = context.Get(Margin) },
                    FragmentSize = context.Get(FragmentSize),
                    MaxProteins = Math.Max(config.MaxProteins, context.Get(FragmentSize) ?? proteins.Sizes.Max()),
                },
                context.Get(Seed)
            ),
            true
        );
    }
}
