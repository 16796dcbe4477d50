using Glm.Statistics;
using Glm.Tests.Analysis;

namespace Glm.Tests.Statistics;

public sealed class ColumnMomentsTests
{
    [Fact]
    public void Should_divide_by_n_as_numpy_does()
    {
        var moments = ColumnMoments.Of<double>(Waves.Rows(6, 3), 3);
        Waves.ShouldBe([0.068634668124, 0.375826274166, 0.054822523086], moments.Mean, 1e-11);
        Waves.ShouldBe([0.694960594342, 1.393948365643, 2.050909797528], moments.StandardDeviation, 1e-11);
    }

    [Fact]
    public void Should_not_blow_up_the_rounding_of_a_constant_column()
    {
        var moments = ColumnMoments.Of<float>([0.1f, 1, MathF.BitIncrement(0.1f), 2, 0.1f, 3], 2);
        Assert.Equal(1, moments.StandardDeviation[0]);
        Assert.NotEqual(1, moments.StandardDeviation[1]);
    }

    [Fact]
    public void Should_standardise_rows()
    {
        var rows = Waves.Rows(6, 3);
        var again = ColumnMoments.Of<double>(ColumnMoments.Of<double>(rows, 3).Standardize<double>(rows), 3);
        Waves.ShouldBe([0, 0, 0], again.Mean, 1e-14);
        Waves.ShouldBe([1, 1, 1], again.StandardDeviation, 1e-14);
    }
}
