using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Analysis.Probes;

/// <summary>What was predicted of every gene while its fold was held out.</summary>
/// <param name="Scores">[N, C]: the higher, the more likely.</param>
/// <param name="Predicted">[N, C]: the most likely class, or all labels that are likelier than not.</param>
/// <param name="UnconvergedFolds">Folds whose fit stopped early.</param>
internal sealed record ProbePredictions(double[] Scores, bool[] Predicted, int UnconvergedFolds)
{
    /// <summary>Positions among the samples of <see cref="Sample"/>; the average precisions of the classes follow.</summary>
    public const int MacroF1 = 0,
        Accuracy = 1,
        MacroPrecision = 2,
        FirstClass = 3;

    /// <summary>Random rankings whose mean is chance: enough that it is steadier than what is compared with it.</summary>
    private const int RandomRankings = 5;

    /// <summary>Trains a probe per fold.</summary>
    /// <param name="task">Genes and classes.</param>
    /// <param name="folds">Of the genes.</param>
    /// <param name="units">[N]: what an inner split of the training genes keeps together.</param>
    /// <param name="vectors">[N, width].</param>
    /// <param name="width">Numbers per vector.</param>
    /// <param name="options">Kind and strength of the probe.</param>
    /// <param name="finished">Called after each fold.</param>
    /// <param name="cancellation">Polled at every step of a fit.</param>
    public static ProbePredictions OfProbe(
        ProbeTask task,
        Folds folds,
        int[] units,
        float[] vectors,
        int width,
        ProbeOptions options,
        Action finished,
        CancellationToken cancellation
    )
    {
        var classCount = task.Classes.Length;
        var scores = new double[task.Labels.Length];
        var unconverged = 0;
        for (var fold = 0; fold < folds.Count; fold++)
        {
            var (train, test) = (folds.Train(fold), folds.Test(fold));
            var known = Rows(vectors, width, train);
            var moments = ColumnMoments.Of<float>(known, width);
            var (probabilities, converged) = Fit(
                moments.Standardize<float>(known),
                moments.Standardize<float>(Rows(vectors, width, test)),
                train,
                test.Length
            );
            for (var i = 0; i < test.Length; i++)
                probabilities.AsSpan(i * classCount, classCount).CopyTo(scores.AsSpan(test[i] * classCount));
            unconverged += converged ? 0 : 1;
            finished();
        }
        return Of(task, scores, unconverged);

        (double[] Probabilities, bool Converged) Fit(double[] known, double[] unknown, int[] train, int tests)
        {
            // The gradient is of a sum of losses: as sharp as 1e-4 on their mean.
            var linear = new LogisticRegressionOptions { C = options.C, Tolerance = 1e-4 * train.Length };
            var perceptron = new MlpOptions { Seed = options.Seed };
            var groups = Array.ConvertAll(train, item => units[item]);
            if (task.IsMultiLabel)
            {
                bool[] labels = [.. train.SelectMany(item => task.Labels[(item * classCount)..((item + 1) * classCount)])];
                if (options.Kind == ProbeKind.Mlp)
                    return (
                        MlpClassifier
                            .FitLabels(known, width, labels, classCount, groups, perceptron, cancellation)
                            .PredictProbabilities(unknown, tests),
                        true
                    );
                var many = OneVsRest.Fit(known, width, labels, classCount, linear, cancellation);
                return (many.PredictProbabilities(unknown, tests), many.Converged);
            }
            // A class may be missing from the training folds; its genes can then not be found, and nothing is predicted to be of it.
            int[] present = [.. train.Select(item => task.ClassOf[item]).Distinct().Order()];
            int[] classes = [.. train.Select(item => Array.BinarySearch(present, task.ClassOf[item]))];
            if (present.Length < 2)
                return (Spread(Enumerable.Repeat(1d, tests).ToArray(), present, tests), true);
            if (options.Kind == ProbeKind.Mlp)
                return (
                    Spread(
                        MlpClassifier
                            .Fit(known, width, classes, present.Length, groups, perceptron, cancellation)
                            .PredictProbabilities(unknown, tests),
                        present,
                        tests
                    ),
                    true
                );
            var model = LogisticRegression.Fit(known, width, classes, present.Length, linear, cancellation);
            return (Spread(model.PredictProbabilities(unknown, tests), present, tests), model.Converged);
        }

        double[] Spread(double[] probabilities, int[] present, int tests)
        {
            var all = new double[tests * classCount];
            for (var i = 0; i < tests; i++)
            for (var j = 0; j < present.Length; j++)
                all[(i * classCount) + present[j]] = probabilities[(i * present.Length) + j];
            return all;
        }
    }

    /// <summary>The most likely class of each item, or all labels that are likelier than not.</summary>
    /// <param name="task">Items and classes.</param>
    /// <param name="probabilities">[N, C].</param>
    /// <param name="unconvergedFolds">Folds whose fit stopped early.</param>
    public static ProbePredictions Of(ProbeTask task, double[] probabilities, int unconvergedFolds = 0) =>
        new(
            probabilities,
            task.IsMultiLabel
                ? Array.ConvertAll(probabilities, probability => probability > 0.5)
                : OneHot(LogisticRegression.MostProbable(probabilities, task.Classes.Length), task.Classes.Length),
            unconvergedFolds
        );

    /// <summary>The labels of the most similar gene of the training folds.</summary>
    public static ProbePredictions OfNearestNeighbour(
        ProbeTask task,
        Folds folds,
        float[] vectors,
        int width,
        CancellationToken cancellation
    )
    {
        var classCount = task.Classes.Length;
        var scores = new double[task.Labels.Length];
        var predicted = new bool[task.Labels.Length];
        for (var fold = 0; fold < folds.Count; fold++)
        {
            var test = folds.Test(fold);
            var (similar, closest) = NearestNeighbour.Predict(
                vectors,
                width,
                folds.Train(fold),
                test,
                task.Labels,
                classCount,
                cancellation
            );
            for (var i = 0; i < test.Length; i++)
            {
                similar.AsSpan(i * classCount, classCount).CopyTo(scores.AsSpan(test[i] * classCount));
                task.Labels.AsSpan(closest[i] * classCount, classCount).CopyTo(predicted.AsSpan(test[i] * classCount));
            }
        }
        return new ProbePredictions(scores, predicted, 0);
    }

    /// <summary>
    /// The most frequent class of the training folds, and of several labels those that most genes have. All scores are equal, so that the
    /// average precision of a class is its share of the genes.
    /// </summary>
    public static ProbePredictions OfMajority(ProbeTask task, Folds folds)
    {
        var classCount = task.Classes.Length;
        var predicted = new bool[task.Labels.Length];
        for (var fold = 0; fold < folds.Count; fold++)
        {
            var train = folds.Train(fold);
            var sizes = new double[classCount];
            foreach (var item in train)
                for (var k = 0; k < classCount; k++)
                    sizes[k] += task.Labels[(item * classCount) + k] ? 1 : 0;
            var most = LogisticRegression.MostProbable(sizes, classCount)[0];
            foreach (var item in folds.Test(fold))
                for (var k = 0; k < classCount; k++)
                    predicted[(item * classCount) + k] = task.IsMultiLabel ? sizes[k] > train.Length / 2d : k == most;
        }
        return new ProbePredictions(new double[task.Labels.Length], predicted, 0);
    }

    /// <summary>Macro F1, accuracy, macro average precision and each class's average precision, with their resamples.</summary>
    public BootstrapSample[] Sample(ProbeTask task, int[] units, ProbeOptions options, CancellationToken cancellation)
    {
        var classCount = task.Classes.Length;
        var ranked = RankedScores.PerColumn(Scores, task.Labels, classCount, units);
        return GroupBootstrap.Sample(
            units,
            weights =>
            {
                var figures = new double[FirstClass + classCount];
                var counts = MultiLabelScores.Of(task.Labels, Predicted, classCount, weights);
                var (precision, present, f1, occurring) = (0d, 0, 0d, 0);
                for (var k = 0; k < classCount; k++)
                {
                    figures[FirstClass + k] = ranked[k].AveragePrecision(weights);
                    if (!double.IsNaN(figures[FirstClass + k]))
                        (precision, present) = (precision + figures[FirstClass + k], present + 1);
                    // As for a confusion matrix: a resample may lack a class, which is then no failure to find it.
                    if (counts.PerLabel[k] is var one && one.Support + one.FalsePositives > 0)
                        (f1, occurring) = (f1 + one.F1, occurring + 1);
                }
                (figures[MacroF1], figures[Accuracy], figures[MacroPrecision]) = (
                    f1 / occurring,
                    counts.SubsetAccuracy,
                    precision / present
                );
                return figures;
            },
            options.Resamples,
            options.Seed,
            cancellation
        );
    }

    /// <summary>
    /// Macro average precision of random scores, in the same resamples as that of a probe, so that the two can be compared.
    /// </summary>
    /// <param name="task">Genes and classes.</param>
    /// <param name="perUnit">Whether genes of a unit have one score, as genes with nearly equal vectors do.</param>
    /// <param name="units">[N]: the independent unit of each gene.</param>
    /// <param name="options">Resamples and seed.</param>
    /// <param name="cancellation">Polled at every resample.</param>
    /// <param name="only">The one class that counts; null for the mean over all.</param>
    public static BootstrapSample SampleChance(
        ProbeTask task,
        bool perUnit,
        int[] units,
        ProbeOptions options,
        CancellationToken cancellation,
        int? only = null
    )
    {
        var classCount = task.Classes.Length;
        RankedScores[] rankings =
        [
            .. Enumerable
                .Range(0, RandomRankings)
                .SelectMany(ranking =>
                {
                    var scores = new double[task.Labels.Length];
                    for (var i = 0; i < scores.Length; i++)
                        scores[i] = new SeededRandom(
                            options.Seed,
                            ranking,
                            i % classCount,
                            perUnit ? units[i / classCount] : i / classCount
                        ).NextDouble();
                    var ranked = RankedScores.PerColumn(scores, task.Labels, classCount, units);
                    return only is { } chosen ? [ranked[chosen]] : ranked;
                }),
        ];
        return GroupBootstrap.Sample(
            units,
            weights =>
                [rankings.Select(ranked => ranked.AveragePrecision(weights)).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average()],
            options.Resamples,
            options.Seed,
            cancellation
        )[0];
    }

    private static bool[] OneHot(int[] classes, int classCount)
    {
        var result = new bool[classes.Length * classCount];
        for (var i = 0; i < classes.Length; i++)
            result[(i * classCount) + classes[i]] = true;
        return result;
    }

    private static float[] Rows(float[] vectors, int width, int[] rows)
    {
        var selected = new float[checked(rows.Length * width)];
        for (var i = 0; i < rows.Length; i++)
            vectors.AsSpan(rows[i] * width, width).CopyTo(selected.AsSpan(i * width));
        return selected;
    }
}
