using System.Globalization;
using Glm.Analysis.Probes;
using Glm.Runtime;
using Glm.Statistics;
using Glm.Training.FineTuning;

namespace Glm.Analysis.FineTuning;

/// <summary>Which items are predicted, in which folds, and how well some predictions of them are: of classes, or of numbers.</summary>
/// <remarks>N items, C classes or labels, 1 for numbers.</remarks>
internal abstract class TuningTest(int[] items, TuningTargets targets, Folds folds, int[] units, FineTuningOptions options)
{
    /// <summary>[N]: numbers of the items, rising.</summary>
    public int[] Items => items;

    public TuningTargets Targets => targets;

    public Folds Folds => folds;

    /// <summary>[N].</summary>
    public int[] Units => units;

    protected FineTuningOptions Options => options;

    /// <summary>Names of the first figures of <see cref="Sample"/>; the first is the one that counts. Those of classes follow.</summary>
    public abstract IReadOnlyList<string> Metrics { get; }

    public virtual IReadOnlyList<string> Classes => [];

    public virtual IReadOnlyList<DroppedLabel> Dropped => [];

    public abstract IReadOnlyDictionary<string, int> Left { get; }

    /// <summary>A linear probe of some vectors, [N, width], on the folds: [N, C].</summary>
    public abstract double[] Probe(float[] vectors, int width, Action finished, CancellationToken cancellation);

    /// <summary>What is predicted without looking: [N, C], and its name.</summary>
    public abstract (string Name, BootstrapSample[] Figures) Guess(CancellationToken cancellation);

    /// <summary>Figures of predictions with their resamples.</summary>
    public abstract BootstrapSample[] Sample(double[] predicted, CancellationToken cancellation);

    /// <summary>What the first figure is where nothing is known.</summary>
    public abstract BootstrapSample Chance(FoldGrouping unit, CancellationToken cancellation);
}

/// <summary>Classes or labels, tested as probes are.</summary>
internal sealed class ClassTest(ProbeTask task, TuningTargets targets, Folds folds, int[] units, FineTuningOptions options)
    : TuningTest(task.Items, targets, folds, units, options)
{
    private readonly ProbeOptions _options = new()
    {
        FoldCount = options.FoldCount,
        MinCount = options.MinCount,
        Resamples = options.Resamples,
        Seed = options.Seed,
    };

    public override IReadOnlyList<string> Metrics => [Targets.Metric, "macro F1", task.IsMultiLabel ? "all labels right" : "accuracy"];

    public override IReadOnlyList<string> Classes => task.Classes;

    public override IReadOnlyList<DroppedLabel> Dropped => task.Dropped;

    public override IReadOnlyDictionary<string, int> Left => task.Left;

    public int[] Sizes => task.Sizes;

    public override double[] Probe(float[] vectors, int width, Action finished, CancellationToken cancellation) =>
        ProbePredictions.OfProbe(task, Folds, Units, vectors, width, _options, finished, cancellation).Scores;

    public override (string Name, BootstrapSample[] Figures) Guess(CancellationToken cancellation) =>
        ("largest class", Ordered(ProbePredictions.OfMajority(task, Folds).Sample(task, Units, _options, cancellation)));

    public override BootstrapSample[] Sample(double[] predicted, CancellationToken cancellation) =>
        Ordered(ProbePredictions.Of(task, predicted).Sample(task, Units, _options, cancellation));

    public override BootstrapSample Chance(FoldGrouping unit, CancellationToken cancellation) =>
        ProbePredictions.SampleChance(task, unit == FoldGrouping.Cluster, Units, _options, cancellation, Targets.Focus);

    private BootstrapSample[] Ordered(BootstrapSample[] figures) =>
        [
            figures[Targets.Focus is { } focus ? ProbePredictions.FirstClass + focus : ProbePredictions.MacroPrecision],
            figures[ProbePredictions.MacroF1],
            figures[ProbePredictions.Accuracy],
            .. figures[ProbePredictions.FirstClass..],
        ];
}

/// <summary>Numbers.</summary>
internal sealed class NumberTest(
    int[] items,
    TuningTargets targets,
    Folds folds,
    int[] units,
    IReadOnlyDictionary<string, int> left,
    FineTuningOptions options
) : TuningTest(items, targets, folds, units, options)
{
    private double[] Values => Array.ConvertAll(Targets.Values, value => (double)value);

    public override IReadOnlyList<string> Metrics => ["R²", "Pearson r", "mean error"];

    public override IReadOnlyDictionary<string, int> Left => left;

    /// <summary>Reads the number of each item.</summary>
    /// <exception cref="GlmException">A label is no number, an item has several, or all are equal.</exception>
    public static double?[] Parse(TaskLabels labels, TaskItems items)
    {
        var values = new double?[items.Count];
        for (var i = 0; i < values.Length; i++)
            if (labels.PerItem[i] is [var text])
                values[i] =
                    double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
                        ? value
                        : throw new GlmException(
                            $"The label {LineText.Quoted(text)} of {LineText.Quoted(items.Names[i])} is no number, and numbers are to be "
                                + $"predicted. Correct it, or use {Setting.Of(nameof(FineTuningOptions.Kind), "single-label")}."
                        );
            else if (labels.PerItem[i].Count > 1)
                throw new GlmException(
                    $"{LineText.Quoted(items.Names[i])} has {labels.PerItem[i].Count} labels, and one number of each is to be predicted. "
                        + $"Keep one, or use {Setting.Of(nameof(FineTuningOptions.Kind), "multi-label")}."
                );
        return values;
    }

    public override double[] Probe(float[] vectors, int width, Action finished, CancellationToken cancellation) =>
        OverFolds(
            (train, test) =>
            {
                cancellation.ThrowIfCancellationRequested();
                var known = Array.ConvertAll(train, row => (double)Targets.Values[row]);
                var predicted = RidgeRegression.FitPredict(Rows(train), width, known, Rows(test));
                finished();
                return predicted;

                float[] Rows(int[] rows) => [.. rows.SelectMany(row => vectors.AsSpan(row * width, width).ToArray())];
            }
        );

    public override (string Name, BootstrapSample[] Figures) Guess(CancellationToken cancellation)
    {
        var means = OverFolds((train, test) => [.. Enumerable.Repeat((double)train.Average(row => Targets.Values[row]), test.Length)]);
        return ("training mean", Sample(means, cancellation));
    }

    public override BootstrapSample[] Sample(double[] predicted, CancellationToken cancellation)
    {
        var values = Values;
        return GroupBootstrap.Sample(
            Units,
            weights => [TuningTargets.Determination(values, predicted, weights), Correlation(weights), Error(weights)],
            Options.Resamples,
            Options.Seed,
            cancellation
        );

        double Error(int[] weights) => weights.Select((weight, i) => weight * Math.Abs(values[i] - predicted[i])).Sum() / weights.Sum();

        double Correlation(int[] weights)
        {
            double total = weights.Sum();
            double Mean(Func<int, double> of) => weights.Select((weight, i) => weight * of(i)).Sum() / total;
            var (x, y) = (Mean(i => values[i]), Mean(i => predicted[i]));
            var (xx, yy) = (Mean(i => Math.Pow(values[i] - x, 2)), Mean(i => Math.Pow(predicted[i] - y, 2)));
            return Mean(i => (values[i] - x) * (predicted[i] - y)) / Math.Sqrt(xx * yy);
        }
    }

    public override BootstrapSample Chance(FoldGrouping unit, CancellationToken cancellation) => Guess(cancellation).Figures[0];

    private double[] OverFolds(Func<int[], int[], double[]> predict)
    {
        var result = new double[Items.Length];
        for (var fold = 0; fold < Folds.Count; fold++)
        {
            var test = Folds.Test(fold);
            var predicted = predict(Folds.Train(fold), test);
            for (var i = 0; i < test.Length; i++)
                result[test[i]] = predicted[i];
        }
        return result;
    }
}
