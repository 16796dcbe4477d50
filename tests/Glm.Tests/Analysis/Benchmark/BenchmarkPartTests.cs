using Glm.Analysis.Benchmark;
using Glm.Statistics;

namespace Glm.Tests.Analysis.Benchmark;

public sealed class BenchmarkPartTests
{
    /// <summary>By hand, from trec_eval's definitions.</summary>
    [Fact]
    public void Should_judge_ranked_answers()
    {
        var answers = RankedAnswers.Of([true, false, true, false, false], relevant: 4, depth: 5);
        Assert.Equal((1 + (2 / 3d)) / 4, answers.AveragePrecision, 12);
        Assert.Equal((1 + 0.5) / (1 + (1 / Math.Log2(3)) + 0.5 + (1 / Math.Log2(5))), answers.Ndcg, 12);
        Assert.Equal((0.5, 0.4, 1), (answers.Recall, answers.Precision, answers.ReciprocalRank));
        var none = RankedAnswers.Of([false, false], relevant: 1, depth: 5);
        Assert.Equal(new RankedAnswers(0, 0, 0, 0, 0), none);
        Assert.Equal(0.5, RankedAnswers.Of([false, true], relevant: 9, depth: 2).ReciprocalRank);
    }

    [Fact]
    public void Should_choose_the_thresholds_that_tell_pairs_apart_best()
    {
        var random = new Random(4);
        var positive = Enumerable.Range(0, 60).Select(i => i % 3 == 0).ToArray();
        var scores = positive.Select(label => (label ? 0.4 : 0) + random.NextDouble()).ToArray();
        var found = PairThresholds.Of(scores, positive, sign: 1).ToDictionary(one => one.Name, one => one.Value);
        // Every threshold between two scores, one by one.
        var order = scores.Order().ToArray();
        var best = Enumerable
            .Range(0, order.Length - 1)
            .Select(i => (order[i] + order[i + 1]) / 2)
            .Select(threshold => Counts(threshold))
            .ToArray();
        Assert.Equal(best.Max(one => one.Accuracy), found["accuracy"], 12);
        Assert.Equal(best.Max(one => one.F1), found["f1"], 12);
        Assert.Equal(found["accuracy"], Counts(found["accuracy_threshold"]).Accuracy, 12);
        Assert.Equal(found["f1"], Counts(found["f1_threshold"]).F1, 12);
        Assert.Equal(found["f1"], 2 * found["precision"] * found["recall"] / (found["precision"] + found["recall"]), 12);
        var distances = PairThresholds.Of(scores, positive, sign: -1).ToDictionary(one => one.Name, one => one.Value);
        Assert.Equal(-found["f1_threshold"], distances["f1_threshold"], 12);

        (double Accuracy, double F1) Counts(double threshold)
        {
            var right = scores.Zip(positive).Count(pair => pair.First > threshold == pair.Second);
            var taken = scores.Count(score => score > threshold);
            var hits = scores.Zip(positive).Count(pair => pair.First > threshold && pair.Second);
            return (right / 60d, hits == 0 ? 0 : 2d * hits / (taken + positive.Count(true)));
        }
    }

    [Fact]
    public void Should_weigh_a_v_measure_as_if_items_were_repeated()
    {
        var random = new Random(5);
        int[] classes = [.. Enumerable.Range(0, 80).Select(_ => random.Next(4))];
        int[] clusters = [.. classes.Select(k => random.NextDouble() < 0.6 ? k : random.Next(4))];
        int[] weights = [.. Enumerable.Range(0, 80).Select(_ => random.Next(3))];
        Assert.Equal(
            ClusterAgreement.Of(classes, clusters).VMeasure,
            ClusterAgreement.VMeasureOf(classes, clusters, Enumerable.Repeat(1, 80).ToArray()),
            10
        );
        int[] repeated = [.. Enumerable.Range(0, 80).SelectMany(i => Enumerable.Repeat(i, weights[i]))];
        Assert.Equal(
            ClusterAgreement.Of([.. repeated.Select(i => classes[i])], [.. repeated.Select(i => clusters[i])]).VMeasure,
            ClusterAgreement.VMeasureOf(classes, clusters, weights),
            10
        );
        Assert.True(double.IsNaN(ClusterAgreement.VMeasureOf([0], [0], [0])));
    }

    [Fact]
    public void Should_find_the_clusters_of_small_batches()
    {
        var random = new Random(6);
        const int width = 5;
        int[] truth = [.. Enumerable.Range(0, 900).Select(_ => random.Next(6))];
        var rows = truth
            .SelectMany(k => Enumerable.Range(0, width).Select(d => (float)((Math.Sin((k * 7) + d) * 4) + (0.3 * random.NextDouble()))))
            .ToArray();
        var found = MiniBatchKMeans.Fit(rows, width, 6, batchSize: 50, seed: 3);
        Assert.InRange(ClusterAgreement.Of(truth, found).AdjustedRandIndex, 0.8, 1);
        Assert.Equal(found, MiniBatchKMeans.Fit(rows, width, 6, batchSize: 50, seed: 3));
        Assert.Single(MiniBatchKMeans.Fit(rows, width, 1).Distinct());
        Assert.Equal([0, 0, 0], MiniBatchKMeans.Fit([1f, 1, 1], 1, 1));
        Assert.All(MiniBatchKMeans.Fit([1f, 1, 1, 1], 1, 3), cluster => Assert.InRange(cluster, 0, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => MiniBatchKMeans.Fit([1f, 2], 1, 3));
        Assert.Throws<OperationCanceledException>(() => MiniBatchKMeans.Fit(rows, width, 6, cancellation: new CancellationToken(true)));
    }
}
