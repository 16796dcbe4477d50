using Glm.Statistics;

namespace Glm.Tests.Statistics;

public sealed class RobustLineTests
{
    private static readonly double[] X = [0.5, 1.0, 1.7, 2.2, 3.1, 3.9, 4.4, 5.0, 6.3, 7.0];
    private static readonly double[] Y = [1.2, 2.1, 2.9, 3.4, 4.9, 15.0, 6.1, 6.6, 8.2, 9.3];

    /// <summary>By numpy: the same weights iterated 2,000 times, and each point left out in turn under the weights that result.</summary>
    [Fact]
    public void Should_equal_numpy_where_a_point_lies_far_off()
    {
        var (line, left) = RobustLine.Fit(X, Y);
        Assert.Equal(0.8323403044407138, line.Intercept, 6);
        Assert.Equal(1.1979570963726174, line.Slope, 6);
        Assert.Equal(0.19379808312128627, line.Scale, 6);
        double[] expected =
        [
            -0.3393593634,
            0.093630239,
            0.0382912526,
            -0.0799842821,
            0.3874937029,
            9.5265329858,
            -0.0038684569,
            -0.2667689864,
            -0.2553859394,
            0.1364713665,
        ];
        for (var i = 0; i < left.Length; i++)
            Assert.Equal(expected[i], left[i], 6);
    }

    [Fact]
    public void Should_find_a_line_on_which_all_points_lie()
    {
        var (line, left) = RobustLine.Fit(X, Array.ConvertAll(X, x => 2 - (0.5 * x)));
        Assert.Equal((2, -0.5), (Math.Round(line.Intercept, 9), Math.Round(line.Slope, 9)));
        Assert.Equal(1.5, line.At(1), 9);
        Assert.All(left, residual => Assert.Equal(0, residual, 9));
    }

    [Fact]
    public void Should_have_no_slope_where_x_does_not_vary()
    {
        var (line, left) = RobustLine.Fit([0.1, 0.1, 0.1, 0.1, 0.1], [1, 2, 3, 4, 5]);
        Assert.Equal((3, 0), (Math.Round(line.Intercept, 6), line.Slope));
        Assert.Equal([-2.5, -1.25, 0, 1.25, 2.5], left.Select(residual => Math.Round(residual, 2)));
    }

    [Fact]
    public void Should_ask_nothing_of_a_point_that_alone_decides_the_slope()
    {
        var (_, left) = RobustLine.Fit([0, 0, 0, 0, 9], [1, 2, 3, 4, 50]);
        Assert.Equal(0, left[^1]);
        Assert.All(left, residual => Assert.True(double.IsFinite(residual)));
    }

    [Fact]
    public void Should_refuse_what_is_no_line() => Assert.Throws<ArgumentException>(() => RobustLine.Fit([1, 2], [1, 2]));
}
