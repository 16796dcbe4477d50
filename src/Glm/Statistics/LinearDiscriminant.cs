using Glm.Runtime;
using static TorchSharp.torch;

namespace Glm.Statistics;

/// <summary>
/// Fisher's linear discriminant from pairs of rows that belong together: the directions in which rows differ most, measured by how much
/// the two of a pair differ. Closed form, in float64. Collects rows block by block, so that they need not be in memory together. While it
/// lives libtorch computes with one thread, so that results do not depend on the number of threads, not even in their last bit.
/// </summary>
internal sealed class LinearDiscriminant : IDisposable
{
    /// <summary>The least share of its mean that is added to the variance of pairs in every direction.</summary>
    private const double LeastShrinkage = 0.05;

    private readonly int _width;
    private readonly Tensor _total;
    private readonly Tensor _within;
    private readonly int _threads;
    private long _rows;
    private long _pairs;

    /// <param name="width">D, numbers per row.</param>
    public LinearDiscriminant(int width)
    {
        using var scope = NewDisposeScope();
        (_width, _threads) = (width, get_num_threads());
        set_num_threads(1);
        _total = zeros(width, width, dtype: ScalarType.Float64).DetachFromDisposeScope();
        _within = zeros(width, width, dtype: ScalarType.Float64).DetachFromDisposeScope();
    }

    /// <summary>Adds rows whose mean is about 0: how much any two differ.</summary>
    /// <param name="rows">[count, D] row-major.</param>
    public void AddRows(float[] rows) => _rows += Add(_total, rows);

    /// <summary>Adds pairs that belong together, as the differences of their rows.</summary>
    /// <param name="differences">[count, D] row-major.</param>
    public void AddPairs(float[] differences) => _pairs += Add(_within, differences);

    /// <summary>
    /// [D, components] row-major: maps a row to its coordinates, the best direction first, each weighed by the share of its variance that
    /// is not within pairs. The fewer the pairs, the more the variance within them is taken for equal in all directions.
    /// </summary>
    /// <param name="components">1 to D.</param>
    public double[] Solve(int components)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var total = _total.Over(Math.Max(1, _rows));
        var within = _within.Over(Math.Max(1, 2 * _pairs)); // a difference has twice the variance of a row
        var mean = within.trace().item<double>() / _width;
        var shrinkage = (LeastShrinkage + (_width / Math.Max(1.0, _pairs))) * mean;
        var (variances, axes) = linalg.eigh(within.Plus(eye(_width, dtype: ScalarType.Float64).Times(shrinkage)));
        var whitening = axes.div(variances.sqrt().unsqueeze(0)); // [D, D]: the variance within pairs becomes 1 in each direction
        var (ratios, directions) = linalg.eigh(whitening.t().mm(total).mm(whitening)); // ascending
        var best = directions.flip(1).narrow(1, 0, components);
        var weights = Rows.ToArray(ratios.flip(0).narrow(0, 0, components));
        var map = Rows.ToArray(whitening.mm(best));
        for (var k = 0; k < components; k++)
        {
            var largest = 0.0;
            for (var row = 0; row < _width; row++)
                if (Math.Abs(map[(row * components) + k]) > Math.Abs(largest))
                    largest = map[(row * components) + k];
            var weight = Math.CopySign(Math.Sqrt(Math.Max(0, 1 - (1 / weights[k]))), largest);
            for (var row = 0; row < _width; row++)
                map[(row * components) + k] *= weight;
        }
        return map;
    }

    public void Dispose()
    {
        _total.Dispose();
        _within.Dispose();
        set_num_threads(_threads);
    }

    private int Add(Tensor scatter, float[] rows)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var count = rows.Length / _width;
        var block = Rows.ToTensor(rows, _width, 0, count);
        scatter.addmm_(block.t(), block);
        return count;
    }
}
