using Glm.Statistics;
using Glm.Tests.Analysis;

namespace Glm.Tests.Statistics;

public sealed class MultipleTestingTests
{
    private static readonly double[] PValues = [0.01, 0.04, 0.03, 0.005, 0.5];

    // R: p.adjust(c(0.01, 0.04, 0.03, 0.005, 0.5), ...)

    [Fact]
    public void Should_multiply_by_the_number_of_tests() =>
        Waves.ShouldBe([0.05, 0.2, 0.15, 0.025, 1], MultipleTesting.Bonferroni(PValues), 1e-12);

    [Fact]
    public void Should_step_down() => Waves.ShouldBe([0.04, 0.09, 0.09, 0.025, 0.5], MultipleTesting.Holm(PValues), 1e-12);

    [Fact]
    public void Should_control_the_false_discovery_rate() =>
        Waves.ShouldBe([0.025, 0.05, 0.05, 0.025, 0.5], MultipleTesting.BenjaminiHochberg(PValues), 1e-12);

    [Fact]
    public void Should_not_count_what_could_not_be_tested()
    {
        double[] withGaps = [double.NaN, 0.02, double.NaN, 0.03];
        Assert.Equal([double.NaN, 0.04, double.NaN, 0.06], MultipleTesting.Bonferroni(withGaps));
        Assert.Equal([double.NaN, 0.04, double.NaN, 0.04], MultipleTesting.Holm(withGaps));
        Assert.Equal([double.NaN, 0.03, double.NaN, 0.03], MultipleTesting.BenjaminiHochberg(withGaps));
        Assert.Empty(MultipleTesting.Holm([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => MultipleTesting.Holm([1.5]));
    }
}
