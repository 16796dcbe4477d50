using Glm.Statistics;

namespace Glm.Tests.Statistics;

public sealed class StratifiedFoldsTests
{
    private static readonly int[] Classes = [.. Enumerable.Repeat(0, 23), .. Enumerable.Repeat(1, 11), .. Enumerable.Repeat(2, 5)];

    [Fact]
    public void Should_spread_every_class_and_all_items_evenly()
    {
        var folds = StratifiedFolds.Assign(Classes, 5, 7);
        Assert.All(folds.GroupBy(fold => fold), group => Assert.InRange(group.Count(), 39 / 5, (39 / 5) + 1));
        for (var k = 0; k < 3; k++)
        {
            var counts = Enumerable.Range(0, 5).Select(fold => folds.Where((f, i) => f == fold && Classes[i] == k).Count()).ToArray();
            Assert.InRange(counts.Max() - counts.Min(), 0, 1);
        }
    }

    [Fact]
    public void Should_repeat_with_a_seed_and_differ_without()
    {
        Assert.Equal(StratifiedFolds.Assign(Classes, 5, 1), StratifiedFolds.Assign(Classes, 5, 1));
        Assert.NotEqual(StratifiedFolds.Assign(Classes, 5, 1), StratifiedFolds.Assign(Classes, 5, 2));
    }

    [Fact]
    public void Should_keep_groups_together_and_reach_every_fold_with_every_class()
    {
        int[] sizes = [9, 1, 4, 2, 7, 3, 3, 8, 1, 1, 5, 2];
        var groups = sizes.SelectMany((size, group) => Enumerable.Repeat(group, size)).ToArray();
        var classes = Array.ConvertAll(groups, group => group % 2);
        var folds = StratifiedFolds.AssignGrouped(classes, groups, 5, 3);
        Assert.All(Enumerable.Range(0, 12), group => Assert.Single(folds.Where((_, i) => groups[i] == group).Distinct()));
        Assert.All([0, 1], k => Assert.Equal(5, folds.Where((_, i) => classes[i] == k).Distinct().Count()));
    }

    [Fact]
    public void Should_group_items_of_mixed_classes()
    {
        var groups = Enumerable.Range(0, 60).Select(i => i / 3).ToArray();
        var classes = Enumerable.Range(0, 60).Select(i => i % 3 == 0 ? 1 : 0).ToArray();
        var folds = StratifiedFolds.AssignGrouped(classes, groups, 4, 1);
        Assert.All(Enumerable.Range(0, 4), fold => Assert.Equal(15, folds.Count(f => f == fold)));
        Assert.All(Enumerable.Range(0, 4), fold => Assert.Equal(5, folds.Where((f, i) => f == fold && classes[i] == 1).Count()));
    }
}
