using Glm.Statistics;

namespace Glm.Analysis.Variance;

/// <summary>
/// The root of the mean squared Euclidean distance over all pairs of some vectors. n vectors that are centred have the mean squared
/// distance 2 Σ |x|² / (n - 1): one pass over the vectors, none over pairs.
/// </summary>
internal sealed class PairDistance
{
    private readonly float[] _values;
    private readonly int _width;
    private readonly int[] _rows;
    private readonly double[] _mean;
    private readonly double _squares; // Σ |x|², centred

    /// <param name="values">[any, width] row-major.</param>
    /// <param name="width">Numbers of a vector.</param>
    /// <param name="rows">[n], at least 2.</param>
    public PairDistance(float[] values, int width, int[] rows)
    {
        (_values, _width, _rows, _mean) = (values, width, rows, new double[width]);
        foreach (var row in rows)
        {
            var vector = Vector(row);
            for (var i = 0; i < width; i++)
                _mean[i] += vector[i];
        }
        for (var i = 0; i < width; i++)
            _mean[i] /= rows.Length;
        foreach (var row in rows)
        {
            var vector = Vector(row);
            for (var i = 0; i < width; i++)
                _squares += (vector[i] - _mean[i]) * (vector[i] - _mean[i]);
        }
    }

    /// <summary>The distance.</summary>
    public double Value => Distance(_squares, _rows.Length);

    /// <summary>
    /// The distance with the 95% interval of the jackknife over groups: as if each group in turn had not been there. Its ends are NaN
    /// where fewer than two vectors would be left.
    /// </summary>
    /// <param name="groups">[n], the group of each vector.</param>
    public Estimate WithJackknife(ReadOnlySpan<int> groups)
    {
        var parts = new Dictionary<int, (double[] Sum, double Squares, int Count)>();
        for (var k = 0; k < _rows.Length; k++)
        {
            var (sum, squares, count) = parts.TryGetValue(groups[k], out var known) ? known : (new double[_width], 0d, 0);
            var vector = Vector(_rows[k]);
            for (var i = 0; i < _width; i++)
            {
                var centred = vector[i] - _mean[i];
                sum[i] += centred;
                squares += centred * centred;
            }
            parts[groups[k]] = (sum, squares, count + 1);
        }
        if (parts.Count < 2 || parts.Values.Any(part => _rows.Length - part.Count < 2))
            return new Estimate(Value, double.NaN, double.NaN);
        // The centred vectors sum to 0, so those of the others sum to minus the part's.
        double[] without =
        [
            .. parts.Values.Select(part =>
                Distance(
                    Math.Max(0, _squares - part.Squares - (part.Sum.Sum(value => value * value) / (_rows.Length - part.Count))),
                    _rows.Length - part.Count
                )
            ),
        ];
        var interval = Jackknife.Interval(Value, without);
        return interval with { Low = Math.Max(0, interval.Low) };
    }

    private static double Distance(double squares, int count) => Math.Sqrt(2 * squares / (count - 1));

    private ReadOnlySpan<float> Vector(int row) => _values.AsSpan(row * _width, _width);
}
