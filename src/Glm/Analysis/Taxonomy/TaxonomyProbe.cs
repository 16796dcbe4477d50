using Glm.Analysis.Embeddings;
using Glm.Formats;
using Glm.Genomes;
using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Analysis.Taxonomy;

/// <summary>
/// Measures how well the taxon of a window can be predicted from its vectors: windows are means over their genes, each dimension is
/// standardised on the training folds, and a multinomial logistic regression (L2 penalty, C = 1) predicts the taxa of the held-out fold.
/// </summary>
public static class TaxonomyProbe
{
    /// <summary>Cross-validates both representations on the same folds.</summary>
    /// <param name="context">Windows of genomes with a lineage.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="progress">Receives every fit.</param>
    /// <param name="cancellation">Polled at every evaluation of a loss.</param>
    /// <returns>Classes by number of windows, the largest first. A class with fewer windows than folds (or fewer genomes, where folds are
    /// grouped by genome) cannot be in every fold: its windows are left out and counted.</returns>
    /// <exception cref="GlmException">An option is out of range; there are no lineages at the rank, or fewer than 2 classes of sufficient
    /// size.</exception>
    public static TaxonomyResult Run(
        ContextEmbeddings context,
        TaxonomyOptions? options = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        options ??= new TaxonomyOptions();
        options.Validate();
        var task = TaxonomyTask.Of(EmbeddingPooling.Pool(context, EmbeddingLevel.Window), options);
        return Run(task, options, new ProgressCount(progress, "taxonomy", 2 * options.FoldCount, "fits", cancellation), cancellation);
    }

    /// <summary>Cross-validates at every rank at which the lineages tell two or more classes of sufficient size apart.</summary>
    /// <param name="context">Windows of genomes with a lineage.</param>
    /// <param name="options">Null for the defaults; its rank is not used.</param>
    /// <param name="progress">Receives every fit.</param>
    /// <param name="cancellation">Polled at every evaluation of a loss.</param>
    /// <returns>The narrowest of these ranks, with the others as <see cref="TaxonomyResult.Wider"/>.</returns>
    /// <exception cref="GlmException">An option is out of range, or no rank has 2 classes of sufficient size.</exception>
    public static TaxonomyResult RunAllRanks(
        ContextEmbeddings context,
        TaxonomyOptions? options = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        options ??= new TaxonomyOptions();
        options.Validate();
        var pooled = EmbeddingPooling.Pool(context, EmbeddingLevel.Window);
        var ranks = Enum.GetValues<TaxonomicRank>().Where(rank => TaxonomyTask.IsPossible(pooled, rank, options)).ToArray();
        if (ranks.Length == 0)
            throw new GlmException(
                $"No rank has 2 or more taxa of {options.FoldCount} {(options.Folds == FoldGrouping.Genome ? "genomes" : "windows")} "
                    + $"each: there is nothing to tell apart. Use a smaller {Setting.Of(nameof(TaxonomyOptions.FoldCount))}, or load more "
                    + $"genomes with {Setting.Of(nameof(LoadOptions.Taxonomy), "FILE")}."
            );
        var fits = new ProgressCount(progress, "taxonomy", 2 * options.FoldCount * ranks.Length, "fits", cancellation);
        var results = Array.ConvertAll(ranks, rank =>
            Run(TaxonomyTask.Of(pooled, options with { Rank = rank }), options with { Rank = rank }, fits, cancellation)
        );
        return results[^1] with { Wider = results[..^1] };
    }

    private static TaxonomyResult Run(TaxonomyTask task, TaxonomyOptions options, ProgressCount fits, CancellationToken cancellation)
    {
        var contextual = CrossValidate("gLM", EmbeddingSpace.Context, task, options, fits, cancellation);
        var contextFree = CrossValidate("context-free", EmbeddingSpace.Protein, task, options, fits, cancellation);
        return new TaxonomyResult(
            task.Rank,
            task.Names,
            task.Sizes,
            options.FoldCount,
            task.Chance,
            task.Left,
            [contextual.Score, contextFree.Score]
        )
        {
            Grouping = options.Folds,
            Leaks = task.Folds.Leaks,
            Gain = GroupBootstrap.DifferenceOfMeans(contextual.Right, contextFree.Right, task.Genomes, seed: options.Seed),
        };
    }

    /// <returns>The scores, and for each window 1 where its taxon is right and 0 where it is not.</returns>
    private static (RepresentationScore Score, double[] Right) CrossValidate(
        string name,
        EmbeddingSpace space,
        TaxonomyTask task,
        TaxonomyOptions options,
        ProgressCount fits,
        CancellationToken cancellation
    )
    {
        var (classes, classCount) = (task.Classes, task.Names.Length);
        var accuracy = new double[options.FoldCount];
        var precision = new double[options.FoldCount];
        var confusion = new int[classCount, classCount];
        var unconverged = 0;
        var heldOut = new double[classes.Length * classCount];
        var isRight = new double[classes.Length];
        for (var fold = 0; fold < options.FoldCount; fold++)
        {
            var (train, test) = (task.Folds.Train(fold), task.Folds.Test(fold));
            var (known, width) = task.Vectors(train, space);
            var classifier = WindowClassifier.Fit(known, width, Array.ConvertAll(train, i => classes[i]), classCount, cancellation);
            if (!classifier.Model.Converged)
                unconverged++;
            var probabilities = classifier.Probabilities(task.Vectors(test, space).Rows);
            var predicted = LogisticRegression.MostProbable(probabilities, classCount);
            for (var i = 0; i < test.Length; i++)
            {
                confusion[classes[test[i]], predicted[i]]++;
                isRight[test[i]] = predicted[i] == classes[test[i]] ? 1 : 0;
                probabilities.AsSpan(i * classCount, classCount).CopyTo(heldOut.AsSpan(test[i] * classCount));
            }
            accuracy[fold] = test.Average(i => isRight[i]);
            precision[fold] = AveragePrecision.Macro(probabilities, Array.ConvertAll(test, i => classes[i]), classCount);
            fits.Add(1);
        }
        var positive = new bool[heldOut.Length];
        for (var i = 0; i < classes.Length; i++)
            positive[(i * classCount) + classes[i]] = true;
        var ranked = RankedScores.PerColumn(heldOut, positive, classCount, task.Genomes);
        var score = new RepresentationScore(name, accuracy, precision, confusion)
        {
            UnconvergedFolds = unconverged,
            AveragePrecisionPerClass = [.. ranked.Select(of => of.AveragePrecision())],
            HeldOutAccuracy = GroupBootstrap.OfMean(isRight, task.Genomes, seed: options.Seed),
            HeldOutAveragePrecision = GroupBootstrap.OfWeights(
                task.Genomes,
                weights => ranked.Select(of => of.AveragePrecision(weights)).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average(),
                seed: options.Seed,
                cancellation: cancellation
            ),
        };
        return (score, isRight);
    }
}
