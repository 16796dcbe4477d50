using System.Numerics;

namespace Glm.Statistics;

/// <summary>Mean and population standard deviation (numpy's default, divided by n) of each column of a matrix.</summary>
/// <param name="Mean">[width].</param>
/// <param name="StandardDeviation">[width]; 1 for a constant column, so that dividing by it is harmless.</param>
public sealed record ColumnMoments(double[] Mean, double[] StandardDeviation)
{
    // Two halves differ by at least 5e-4 of their size and two floats by 6e-8: below this, a spread is the rounding of pooled equal
    // numbers.
    private const double ConstantSpread = 1e-6;

    /// <summary>Two passes in float64.</summary>
    /// <param name="rows">[count, width] row-major, count at least 1.</param>
    /// <param name="width">Numbers per row.</param>
    public static ColumnMoments Of<T>(ReadOnlySpan<T> rows, int width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (rows.Length == 0 || rows.Length % width != 0)
            throw new ArgumentException($"{rows.Length} numbers do not make one or more rows of {width}.", nameof(rows));
        var moments = new Passes(width);
        for (var start = 0; start < rows.Length; start += width)
            moments.Add(rows.Slice(start, width));
        moments.FinishMean();
        for (var start = 0; start < rows.Length; start += width)
            moments.AddSpread(rows.Slice(start, width));
        return moments.Finish();
    }

    /// <summary>The same, for rows that are handed over one by one, twice.</summary>
    /// <param name="width">Numbers per row.</param>
    internal sealed class Passes(int width)
    {
        private readonly double[] _mean = new double[width];
        private readonly double[] _deviation = new double[width];
        private readonly double[] _low = [.. Enumerable.Repeat(double.PositiveInfinity, width)];
        private readonly double[] _high = [.. Enumerable.Repeat(double.NegativeInfinity, width)];
        private long _count;

        /// <summary>A row of the first pass.</summary>
        public void Add<T>(ReadOnlySpan<T> values)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            _count++;
            for (var i = 0; i < values.Length; i++)
            {
                var value = double.CreateChecked(values[i]);
                _mean[i] += value;
                _low[i] = Math.Min(_low[i], value);
                _high[i] = Math.Max(_high[i], value);
            }
        }

        /// <summary>Ends the first pass.</summary>
        public void FinishMean()
        {
            for (var i = 0; i < _mean.Length; i++)
                _mean[i] /= _count;
        }

        /// <summary>Whether all numbers of the first pass were finite.</summary>
        public bool IsFinite => Array.TrueForAll(_mean, double.IsFinite);

        /// <summary>A row of the second pass.</summary>
        public void AddSpread<T>(ReadOnlySpan<T> values)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            for (var i = 0; i < values.Length; i++)
            {
                var centred = double.CreateChecked(values[i]) - _mean[i];
                _deviation[i] += centred * centred;
            }
        }

        /// <summary>Ends the second pass.</summary>
        public ColumnMoments Finish()
        {
            for (var i = 0; i < _deviation.Length; i++)
            {
                var constant = _high[i] - _low[i] <= ConstantSpread * Math.Max(Math.Abs(_low[i]), Math.Abs(_high[i]));
                _deviation[i] = constant ? 1 : Math.Sqrt(_deviation[i] / _count);
            }
            return new ColumnMoments(_mean, _deviation);
        }
    }

    /// <summary>(value - mean) / standard deviation of each number of [count, width] rows.</summary>
    public double[] Standardize<T>(ReadOnlySpan<T> rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var width = Mean.Length;
        var result = new double[rows.Length];
        for (var start = 0; start < rows.Length; start += width)
        for (var i = 0; i < width; i++)
            result[start + i] = (double.CreateChecked(rows[start + i]) - Mean[i]) / StandardDeviation[i];
        return result;
    }
}
