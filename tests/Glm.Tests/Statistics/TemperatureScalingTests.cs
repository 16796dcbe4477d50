using Glm.Statistics;

namespace Glm.Tests.Statistics;

public sealed class TemperatureScalingTests
{
    /// <summary>Items whose class is drawn from the probabilities of their scores.</summary>
    private static (double[] Scores, int[] Classes) Drawn(int items, int classCount)
    {
        var random = new Random(3);
        double[] scores = [.. Enumerable.Range(0, items * classCount).Select(_ => 4 * random.NextDouble())];
        int[] classes =
        [
            .. Enumerable
                .Range(0, items)
                .Select(i =>
                {
                    var probabilities = TemperatureScaling.Probabilities(scores.AsSpan(i * classCount, classCount), 1);
                    var at = random.NextDouble();
                    return Array.FindIndex(probabilities, probability => (at -= probability) < 0) is var found and >= 0 ? found : 0;
                }),
        ];
        return (scores, classes);
    }

    [Theory]
    [InlineData(0.25)]
    [InlineData(1)]
    [InlineData(5)]
    public void Should_find_how_much_too_sure_scores_are(double factor)
    {
        var (scores, classes) = Drawn(20_000, 3);
        var inflated = Array.ConvertAll(scores, score => score * factor);
        var temperature = TemperatureScaling.Fit(inflated, classes, 3);
        Assert.InRange(temperature / factor, 0.95, 1.05);
        var best = TemperatureScaling.LogLoss(inflated, classes, 3, temperature);
        Assert.True(best <= TemperatureScaling.LogLoss(inflated, classes, 3, temperature * 1.01));
        Assert.True(best <= TemperatureScaling.LogLoss(inflated, classes, 3, temperature / 1.01));
    }

    [Fact]
    public void Should_keep_to_its_range()
    {
        Assert.Equal(1, TemperatureScaling.Fit([], [], 2));
        // Always right, always wrong.
        Assert.Equal(Math.Exp(-5), TemperatureScaling.Fit([1, 0, 0, 1], [0, 1], 2), 4);
        Assert.Equal(Math.Exp(5), TemperatureScaling.Fit([1, 0, 0, 1], [1, 0], 2), 2);
        Assert.Equal([0.5, 0.5], TemperatureScaling.Probabilities([-1000, -1000], 0.01));
        Assert.Equal([1.0, 0.0], TemperatureScaling.Probabilities([0, -1e6], 1));
        Assert.Throws<ArgumentException>(() => TemperatureScaling.Fit([1, 2, 3], [0], 2));
    }
}
