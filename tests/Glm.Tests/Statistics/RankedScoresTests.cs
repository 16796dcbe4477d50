using Glm.Statistics;
using Glm.Tests.Modeling;

namespace Glm.Tests.Statistics;

public sealed class RankedScoresTests
{
    /// <summary>By its definition, item by item: down to each positive all that was drawn counts, but of its own group one copy.</summary>
    [Fact]
    public void Should_count_an_items_own_group_once_in_its_precision()
    {
        var random = new Random(4);
        for (var trial = 0; trial < 200; trial++)
        {
            var count = random.Next(1, 30);
            double[] scores = [.. Enumerable.Range(0, count).Select(_ => random.Next(6))]; // many ties
            bool[] positive = [.. Enumerable.Range(0, count).Select(_ => random.Next(3) == 0)];
            int[] groups = [.. Enumerable.Range(0, count).Select(_ => random.Next(1 + (count / 3)))];
            int[] drawn = [.. Enumerable.Range(0, count).Select(_ => random.Next(4))];
            int[] weights = [.. groups.Select(group => drawn[group])];
            var (sum, positives) = (0d, 0);
            foreach (var i in Enumerable.Range(0, count).Where(i => positive[i]))
            {
                int[] above = [.. Enumerable.Range(0, count).Where(j => scores[j] >= scores[i])];
                int Count(int j) => groups[j] == groups[i] ? 1 : weights[j];
                sum += weights[i] * (double)above.Where(j => positive[j]).Sum(Count) / above.Sum(Count);
                positives += weights[i];
            }
            var expected = positives == 0 ? double.NaN : sum / positives;
            Assert.Equal(expected, new RankedScores(scores, positive, groups).AveragePrecision(weights), 12);
        }
    }

    [Fact]
    public void Should_be_the_plain_figure_where_each_group_counts_once()
    {
        double[] scores = [.9, .8, .8, .7, .6, .6, .6, .3, .2, .1];
        bool[] positive = [true, false, true, true, false, true, false, false, true, false];
        var ranked = new RankedScores(scores, positive, [0, 0, 1, 1, 2, 2, 3, 3, 3, 3]);
        Assert.Equal(new RankedScores(scores, positive).AveragePrecision(), ranked.AveragePrecision());
        Assert.Equal(ranked.AveragePrecision(), ranked.AveragePrecision([.. Enumerable.Repeat(1, 10)]), 14);
        Assert.Equal(0.70873015873, ranked.AveragePrecision(), 11);
    }

    /// <summary>Classes of two or three items, where copies of an item would double what it stands for.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(2.5)]
    public void Should_give_resamples_about_the_value_for_classes_of_a_few_items(double signal)
    {
        const int trials = 20;
        var inside = 0;
        double bias = 0,
            plainBias = 0;
        for (var trial = 0; trial < trials; trial++)
        {
            var (ranked, plain, items) = Draw(trial, signal);
            var sample = Macro(ranked, items);
            var estimate = sample.ToEstimate();
            inside += estimate.Value >= estimate.Low && estimate.Value <= estimate.High ? 1 : 0;
            bias += (sample.Resampled.Average() - sample.Value) / sample.Value / trials;
            plainBias += (Macro(plain, items).Resampled.Average() - sample.Value) / sample.Value / trials;
        }
        Assert.Equal(trials, inside);
        Assert.InRange(bias, -0.05, 0.05);
        Assert.True(plainBias > Math.Max(0.03, 2 * Math.Abs(bias)), $"{plainBias} beside {bias}"); // what was mended
    }

    [Fact]
    public void Should_find_no_difference_between_noise_and_noise()
    {
        const int trials = 60;
        var claimed = 0;
        for (var trial = 0; trial < trials; trial++)
        {
            var (first, _, items) = Draw(trial, signal: 0);
            var (second, _, _) = Draw(trial, signal: 0, noise: 1);
            claimed += Macro(first, items).Minus(Macro(second, items)).PValue < 0.05 ? 1 : 0;
        }
        Assert.InRange(claimed, 0, 6); // three are expected
    }

    /// <summary>Some 60 classes of two items and more, each of which has its scores.</summary>
    private static (IReadOnlyList<RankedScores> Ranked, IReadOnlyList<RankedScores> Plain, int Items) Draw(
        int seed,
        double signal,
        int noise = 0
    )
    {
        const int count = 150;
        var random = new Random(seed);
        int[] drawn = [.. Enumerable.Range(0, count).Select(_ => random.Next(60))];
        int[] classOf = [.. drawn.Where(k => drawn.Count(other => other == k) > 1)];
        int[] classes = [.. classOf.Distinct()];
        var scoring = new Random((seed * 2) + 1000 + noise);
        bool[] positive = [.. classOf.SelectMany(k => classes.Select(other => k == other))];
        double[] scores = [.. positive.Select(isOwn => SmallModel.Normal(scoring) + (isOwn ? signal : 0))];
        int[] items = [.. Enumerable.Range(0, classOf.Length)];
        return (
            RankedScores.PerColumn(scores, positive, classes.Length, items),
            RankedScores.PerColumn(scores, positive, classes.Length),
            classOf.Length
        );
    }

    private static BootstrapSample Macro(IReadOnlyList<RankedScores> ranked, int items) =>
        GroupBootstrap.Sample(
            [.. Enumerable.Range(0, items)],
            weights => [ranked.Select(one => one.AveragePrecision(weights)).Where(double.IsFinite).Average()],
            resamples: 200
        )[0];
}
