using MathNet.Numerics.Distributions;

namespace Glm.Statistics;

/// <summary>
/// 95% intervals of figures that resampling would bias, such as variances on principal axes, which equal rows concentrate: from what the
/// figure is without each group in turn.
/// </summary>
internal static class Jackknife
{
    private const double Normal95 = 1.959963984540054;

    /// <summary>The figure with its interval, whose ends are NaN where there are fewer than two groups, or a figure without one is
    /// NaN.</summary>
    /// <param name="value">Of all groups.</param>
    /// <param name="without">[groups]: of all but each.</param>
    public static Estimate Interval(double value, ReadOnlySpan<double> without)
    {
        var error = Error(without);
        return new Estimate(value, value - (Normal95 * error), value + (Normal95 * error));
    }

    /// <summary>The difference of two figures of the same groups.</summary>
    /// <param name="first">Of all groups.</param>
    /// <param name="firstWithout">[groups].</param>
    /// <param name="second">What is taken from it.</param>
    /// <param name="secondWithout">[groups].</param>
    public static PairedDifference Difference(double first, double[] firstWithout, double second, double[] secondWithout)
    {
        var value = first - second;
        var interval = Interval(value, [.. firstWithout.Zip(secondWithout, (a, b) => a - b)]);
        var error = (interval.High - value) / Normal95;
        var p =
            double.IsNaN(error) ? double.NaN
            : error > 0 ? 2 * Normal.CDF(0, 1, -Math.Abs(value) / error)
            : value == 0 ? 1
            : 0;
        return new PairedDifference(value, interval.Low, interval.High, p);
    }

    private static double Error(ReadOnlySpan<double> without)
    {
        if (without.Length < 2)
            return double.NaN;
        var (mean, squares) = (0.0, 0.0);
        foreach (var one in without)
            mean += one / without.Length;
        foreach (var one in without)
            squares += (one - mean) * (one - mean);
        return Math.Sqrt((without.Length - 1.0) / without.Length * squares);
    }
}
