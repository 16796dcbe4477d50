using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Tests.Statistics;

public sealed class FoldsTests
{
    private static readonly int[] Classes = [.. Enumerable.Repeat(0, 23), .. Enumerable.Repeat(1, 11), .. Enumerable.Repeat(2, 5)];

    [Fact]
    public void Should_spread_every_class_and_all_items_evenly()
    {
        var folds = Folds.Random(Classes, 5, 7).FoldOf;
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
        Assert.Equal(Folds.Random(Classes, 5, 1).FoldOf, Folds.Random(Classes, 5, 1).FoldOf);
        Assert.NotEqual(Folds.Random(Classes, 5, 1).FoldOf, Folds.Random(Classes, 5, 2).FoldOf);
    }

    [Fact]
    public void Should_keep_groups_together_and_reach_every_fold_with_every_class()
    {
        int[] sizes = [9, 1, 4, 2, 7, 3, 3, 8, 1, 1, 5, 2];
        var groups = sizes.SelectMany((size, group) => Enumerable.Repeat(group, size)).ToArray();
        var classes = Array.ConvertAll(groups, group => group % 2);
        var folds = Folds.ByGroup(FoldGrouping.Cluster, groups, classes, 5, 3).FoldOf;
        Assert.All(Enumerable.Range(0, 12), group => Assert.Single(folds.Where((_, i) => groups[i] == group).Distinct()));
        Assert.All([0, 1], k => Assert.Equal(5, folds.Where((_, i) => classes[i] == k).Distinct().Count()));
    }

    [Fact]
    public void Should_group_items_of_mixed_classes()
    {
        var groups = Enumerable.Range(0, 60).Select(i => i / 3).ToArray();
        var classes = Enumerable.Range(0, 60).Select(i => i % 3 == 0 ? 1 : 0).ToArray();
        var folds = Folds.ByGroup(FoldGrouping.Scaffold, groups, classes, 4, 1).FoldOf;
        Assert.All(Enumerable.Range(0, 4), fold => Assert.Equal(15, folds.Count(f => f == fold)));
        Assert.All(Enumerable.Range(0, 4), fold => Assert.Equal(5, folds.Where((f, i) => f == fold && classes[i] == 1).Count()));
    }

    [Fact]
    public void Should_deal_groups_of_any_number_by_their_size_alone()
    {
        int[] groups = [.. Enumerable.Range(0, 100).Select(i => 7 - (3 * (i % 10)))];
        var folds = Folds.ByGroup(FoldGrouping.Genome, groups, [], 5, 1);
        Assert.Equal(10, folds.Groups);
        Assert.All(Enumerable.Range(0, 5), fold => Assert.Equal(20, folds.Test(fold).Length));
        Assert.All(Enumerable.Range(0, 5), fold => Assert.Equal(80, folds.Train(fold).Length));
        Assert.Empty(folds.Train(2).Intersect(folds.Test(2)));
        Assert.Equal(folds.FoldOf.Select(fold => fold + 1), folds.ToDataFrame().Rows.Select(row => (int)row[1]));
    }

    [Fact]
    public void Should_say_whether_dependent_items_were_torn_apart()
    {
        int[] classes = [.. Enumerable.Range(0, 40).Select(i => i % 2)];
        int[] genomes = [.. Enumerable.Range(0, 40).Select(i => i / 8)];
        int[] windows = [.. Enumerable.Range(0, 40).Select(i => i / 4)];
        Assert.False(Folds.Random(classes, 5, 1).Leaks);
        Assert.True(Folds.Random(classes, 5, 1, genomes).Leaks);
        Assert.False(Folds.ByGroup(FoldGrouping.Genome, genomes, classes, 5, 1, genomes).Leaks);
        Assert.False(Folds.ByGroup(FoldGrouping.Genome, genomes, classes, 5, 1, windows).Leaks);
        Assert.True(Folds.ByGroup(FoldGrouping.Window, windows, classes, 4, 1, genomes).Leaks);
    }

    [Fact]
    public void Should_say_what_cannot_be_folded()
    {
        var fewer = Assert.Throws<GlmException>(() => Folds.ByGroup(FoldGrouping.Genome, [0, 0, 4, 4], [0, 1, 0, 1], 5, 1));
        Assert.Equal(
            "5 folds by genome need 5 or more genomes, and there are 2. Use at most 2 folds or another Folds, or load more.",
            fewer.Message
        );
        var one = Assert.Throws<GlmException>(() => Folds.Random([1, 1, 1, 1], 2, 1));
        Assert.Equal("All 4 items are of one class; a cross-validation needs items of 2 or more. Use other labels.", one.Message);
        Assert.Throws<GlmException>(() => Folds.ByGroup(FoldGrouping.Genome, [0, 1, 2], [1, 1, 1], 2, 1));
        Assert.Throws<GlmException>(() => Folds.Random([], 2, 1));
    }
}
