using Glm.Proteins;
using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Tests.Features;

public sealed class NormalizerTests
{
    [Fact]
    public void Should_fit_population_statistics_and_leave_constant_dimensions_alone()
    {
        Half[] values = [(Half)1, (Half)0.1, (Half)2, (Half)0.1, (Half)6, (Half)0.1];
        var normalizer = Normalizer.Fit(new ProteinVectors("test", ["a", "b", "c"], 2, values));
        Assert.Equal(3, normalizer.Mean[0], 14);
        Assert.Equal(Math.Sqrt(14d / 3), normalizer.StandardDeviation[0], 14);
        Assert.Equal(1, normalizer.StandardDeviation[1]);
        var z = new double[2];
        normalizer.Normalize(values.AsSpan(4, 2), z);
        Assert.Equal(3 / Math.Sqrt(14d / 3), z[0], 14);
        Assert.Equal(0, z[1], 14);
    }

    [Fact]
    public void Should_refuse_numbers_that_cannot_normalise()
    {
        Assert.Contains("3 and 2", Assert.Throws<GlmException>(() => new Normalizer(new double[3], [1, 1])).Message);
        Assert.Contains("dimension 1 is NaN", Assert.Throws<GlmException>(() => new Normalizer([0, double.NaN], [1, 1])).Message);
        Assert.Contains("dimension 0 is 0", Assert.Throws<GlmException>(() => new Normalizer([0, 0], [0, 1])).Message);
        Assert.Contains("dimension 1 is -1", Assert.Throws<GlmException>(() => new Normalizer([0, 0], [1, -1])).Message);
        Assert.Contains(
            "no protein vector",
            Assert.Throws<GlmException>(() => Normalizer.Fit(new ProteinVectors("test", [], 2, []))).Message
        );
    }
}
