using Glm.Statistics;

namespace Glm.Tests.Statistics;

public sealed class HypergeometricTests
{
    /// <summary>By scipy 1.10's hypergeom.sf(marked - 1, items, markedItems, drawn).</summary>
    [Theory]
    [InlineData(3, 10, 5, 40, 0.08928766823503669)]
    [InlineData(1, 1, 1, 1, 1)]
    [InlineData(0, 3, 4, 9, 1)]
    [InlineData(12, 50, 20, 400, 2.4048784536679726e-07)]
    [InlineData(200, 1000, 900, 9000, 2.1798708282580153e-24)]
    [InlineData(2, 5, 3, 6, 1)]
    [InlineData(60, 100, 5000, 9000, 0.21282237072970192)]
    [InlineData(70, 1000, 900, 9000, 0.9998107414612313)]
    public void Should_equal_scipy(int marked, int drawn, int markedItems, int items, double expected) =>
        Assert.Equal(1, Hypergeometric.UpperTail(marked, drawn, markedItems, items) / expected, 8);

    [Fact]
    public void Should_equal_the_count_of_all_draws()
    {
        const int Items = 9;
        foreach (var markedItems in Enumerable.Range(0, Items + 1))
        foreach (var drawn in Enumerable.Range(0, Items + 1))
        {
            // Every subset as bits; the marked items are the lowest.
            var draws = Enumerable.Range(0, 1 << Items).Where(bits => int.PopCount(bits) == drawn).ToArray();
            for (var marked = 0; marked <= Items; marked++)
                Assert.Equal(
                    draws.Count(bits => int.PopCount(bits & ((1 << markedItems) - 1)) >= marked) / (double)draws.Length,
                    Hypergeometric.UpperTail(marked, drawn, markedItems, Items),
                    12
                );
        }
    }

    [Fact]
    public void Should_refuse_more_than_there_is()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Hypergeometric.UpperTail(1, 5, 1, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => Hypergeometric.UpperTail(1, 1, 5, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => Hypergeometric.UpperTail(-1, 1, 1, 4));
    }
}
