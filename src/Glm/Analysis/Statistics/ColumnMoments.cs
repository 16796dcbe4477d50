using System.Numerics;

namespace Glm.Analysis.Statistics;

/// <summary>Mean and population standard deviation (numpy's default, divided by n) of each column of a matrix.</summary>
/// <param name="Mean">[width].</param>
/// <param name="StandardDeviation">[width]; 1 for a constant column, so that dividing by it is harmless.</param>
public sealed record ColumnMoments(double[] Mean, double[] StandardDeviation)
{
    // Two halves differ by at least 5e-4 of their size and two floats by 6e-8: below this, a spread is the rounding of pooled equal numbers.
    private const double ConstantSpread = 1e-6;

    /// <summary>Two passes in float64.</summary>
    /// <param name="rows">[count, width] row-major, count at least 1.</param>
    /// <param name="width">Numbers per row.</param>
    public static ColumnMoments Of<T>(ReadOnlySpan<T> rows, int width) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (rows.Length == 0 || rows.Length % width != 0)
            throw new ArgumentException($"{rows.Length} numbers do not make one or more rows of {width}.", nameof(rows));
        var count = rows.Length / width;
        var (mean, deviation, low, high) = (new double[width], new double[width], new double[width], new double[width]);
        Array.Fill(low, double.PositiveInfinity);
        Array.Fill(high, double.NegativeInfinity);
        for (var row = 0; row < count; row++)
        {
            var values = rows.Slice(row * width, width);
            for (var i = 0; i < width; i++)
            {
                var value = double.CreateChecked(values[i]);
                mean[i] += value;
                low[i] = Math.Min(low[i], value);
                high[i] = Math.Max(high[i], value);
            }
        }
        for (var i = 0; i < width; i++) mean[i] /= count;
        for (var row = 0; row < count; row++)
        {
            var values = rows.Slice(row * width, width);
            for (var i = 0; i < width; i++)
            {
                var centred = double.CreateChecked(values[i]) - mean[i];
                deviation[i] += centred * centred;
            }
        }
        for (var i = 0; i < width; i++)
        {
            var constant = high[i] - low[i] <= ConstantSpread * Math.Max(Math.Abs(low[i]), Math.Abs(high[i]));
            deviation[i] = constant ? 1 : Math.Sqrt(deviation[i] / count);
        }
        return new ColumnMoments(mean, deviation);
    }

    /// <summary>(value - mean) / standard deviation of each number of [count, width] rows.</summary>
    public double[] Standardize<T>(ReadOnlySpan<T> rows) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var width = Mean.Length;
        var result = new double[rows.Length];
        for (var start = 0; start < rows.Length; start += width)
            for (var i = 0; i < width; i++)
                result[start + i] = (double.CreateChecked(rows[start + i]) - Mean[i]) / StandardDeviation[i];
        return result;
    }
}
