using Glm.Statistics;
using TorchSharp;

namespace Glm.Tests.Statistics;

public sealed class MlpClassifierTests
{
    private static readonly MlpOptions Small = new() { Hidden = 16, LearningRate = 0.01 };

    /// <summary>Points of a plane whose class is whether both coordinates have one sign: no line separates them.</summary>
    private static (double[] Rows, int[] Classes) Quadrants(int count, int seed)
    {
        var random = new Random(seed);
        double[] rows = [.. Enumerable.Range(0, count * 2).Select(_ => (2 * random.NextDouble()) - 1)];
        return (rows, [.. Enumerable.Range(0, count).Select(i => rows[2 * i] * rows[(2 * i) + 1] > 0 ? 1 : 0)]);
    }

    [Fact]
    public void Should_find_what_no_line_separates()
    {
        var (rows, classes) = Quadrants(600, 1);
        var (unseen, truth) = Quadrants(300, 2);
        var probabilities = MlpClassifier.Fit(rows, 2, classes, 2, options: Small).PredictProbabilities(unseen, 300);
        Assert.All(Enumerable.Range(0, 300), i => Assert.Equal(1, probabilities[2 * i] + probabilities[(2 * i) + 1], 6));
        Assert.InRange(Enumerable.Range(0, 300).Count(i => probabilities[(2 * i) + truth[i]] > 0.5) / 300d, 0.93, 1);
        var linear = LogisticRegression.Fit(rows, 2, classes, 2).Predict(unseen, 300);
        Assert.InRange(linear.Where((k, i) => k == truth[i]).Count() / 300d, 0.3, 0.7);
    }

    [Fact]
    public void Should_predict_each_label_on_its_own()
    {
        var (rows, classes) = Quadrants(600, 1);
        bool[] labels = [.. Enumerable.Range(0, 600).SelectMany(i => new[] { classes[i] == 1, rows[2 * i] > 0 })];
        var probabilities = MlpClassifier.FitLabels(rows, 2, labels, 2, options: Small).PredictProbabilities(rows, 600);
        Assert.InRange(labels.Where((has, i) => has == probabilities[i] > 0.5).Count() / 1200d, 0.93, 1);
    }

    [Fact]
    public void Should_give_the_same_bits_twice_and_leave_no_tensor_behind()
    {
        var (rows, classes) = Quadrants(200, 1);
        var first = MlpClassifier.Fit(rows, 2, classes, 2, options: Small).PredictProbabilities(rows, 200);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Assert.Equal(first, MlpClassifier.Fit(rows, 2, classes, 2, options: Small).PredictProbabilities(rows, 200));
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.NotEqual(first, MlpClassifier.Fit(rows, 2, classes, 2, options: Small with { Seed = 2 }).PredictProbabilities(rows, 200));
    }

    [Fact]
    public void Should_stop_when_what_it_has_not_seen_gets_worse()
    {
        var random = new Random(1);
        double[] rows = [.. Enumerable.Range(0, 200 * 30).Select(_ => random.NextDouble())];
        int[] noise = [.. Enumerable.Range(0, 200).Select(_ => random.Next(2))];
        int[] groups = [.. Enumerable.Range(0, 200).Select(i => i / 10)];
        Assert.InRange(MlpClassifier.Fit(rows, 30, noise, 2, groups, Small).BestEpoch, 1, 40);
    }

    [Fact]
    public void Should_stop_when_cancelled() =>
        Assert.Throws<OperationCanceledException>(() =>
            MlpClassifier.Fit([1d, 2], 1, [0, 1], 2, cancellation: new CancellationToken(canceled: true))
        );
}
