using Glm.Runtime;
using MathNet.Numerics.LinearAlgebra;

namespace Glm.Analysis.Dark;

/// <summary>
/// Normal distributions of two kinds of rows, from sums per unit, so that units can be drawn anew without reading rows again. Rows have
/// few columns.
/// </summary>
internal sealed class GroupedNormals
{
    /// <summary>Of standard deviations.</summary>
    private const double LeastSpread = 1e-3;

    private readonly int _width;
    private readonly double[] _rows;
    private readonly int[] _units;
    private readonly bool[] _isDark;
    private readonly double[][] _sums; // [2 * units][1 + width + width²]: rows, their sum, their products; dark ones last
    private readonly int _unitCount;

    /// <param name="rows">[items, width] row-major, with means near 0.</param>
    /// <param name="width">K.</param>
    /// <param name="units">[items], from 0.</param>
    /// <param name="isDark">[items].</param>
    public GroupedNormals(double[] rows, int width, int[] units, bool[] isDark)
    {
        (_rows, _width, _units, _isDark, _unitCount) = (rows, width, units, isDark, units.Max() + 1);
        _sums = SumsOf(isDark);
    }

    /// <summary>D(dark ‖ annotated) in nats where each unit counts so often; NaN where the genes do not span the space.</summary>
    /// <param name="weights">[units].</param>
    public double Divergence(int[] weights) => Divergence(_sums, weights);

    /// <summary>The divergence after dark genes were dealt anew within each unit.</summary>
    /// <param name="random">Deals them.</param>
    public double DivergenceOfDrawn(SeededRandom random)
    {
        var drawn = new bool[_isDark.Length];
        foreach (var unit in Enumerable.Range(0, _isDark.Length).GroupBy(item => _units[item]))
        {
            int[] items = [.. unit];
            var dark = items.Count(item => _isDark[item]);
            random.Shuffle(items.AsSpan());
            foreach (var item in items.AsSpan(0, dark))
                drawn[item] = true;
        }
        var once = new int[_unitCount];
        Array.Fill(once, 1);
        return Divergence(SumsOf(drawn), once);
    }

    private double[][] SumsOf(bool[] isDark)
    {
        var sums = new double[2 * _unitCount][];
        for (var i = 0; i < sums.Length; i++)
            sums[i] = new double[1 + _width + (_width * _width)];
        for (var item = 0; item < isDark.Length; item++)
        {
            var sum = sums[_units[item] + (isDark[item] ? _unitCount : 0)];
            var row = _rows.AsSpan(item * _width, _width);
            sum[0]++;
            for (var i = 0; i < _width; i++)
            {
                sum[1 + i] += row[i];
                for (var j = 0; j <= i; j++)
                    sum[1 + _width + (i * _width) + j] += row[i] * row[j];
            }
        }
        return sums;
    }

    private double Divergence(double[][] sums, int[] weights)
    {
        var (annotated, dark) = (new double[sums[0].Length], new double[sums[0].Length]);
        for (var unit = 0; unit < _unitCount; unit++)
        {
            if (weights[unit] == 0)
                continue;
            for (var i = 0; i < annotated.Length; i++)
            {
                annotated[i] += weights[unit] * sums[unit][i];
                dark[i] += weights[unit] * sums[_unitCount + unit][i];
            }
        }
        if (annotated[0] <= _width + 1 || dark[0] <= _width + 1)
            return double.NaN;
        var (mean, spread) = Normal(annotated);
        var (darkMean, darkSpread) = Normal(dark);
        try
        {
            var (factor, darkFactor) = (spread.Cholesky(), darkSpread.Cholesky());
            if (IsFlat(factor.Factor, darkFactor.Factor) || IsFlat(darkFactor.Factor, factor.Factor))
                return double.NaN;
            var apart = mean - darkMean;
            var divergence =
                0.5
                * (
                    factor.Solve(darkSpread).Trace()
                    + apart.DotProduct(factor.Solve(apart))
                    - _width
                    + factor.DeterminantLn
                    - darkFactor.DeterminantLn
                );
            return double.IsFinite(divergence) ? Math.Max(0, divergence) : double.NaN;
        }
        catch (ArgumentException)
        {
            return double.NaN; // Cholesky: not positive definite
        }
    }

    /// <summary>
    /// Whether one kind does not vary in a direction in which the other does: how far apart they are there has no measure.
    /// </summary>
    private static bool IsFlat(Matrix<double> factor, Matrix<double> other) =>
        factor.Diagonal().Zip(other.Diagonal()).Any(pair => pair.First < LeastSpread * pair.Second);

    private (Vector<double> Mean, Matrix<double> Covariance) Normal(double[] sum)
    {
        var mean = Vector<double>.Build.Dense(_width, i => sum[1 + i] / sum[0]);
        var covariance = Matrix<double>.Build.Dense(_width, _width, (i, j) =>
            (sum[1 + _width + (Math.Max(i, j) * _width) + Math.Min(i, j)] - (sum[0] * mean[i] * mean[j])) / (sum[0] - 1)
        );
        return (mean, covariance);
    }
}
