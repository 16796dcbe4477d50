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
    /// <param name="rank">Which taxon is predicted.</param>
    /// <param name="folds">At least 2.</param>
    /// <param name="seed">Decides which windows share a fold.</param>
    /// <param name="grouping">What stays together in a fold: <see cref="FoldGrouping.Genome"/>, so that none is both trained on and
    /// tested, or nothing, as published (<see cref="FoldGrouping.Random"/>): equal shares of the classes, and the folds leak.</param>
    /// <param name="progress">Receives every fit.</param>
    /// <param name="cancellation">Polled at every evaluation of a loss.</param>
    /// <returns>Classes by number of windows, the largest first. A class with fewer windows than folds (or fewer genomes, where folds are
    /// grouped by genome) cannot be in every fold: its windows are left out and counted.</returns>
    /// <exception cref="GlmException">There are fewer than 2 folds, no lineages at the rank, or fewer than 2 classes of sufficient
    /// size.</exception>
    public static TaxonomyResult Run(
        ContextEmbeddings context,
        TaxonomicRank rank = TaxonomicRank.Class,
        int folds = 5,
        int seed = 1,
        FoldGrouping grouping = FoldGrouping.Genome,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        var word = rank.ToString().ToLowerInvariant();
        if (grouping is not (FoldGrouping.Genome or FoldGrouping.Random))
            throw new GlmException(
                $"Windows are grouped by genome, or not at all, not by {grouping.ToString().ToLowerInvariant()}. Use "
                    + $"{Setting.Of("By", "genome")}."
            );
        if (folds < 2)
            throw new GlmException($"Cross-validation needs 2 or more folds, not {folds}. Use {Setting.Of("Folds", 5)}.");
        var pooled = EmbeddingPooling.Pool(context, EmbeddingLevel.Window);
        var named = Enumerable.Range(0, pooled.Points.Count).ToLookup(i => pooled.Points[i].Genome.Lineage?[rank] is { Length: > 0 });
        if (!named[true].Any())
            throw new GlmException(
                $"None of the {pooled.Points.Count} windows has a {word}: there is nothing to predict. Load the scaffolds with "
                    + $"{Setting.Of(nameof(LoadOptions.Taxonomy), "FILE")}, or use another {Setting.Of("Rank")}."
            );

        var unit = grouping == FoldGrouping.Genome ? "genomes" : "windows";
        var sizes = named[true]
            .GroupBy(i => pooled.Points[i].Genome.Lineage![rank], StringComparer.Ordinal)
            .OrderByDescending(windows => windows.Count())
            .ThenBy(windows => windows.Key, StringComparer.Ordinal)
            .ToLookup(windows =>
                folds
                <= (
                    grouping == FoldGrouping.Genome
                        ? windows.Select(i => pooled.Points[i].Genome.Id).Distinct(StringComparer.Ordinal).Count()
                        : windows.Count()
                )
            );
        var kept = sizes[true].ToArray();
        if (kept.Length < 2)
            throw new GlmException(
                $"Telling taxa apart needs 2 or more of {folds} {unit} each, and at the rank of {word} there "
                    + $"{(kept.Length == 1 ? "is 1" : "are none")} (of {sizes[true].Count() + sizes[false].Count()}). Use another "
                    + $"{Setting.Of("Rank")}, fewer {Setting.Of("Folds")}, or load more genomes"
                    + (grouping == FoldGrouping.Genome ? $"; {Setting.Of("By", "window")} needs fewer, and leaks." : ".")
            );
        var left = new Dictionary<string, int>(StringComparer.Ordinal);
        if (named[false].Count() is var nameless and > 0)
            left.Add($"no {word} in the lineage", nameless);
        if (sizes[false].Sum(windows => windows.Count()) is var small and > 0)
            left.Add($"a {word} with fewer than {folds} {unit}", small);

        var samples = kept.SelectMany((windows, k) => windows.Select(i => (Row: i, Class: k))).OrderBy(sample => sample.Row).ToArray();
        var classes = samples.Select(sample => sample.Class).ToArray();
        var genomes = GenomeNumbers(samples.Select(sample => pooled.Points[sample.Row].Genome));
        var dealt =
            grouping == FoldGrouping.Genome
                ? Folds.ByGroup(grouping, genomes, classes, folds, seed)
                : Folds.Random(classes, folds, seed, genomes);

        var rows = samples.Select(sample => sample.Row).ToArray();
        (RepresentationScore Score, double[] Right) Score(string name, float[] values, int width, int fitsBefore) =>
            CrossValidate(name, values, width, rows, classes, kept.Length, dealt.FoldOf, folds, genomes, seed, cancellation, fold =>
                progress?.Report(new ProgressReport("taxonomy", fitsBefore + fold + 1, 2L * folds, "fits"))
            );
        var contextual = Score("gLM", pooled.Contextual, pooled.ContextualWidth, 0);
        var contextFree = Score("context-free", pooled.ContextFree, pooled.ContextFreeWidth, folds);
        return new TaxonomyResult(
            rank,
            [.. kept.Select(windows => windows.Key)],
            [.. kept.Select(windows => windows.Count())],
            folds,
            (double)kept[0].Count() / samples.Length,
            left,
            [contextual.Score, contextFree.Score]
        )
        {
            Grouping = grouping,
            Leaks = dealt.Leaks,
            Gain = GroupBootstrap.DifferenceOfMeans(contextual.Right, contextFree.Right, genomes, seed: seed),
        };
    }

    /// <returns>The scores, and for each window 1 where its taxon is right and 0 where it is not.</returns>
    private static (RepresentationScore Score, double[] Right) CrossValidate(
        string name,
        float[] values,
        int width,
        int[] rows,
        int[] classes,
        int classCount,
        IReadOnlyList<int> foldOf,
        int folds,
        int[] genomes,
        int seed,
        CancellationToken cancellation,
        Action<int> finished
    )
    {
        var accuracy = new double[folds];
        var precision = new double[folds];
        var confusion = new int[classCount, classCount];
        var unconverged = 0;
        var heldOut = new double[rows.Length * classCount];
        var isRight = new double[rows.Length];
        for (var fold = 0; fold < folds; fold++)
        {
            var (train, trainClasses) = Select(values, width, rows, classes, i => foldOf[i] != fold);
            var (test, testClasses) = Select(values, width, rows, classes, i => foldOf[i] == fold);
            var moments = ColumnMoments.Of<float>(train, width);
            var model = LogisticRegression.Fit(
                moments.Standardize<float>(train),
                width,
                trainClasses,
                classCount,
                cancellation: cancellation
            );
            if (!model.Converged)
                unconverged++;
            var probabilities = model.PredictProbabilities(moments.Standardize<float>(test), testClasses.Length);
            var predicted = LogisticRegression.MostProbable(probabilities, classCount);
            int[] tested = [.. Enumerable.Range(0, rows.Length).Where(i => foldOf[i] == fold)];
            for (var i = 0; i < predicted.Length; i++)
            {
                confusion[testClasses[i], predicted[i]]++;
                isRight[tested[i]] = predicted[i] == testClasses[i] ? 1 : 0;
                probabilities.AsSpan(i * classCount, classCount).CopyTo(heldOut.AsSpan(tested[i] * classCount));
            }
            accuracy[fold] = tested.Average(i => isRight[i]);
            precision[fold] = AveragePrecision.Macro(probabilities, testClasses, classCount);
            finished(fold);
        }
        var positive = new bool[heldOut.Length];
        for (var i = 0; i < rows.Length; i++)
            positive[(i * classCount) + classes[i]] = true;
        var ranked = RankedScores.PerColumn(heldOut, positive, classCount);
        var score = new RepresentationScore(name, accuracy, precision, confusion)
        {
            UnconvergedFolds = unconverged,
            AveragePrecisionPerClass = [.. ranked.Select(of => of.AveragePrecision())],
            HeldOutAccuracy = GroupBootstrap.OfMean(isRight, genomes, seed: seed),
            HeldOutAveragePrecision = GroupBootstrap.OfWeights(
                genomes,
                weights => ranked.Select(of => of.AveragePrecision(weights)).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average(),
                seed: seed,
                cancellation: cancellation
            ),
        };
        return (score, isRight);
    }

    private static (float[] Values, int[] Classes) Select(float[] values, int width, int[] rows, int[] classes, Func<int, bool> wanted)
    {
        var samples = Enumerable.Range(0, rows.Length).Where(wanted).ToArray();
        var selected = new float[samples.Length * width];
        for (var i = 0; i < samples.Length; i++)
            values.AsSpan(rows[samples[i]] * width, width).CopyTo(selected.AsSpan(i * width));
        return (selected, Array.ConvertAll(samples, i => classes[i]));
    }

    private static int[] GenomeNumbers(IEnumerable<Genome> genomes)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. genomes.Select(genome => numbers.TryGetValue(genome.Id, out var number) ? number : numbers[genome.Id] = numbers.Count)];
    }
}
