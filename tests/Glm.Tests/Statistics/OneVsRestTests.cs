using Glm.Statistics;
using Glm.Tests.Analysis;

namespace Glm.Tests.Statistics;

public sealed class OneVsRestTests
{
    private static readonly bool[] Labels = [.. Enumerable.Range(0, 24).SelectMany(i => new[] { i % 2 == 0, i % 3 == 0, false, true })];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Should_be_one_regression_per_label(bool balanced)
    {
        var rows = Waves.Rows(24, 4);
        var options = new LogisticRegressionOptions { Tolerance = 1e-9, BalancedClasses = balanced };
        var all = OneVsRest.Fit(rows, 4, Labels, 4, options);
        Assert.True(all.Converged);
        var probabilities = all.PredictProbabilities(rows, 24);
        for (var k = 0; k < 2; k++)
        {
            int[] classes = [.. Enumerable.Range(0, 24).Select(i => Labels[(i * 4) + k] ? 1 : 0)];
            var alone = LogisticRegression.Fit(rows, 4, classes, 2, options).PredictProbabilities(rows, 24);
            for (var i = 0; i < 24; i++)
                Assert.Equal(alone[(i * 2) + 1], probabilities[(i * 4) + k], 1e-8);
        }
    }

    [Fact]
    public void Should_predict_what_none_or_all_have_for_none_or_all()
    {
        var probabilities = OneVsRest.Fit(Waves.Rows(24, 4), 4, Labels, 4).PredictProbabilities(Waves.Rows(24, 4), 24);
        Assert.All(Enumerable.Range(0, 24), i => Assert.Equal((0d, 1d), (probabilities[(i * 4) + 2], probabilities[(i * 4) + 3])));
        var trivial = OneVsRest.Fit(Waves.Rows(3, 4), 4, [true, true, true], 1);
        Assert.Equal([1, 1, 1], trivial.PredictProbabilities(Waves.Rows(3, 4), 3));
    }

    [Fact]
    public void Should_refuse_what_does_not_fit()
    {
        Assert.Throws<ArgumentException>(() => OneVsRest.Fit(Waves.Rows(24, 4), 4, [true], 2));
        Assert.Throws<ArgumentException>(() => OneVsRest.Fit(Waves.Rows(24, 4), 4, Labels[..20], 4));
        Assert.Throws<ArgumentException>(() => OneVsRest.Fit(Waves.Rows(24, 4), 4, Labels, 4, new() { ClassWeights = [1, 2] }));
    }
}
