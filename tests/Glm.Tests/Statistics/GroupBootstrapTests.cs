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
}
