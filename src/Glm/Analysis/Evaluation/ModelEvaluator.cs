using Glm.Analysis.Baselines;
using Glm.Analysis.Neighbourhood;
using Glm.Features;
using Glm.Modeling;
using Glm.Runtime;

namespace Glm.Analysis.Evaluation;

/// <summary>
/// Measures a model on genomes of one's choice: it predicts masked genes of all their windows, and so do baselines; nothing is trained.
/// </summary>
public static class ModelEvaluator
{
    /// <summary>Evaluates a model.</summary>
    /// <param name="model">Trained; borrowed, and not to be used by others meanwhile.</param>
    /// <param name="data">Windows with features and labels as the model's transform makes them.</param>
    /// <param name="learnFrom">
    /// Windows of other scaffolds, made by the same transform, that the baselines learn from which do; null leaves those out.
    /// </param>
    /// <param name="homologs">
    /// The genomes of the data compared with those to learn from, for the neighbourhood vote; null leaves it out.
    /// </param>
    /// <param name="options">How to mask and score; null for the defaults.</param>
    /// <param name="progress">What is being learned and predicted.</param>
    /// <param name="cancellation">Polled between windows.</param>
    /// <exception cref="GlmException">The model has no labels, the data have no windows, or a scaffold is learned from and
    /// evaluated.</exception>
    public static ModelEvaluation Evaluate(
        GlmModel model,
        IWindowData data,
        WindowSelection? learnFrom = null,
        GenomeComparison? homologs = null,
        BaselineOptions? options = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        RequireLabels(model);
        options ??= new BaselineOptions();
        options.Validate();
        if (data.WindowCount == 0)
            throw new GlmException($"{data.Source}: there is no window to evaluate on. Load scaffolds with enough genes.");
        var all = WindowSelection.All(data);
        var random = new FourRandomGenesBaseline(options.Seed);
        var ridge = new RandomFeatureRidgeBaseline(new RandomFeatureRidgeOptions { Seed = options.Seed });
        var vote = learnFrom is null || homologs is null ? null : new NeighbourhoodVoteBaseline(homologs);
        IBaseline[] predictors =
        [
            new ChanceBaseline(),
            .. learnFrom is null ? Array.Empty<IBaseline>() : [random],
            new WindowMeanBaseline(),
            new NeighbourCopyBaseline(),
            .. learnFrom is null ? Array.Empty<IBaseline>() : [ridge],
            .. vote is null ? Array.Empty<IBaseline>() : [vote],
            new GlmPredictor(model),
        ];
        if (learnFrom is not null)
            BaselineComparer.Check(predictors, learnFrom, all);
        var comparison = BaselineComparer.Judge(
            predictors,
            learnFrom ?? new WindowSelection(data, []),
            all,
            options,
            drawsGenomes: true,
            progress,
            cancellation
        );
        return new ModelEvaluation(
            data.Source,
            GenomeSketches.Count(data, all.Windows),
            data.WindowCount,
            comparison,
            [
                .. learnFrom is null ? [random.Name, ridge.Name] : Array.Empty<string>(),
                .. vote is null ? [NeighbourhoodVoteBaseline.StandardName] : Array.Empty<string>(),
            ],
            model.TrainedOn.KnownOf(data)
        );
    }

    /// <summary>Refuses a model that cannot be asked for genes.</summary>
    /// <exception cref="GlmException">It has no label PCA.</exception>
    public static void RequireLabels(GlmModel model)
    {
        if (model.LabelPca is null)
            throw new GlmException(
                "The model has no label PCA, so what it predicts cannot be compared with genes: nothing has trained it yet, or its file "
                    + "came without one. Train it, or load a model folder with features.safetensors."
            );
    }
}
