using Glm.Analysis.Baselines;
using Glm.Analysis.Evaluation;
using Glm.Analysis.Homologs;
using Glm.Analysis.Neighbourhood;
using Glm.Corpora;
using Glm.Features;
using Glm.Genomes;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Glm.Modeling;
using Glm.Proteins;
using Glm.Runtime;

namespace Glm.Interactive.Commands;

/// <summary><c>#!glm evaluate</c>: what a model is worth on any scaffolds, beside baselines.</summary>
public sealed class EvaluateCommand : GlmCommand
{
    private static readonly BaselineOptions Standard = new();

    private static readonly Option<double> Mask = CommandOption
        .Number("--mask", "Probability that a gene is masked.", new NumericRange(0, 1, MinExclusive: true))
        .Fills(nameof(BaselineOptions.MaskProbability), Standard.MaskProbability);

    private static readonly Option<int> Seed = CommandOption
        .Integer("--seed", "Determines the masks and the intervals.")
        .Fills(nameof(BaselineOptions.Seed), Standard.Seed);

    private static readonly Option<ScaffoldSet?> LearnFrom = CommandOption.OptionalVariable<ScaffoldSet>(
        "--learn-from",
        "Other scaffolds, from which the baselines learn that do: four random genes, random-feature ridge, neighbourhood vote; "
            + "without it they are left out."
    );

    private static readonly Option<ProteinVectors?> LearnProteins = CommandOption.OptionalVariable<ProteinVectors>(
        "--learn-proteins",
        "Vectors of the proteins of --learn-from; by default those of --proteins."
    );

    private static readonly Option<GlmModel> Model = CommandOption.Variable<GlmModel>("--model", "Model to evaluate.");

    private static readonly Option<ScaffoldSet> Scaffolds = CommandOption.Variable<ScaffoldSet>(
        "--scaffolds",
        "Scaffolds to evaluate on, all of their windows."
    );

    private static readonly Option<string?> CorpusFolder = CommandOption.Folder(
        "--corpus",
        "Corpus on disk to evaluate on, instead of scaffolds and proteins in memory."
    );

    private static readonly Option<string> As = CommandOption.As("evaluation");

    public override string Name => "evaluate";

    public override string Summary => "Measures a model on any scaffolds, beside baselines; trains nothing.";

    public override Type Result => typeof(ModelEvaluation);

    public override IReadOnlyList<CommandOption> Options { get; } =
    [Mask, Seed, LearnFrom, LearnProteins, Model, Scaffolds, SessionData.Proteins, CorpusFolder, As];

    public override IReadOnlyList<IReadOnlyList<string>> Exclusions { get; } =
    [
        [CorpusFolder.Name, Scaffolds.Name],
        [CorpusFolder.Name, SessionData.Proteins.Name],
    ];

    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new(
            "#!glm evaluate --scaffolds unseen",
            "Measures the newest model on other genomes, whose vectors are the newest.",
            "var data = GeneDataset.Create(unseen, proteins, model.TransformFor(proteins)); "
                + "var evaluation = ModelEvaluator.Evaluate(model, data);"
        ),
        new(
            "#!glm evaluate --scaffolds unseen --learn-from scaffolds --learn-proteins known",
            "Also shows what a table of other genomes knows without a model.",
            "var transform = model.TransformFor(proteins); var data = GeneDataset.Create(unseen, proteins, transform); "
                + "var learned = WindowSelection.All(GeneDataset.Create(scaffolds, known, transform)); var homologs = "
                + "GenomeComparison.Search(GeneCatalogue.Of(unseen), GeneCatalogue.Of(scaffolds)); "
                + "var evaluation = ModelEvaluator.Evaluate(model, data, learned, homologs);"
        ),
    ];

    public override Task RunAsync(CommandContext context)
    {
        var model = context.Get(Model);
        ModelEvaluator.RequireLabels(model);
        var options = Standard with { MaskProbability = context.Get(Mask), Seed = context.Get(Seed) };
        var progress = context.Progress("evaluate");
        using var corpus = context.Get(CorpusFolder) is { } folder ? Corpus.Open(folder) : null;
        var data = corpus is null
            ? (IWindowData)SessionData.Labelled(context, model, context.Get(Scaffolds), context.Get(SessionData.Proteins), progress)
            : SessionData.Labelled(context, model, corpus, progress);
        using var owned = data as IDisposable;
        var (learned, homologs) = context.Get(LearnFrom) is { } others ? Learned(context, model, data, corpus, others, progress) : default;
        var evaluation = ModelEvaluator.Evaluate(model, data, learned, homologs, options, progress, context.Cancellation);
        context.Publish(evaluation);
        context.Display(ModelEvaluationView.Create(evaluation));
        return Task.CompletedTask;
    }

    /// <summary>What baselines learn from: windows of other scaffolds, and their homologs of the evaluated genes.</summary>
    private static (WindowSelection Windows, GenomeComparison Homologs) Learned(
        CommandContext context,
        GlmModel model,
        IWindowData data,
        Corpus? corpus,
        ScaffoldSet others,
        IProgress<ProgressReport> progress
    )
    {
        var proteins = context.Get(LearnProteins) ?? context.Get(SessionData.Proteins);
        if (corpus is null && context.Get(LearnProteins) is null)
            CheckVectorsOfBoth(context.Get(Scaffolds), others);
        SessionData.CheckWindows(others, model);
        var windows = WindowSelection.All(GeneDataset.Create(others, proteins, data.Transform, progress, context.Cancellation));
        using var query = corpus is null ? GeneCatalogue.Of(context.Get(Scaffolds)) : GeneCatalogue.Of(corpus);
        using var reference = GeneCatalogue.Of(others);
        return (windows, GenomeComparison.Search(query, reference, engine: null, progress, context.Cancellation));
    }

    /// <summary>Vectors go by the ids of proteins, and two sets may use one for two sequences, as simulations do.</summary>
    private static void CheckVectorsOfBoth(ScaffoldSet scaffolds, ScaffoldSet others)
    {
        foreach (var (id, protein) in others.Proteins)
            if (scaffolds.Proteins.TryGetValue(id, out var own) && own.Sequence != protein.Sequence)
                throw new GlmException(
                    $"#!glm evaluate: protein {LineText.Quoted(id)} of --learn-from has another sequence than that of --scaffolds, so one "
                        + "vector cannot stand for both. Embed the proteins of --learn-from too, and name their vectors with "
                        + "--learn-proteins."
                );
    }
}
