using Glm.Statistics;
using Glm.Tests.Analysis;

namespace Glm.Tests.Statistics;

public sealed class AveragePrecisionTests
{
    private static readonly bool[] Positive = [true, false, true, true, false, true, false, false, true, false];

    [Fact]
    public void Should_agree_with_scikit_learn_on_tied_scores()
    {
        Assert.Equal(0.70873015873, AveragePrecision.Of([.9, .8, .8, .7, .6, .6, .6, .3, .2, .1], Positive), 11);
        Assert.Equal(0.5, AveragePrecision.Of([.. Enumerable.Repeat(0.5, 10)], Positive), 12);
    }

    [Fact]
    public void Should_not_depend_on_the_order_of_tied_items()
    {
        Assert.Equal(AveragePrecision.Of([.5, .5, .1], [true, false, true]), AveragePrecision.Of([.5, .5, .1], [false, true, true]));
    }

    [Fact]
    public void Should_be_1_for_a_perfect_ranking_and_undefined_without_positives()
    {
        Assert.Equal(1, AveragePrecision.Of([3, 2, 1], [true, true, false]));
        Assert.Equal(double.NaN, AveragePrecision.Of([3, 2, 1], [false, false, false]));
    }

    [Fact]
    public void Should_average_over_classes_as_scikit_learn_does()
    {
        var probabilities = Waves.Rows(9, 3).Select(Math.Exp).Chunk(3).SelectMany(row => row.Select(value => value / row.Sum())).ToArray();
        Assert.Equal(0.309259259259, AveragePrecision.Macro(probabilities, [0, 1, 2, 0, 0, 2, 1, 1, 2], 3), 11);
    }

    [Fact]
    public void Should_leave_out_a_class_that_no_row_has()
    {
        Assert.Equal(1, AveragePrecision.Macro([.8, .1, .1, .1, .8, .1], [0, 1], 3));
    }
}
