using Glm.Statistics;
using Glm.Tests.Analysis;

namespace Glm.Tests.Statistics;

/// <summary>Values by hand; <see cref="ScikitLearnTests"/> compares with scikit-learn on larger inputs.</summary>
public sealed class MetricsTests
{
    private static readonly double[] Scores = [0.9, 0.8, 0.8, 0.4, 0.1];
    private static readonly bool[] Positive = [true, false, true, true, false];

    [Fact]
    public void Should_draw_the_precision_recall_curve_with_ties_as_one_step()
    {
        var curve = PrecisionRecall.Of(Scores, Positive);
        Waves.ShouldBe([0, 1 / 3d, 2 / 3d, 1, 1], curve.Recall, 1e-12);
        Waves.ShouldBe([1, 1, 2 / 3d, 3 / 4d, 3 / 5d], curve.Precision, 1e-12);
        Assert.Equal([0.9, 0.8, 0.4, 0.1], curve.Thresholds);
        Assert.Equal(0.6, curve.BaseRate, 12);
        Assert.Equal((1 + (2 / 3d) + 0.75) / 3, curve.AveragePrecision, 12);
        Assert.Equal((1 + ((1 + (2 / 3d)) / 2) + (((2 / 3d) + 0.75) / 2)) / 3, curve.TrapezoidalArea, 12);
        Assert.Throws<ArgumentException>(() => PrecisionRecall.Of([1, 2], [false, false]));
        Assert.Throws<ArgumentException>(() => PrecisionRecall.Of([double.NaN, 2], [true, false]));
    }

    [Fact]
    public void Should_count_the_pairs_that_are_in_order()
    {
        Assert.Equal(4.5 / 6, Auroc.Of(Scores, Positive), 12); // 0.8 against 0.8 counts half
        Assert.Equal(0, Auroc.Of([1, 2], [true, false]));
        Assert.True(double.IsNaN(Auroc.Of([1, 2], [true, true])));
    }

    [Fact]
    public void Should_bin_probabilities()
    {
        var curve = CalibrationCurve.Of([0, 0.1, 0.15, 0.95, 1], [false, false, true, true, true]);
        Assert.Equal(
            [(0, 0.1, 2, 0.05, 0), (0.1, 0.2, 1, 0.15, 1), (0.9, 1, 2, 0.975, 1)],
            curve.Bins.Select(bin => (bin.From, bin.To, bin.Items, bin.MeanProbability, bin.PositiveShare))
        );
        Assert.Equal(((2 * 0.05) + 0.85 + (2 * 0.025)) / 5, curve.ExpectedCalibrationError, 12);
        Assert.Equal((0.01 + (0.85 * 0.85) + 0.0025) / 5, curve.BrierScore, 12);
        Assert.Throws<ArgumentException>(() => CalibrationCurve.Of([1.1], [true]));
    }

    [Fact]
    public void Should_count_yes_and_no()
    {
        var matrix = ConfusionMatrix.Of([true, true, true, false, false], [true, true, false, true, false]);
        Assert.Equal(
            new long[,]
            {
                { 1, 1 },
                { 1, 2 },
            },
            matrix.Counts
        );
        Assert.Equal(new ClassCounts(2, 1, 1), matrix.PerClass[1]);
        Assert.Equal(2 / 3d, matrix.PerClass[1].F1, 12);
        Assert.Equal(0.6, matrix.Accuracy, 12);
        Assert.Equal(((2 / 3d) + 0.5) / 2, matrix.BalancedAccuracy, 12);
    }

    [Fact]
    public void Should_not_count_classes_that_do_not_occur()
    {
        var matrix = ConfusionMatrix.Of([0, 0, 2], [0, 2, 2], 5);
        Assert.Equal(0.75, matrix.BalancedAccuracy, 12);
        Assert.Equal(2 / 3d, matrix.MacroF1, 12);
        Assert.True(double.IsNaN(ConfusionMatrix.Of([], [], 2).Accuracy));
        Assert.True(double.IsNaN(ConfusionMatrix.Of([], [], 2).MacroF1));
    }

    [Fact]
    public void Should_weigh_items_as_if_they_were_copied()
    {
        Assert.Equal(
            ConfusionMatrix.Of([0, 1, 1, 1], [0, 0, 1, 1], 2).Counts,
            ConfusionMatrix.Of([0, 1, 1, 0], [0, 0, 1, 1], 2, [1, 1, 2, 0]).Counts
        );
        var copied = MultiLabelScores.Of([true, false, true, false], [true, true, true, true], 2);
        var weighted = MultiLabelScores.Of([true, false, false, false], [true, true, false, false], 2, [2, 0]);
        Assert.Equal(copied.PerLabel, weighted.PerLabel);
        Assert.Equal(copied.SubsetAccuracy, weighted.SubsetAccuracy);
    }

    [Fact]
    public void Should_know_equal_partitions_and_independent_ones()
    {
        var equal = ClusterAgreement.Of([0, 0, 1, 1], [7, 7, 3, 3]);
        Assert.Equal(1, equal.VMeasure, 12);
        Assert.Equal(1, equal.NormalizedMutualInformation, 12);
        Assert.Equal(1, equal.AdjustedRandIndex);
        var independent = ClusterAgreement.Of([0, 0, 1, 1], [0, 1, 0, 1]);
        Assert.Equal((0, 0), (independent.VMeasure, independent.NormalizedMutualInformation));
        Assert.Equal(-0.5, independent.AdjustedRandIndex, 12);
        var lumped = ClusterAgreement.Of([0, 0, 1, 1], [0, 0, 0, 0]);
        Assert.Equal((0, 1, 0), (lumped.Homogeneity, lumped.Completeness, lumped.AdjustedRandIndex));
        Assert.Equal(1, ClusterAgreement.Of([0, 0], [1, 1]).NormalizedMutualInformation);
    }
}
