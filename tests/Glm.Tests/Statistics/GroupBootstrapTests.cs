using Glm.Statistics;

namespace Glm.Tests.Statistics;

public sealed class GroupBootstrapTests
{
    [Fact]
    public void Should_surround_a_mean_and_repeat_itself()
    {
        var random = new Random(1);
        double[] values = [.. Enumerable.Range(0, 400).Select(_ => random.NextDouble())];
        int[] groups = [.. Enumerable.Range(0, 400)];
        var estimate = GroupBootstrap.OfMean(values, groups);
        Assert.Equal(values.Average(), estimate.Value, 12);
        // The standard error of a mean of 400 uniform numbers is 0.0144; the interval is 3.92 of them wide.
        Assert.InRange(estimate.High - estimate.Low, 0.045, 0.068);
        Assert.InRange(estimate.Value, estimate.Low, estimate.High);
        Assert.Equal(estimate, GroupBootstrap.OfMean(values, groups));
        Assert.NotEqual(estimate, GroupBootstrap.OfMean(values, groups, seed: 2));
    }

    [Fact]
    public void Should_be_less_certain_of_items_that_go_together()
    {
        var random = new Random(1);
        double[] levels = [.. Enumerable.Range(0, 20).Select(_ => random.NextDouble())];
        double[] values = [.. Enumerable.Range(0, 400).Select(i => levels[i / 20])];
        var alone = GroupBootstrap.OfMean(values, [.. Enumerable.Range(0, 400)]);
        var together = GroupBootstrap.OfMean(values, [.. Enumerable.Range(0, 400).Select(i => i / 20)]);
        Assert.True(together.High - together.Low > 3 * (alone.High - alone.Low));
    }

    [Fact]
    public void Should_agree_on_means_of_items_and_of_groups()
    {
        double[] values = [1, 2, 3, 4, 5, 6];
        int[] groups = [0, 0, 5, 5, 2, 2]; // numbers may be missing
        Assert.Equal(
            GroupBootstrap.OfMean(values, groups, 50, 7).Low,
            GroupBootstrap.OfItems(groups, items => items.Average(i => values[i]), 50, 7).Low,
            12
        );
    }

    [Fact]
    public void Should_have_no_figure_of_nothing() => Assert.True(double.IsNaN(GroupBootstrap.OfMean([], []).Value));

    [Fact]
    public void Should_weigh_items_as_if_they_were_copied()
    {
        var (scores, positive, groups) = Pairs(500, 40, 1);
        var ranked = new RankedScores(scores, positive);
        Assert.Equal(
            GroupBootstrap.OfItems(
                groups,
                items => AveragePrecision.Of(Array.ConvertAll(items, i => scores[i]), Array.ConvertAll(items, i => positive[i])),
                100,
                3
            ),
            GroupBootstrap.OfWeights(groups, weights => ranked.AveragePrecision(weights), 100, 3)
        );
    }

    [Fact]
    public void Should_tell_a_better_score_from_a_worse_and_not_from_itself()
    {
        var (scores, positive, groups) = Pairs(4314, 300, 2);
        var noise = new Random(7);
        var better = new RankedScores(scores, positive);
        var worse = new RankedScores(Array.ConvertAll(scores, score => score + noise.NextDouble()), positive);
        var gain = GroupBootstrap.Difference(groups, w => better.AveragePrecision(w), w => worse.AveragePrecision(w));
        Assert.Equal(better.AveragePrecision() - worse.AveragePrecision(), gain.Value, 12);
        Assert.True(gain.ExcludesZero && gain.Low < gain.Value && gain.Value < gain.High);
        Assert.Equal(2d / 1001, gain.PValue, 12);

        var none = GroupBootstrap.Difference(groups, w => better.AveragePrecision(w), w => better.AveragePrecision(w));
        Assert.Equal(new PairedDifference(0, 0, 0, 1), none);
        Assert.False(none.ExcludesZero);
    }

    [Fact]
    public void Should_reject_a_true_difference_of_0_about_as_often_as_it_says()
    {
        var rejected = 0;
        for (var trial = 0; trial < 200; trial++)
        {
            var random = new Random(trial);
            double[] first = [.. Enumerable.Range(0, 120).Select(_ => random.NextDouble())];
            double[] second = [.. Enumerable.Range(0, 120).Select(_ => random.NextDouble())];
            int[] groups = [.. Enumerable.Range(0, 120).Select(i => i / 2)];
            rejected += GroupBootstrap.DifferenceOfMeans(first, second, groups, 200, trial).PValue < 0.05 ? 1 : 0;
        }
        Assert.InRange(rejected, 2, 24); // 10 are expected of 200, give or take 3
    }

    [Fact]
    public void Should_know_nothing_of_the_spread_of_one_group()
    {
        var difference = GroupBootstrap.DifferenceOfMeans([1, 2], [0, 0], [3, 3]);
        Assert.Equal(1.5, difference.Value);
        Assert.True(double.IsNaN(difference.Low) && double.IsNaN(difference.High) && double.IsNaN(difference.PValue));
        Assert.True(double.IsNaN(GroupBootstrap.OfWeights([3, 3], weights => weights.Sum()).Low));
        Assert.True(double.IsNaN(GroupBootstrap.DifferenceOfMeans([], [], []).Value));
    }

    [Fact]
    public void Should_stop_when_cancelled() =>
        Assert.Throws<OperationCanceledException>(() =>
            GroupBootstrap.OfWeights([0, 1], weights => weights[0], cancellation: new CancellationToken(true))
        );

    private static (double[] Scores, bool[] Positive, int[] Groups) Pairs(int count, int groups, int seed)
    {
        var random = new Random(seed);
        int[] groupOf = [.. Enumerable.Range(0, count).Select(_ => random.Next(groups))];
        bool[] positive = Array.ConvertAll(groupOf, group => random.NextDouble() < (group % 3 == 0 ? 0.6 : 0.3));
        double[] scores = Array.ConvertAll(positive, is1 => Math.Round(random.NextDouble() + (is1 ? 0.4 : 0), 2));
        return (scores, positive, groupOf);
    }
}
