using System.Numerics.Tensors;

namespace Glm.Analysis.Influence;

/// <summary>
/// Corrections of the influences within one window, as they are usual for contacts of residues. Matrices are [N, N] row-major: row i is
/// the gene that is watched, column j the gene that is changed. Their diagonal is 0 and takes no part.
/// </summary>
public static class InfluenceCorrection
{
    /// <summary>Both directions of each pair become their mean.</summary>
    /// <param name="values">[N, N], changed.</param>
    /// <param name="n">N.</param>
    public static void Symmetrize(Span<double> values, int n)
    {
        Check(values.Length, n);
        for (var i = 0; i < n; i++)
        for (var j = i + 1; j < n; j++)
            values[(i * n) + j] = values[(j * n) + i] = (values[(i * n) + j] + values[(j * n) + i]) / 2;
    }

    /// <summary>
    /// Takes the mean over all pairs of the window, and beyond it the mean of each row and of each column: what is left of a pair is its
    /// own. The least-squares fit of vᵢⱼ = m + rᵢ + cⱼ to the pairs is taken out, which on a full square is the usual double centring; a
    /// window without a diagonal needs its own weights for all row and column sums to be 0. Windows of fewer than three genes become 0.
    /// </summary>
    /// <param name="values">[N, N], changed.</param>
    /// <param name="n">N.</param>
    public static void Center(Span<double> values, int n) => Center(values, n, width: 1);

    /// <summary>The same for vectors instead of numbers, component by component.</summary>
    /// <param name="values">[N, N, width], changed.</param>
    /// <param name="n">N.</param>
    /// <param name="width">Of a vector.</param>
    internal static void Center(Span<double> values, int n, int width)
    {
        Check(values.Length, n, width);
        if (n < 3)
        {
            values.Clear();
            return;
        }
        var (rows, columns, all) = (new double[n * width], new double[n * width], new double[width]);
        for (var i = 0; i < n; i++)
        for (var j = 0; j < n; j++)
        {
            var value = values.Slice(((i * n) + j) * width, width);
            if (i == j)
            {
                value.Clear();
                continue;
            }
            Add(rows.AsSpan(i * width, width), value);
            Add(columns.AsSpan(j * width, width), value);
            Add(all, value);
        }
        // With rows and columns that add up to 0, row i of the fit has the sum (n - 1) (m + rᵢ) - cᵢ, column i (n - 1) (m + cᵢ) - rᵢ.
        for (var k = 0; k < width; k++)
        {
            var mean = all[k] / (n * (n - 1.0));
            for (var i = 0; i < n; i++)
            {
                var row = rows[(i * width) + k] - ((n - 1) * mean);
                var column = columns[(i * width) + k] - ((n - 1) * mean);
                rows[(i * width) + k] = (((n - 1) * row) + column) / (n * (n - 2.0));
                columns[(i * width) + k] = (((n - 1) * column) + row) / (n * (n - 2.0));
            }
            all[k] = mean;
        }
        for (var i = 0; i < n; i++)
        for (var j = 0; j < n; j++)
            if (i != j)
                for (var k = 0; k < width; k++)
                    values[(((i * n) + j) * width) + k] -= all[k] + rows[(i * width) + k] + columns[(j * width) + k];
    }

    /// <summary>
    /// The average-product correction of Dunn et al. (2008) in the form used with residue models: vᵢⱼ - (sum of row i) (sum of column j) /
    /// (sum of all). It takes out that some genes move everything and some are moved by everything. Where the sum of all is not above 0
    /// there is no such background, and nothing changes.
    /// </summary>
    /// <param name="values">[N, N], changed.</param>
    /// <param name="n">N.</param>
    public static void AverageProduct(Span<double> values, int n)
    {
        Check(values.Length, n);
        var (rows, columns, all) = (new double[n], new double[n], 0.0);
        for (var i = 0; i < n; i++)
        for (var j = 0; j < n; j++)
            if (i != j)
            {
                var value = values[(i * n) + j];
                rows[i] += value;
                columns[j] += value;
                all += value;
            }
        if (!(all > 0))
            return;
        for (var i = 0; i < n; i++)
        for (var j = 0; j < n; j++)
            if (i != j)
                values[(i * n) + j] -= rows[i] * columns[j] / all;
    }

    /// <summary>The lengths of vectors.</summary>
    /// <param name="vectors">[N, N, width].</param>
    /// <param name="n">N.</param>
    /// <param name="width">Of a vector.</param>
    /// <returns>[N, N].</returns>
    internal static double[] Norms(ReadOnlySpan<double> vectors, int n, int width)
    {
        var norms = new double[n * n];
        for (var pair = 0; pair < norms.Length; pair++)
            norms[pair] = pair / n == pair % n ? 0 : TensorPrimitives.Norm(vectors.Slice(pair * width, width));
        return norms;
    }

    private static void Add(Span<double> sums, ReadOnlySpan<double> values) => TensorPrimitives.Add(sums, values, sums);

    private static void Check(int length, int n, int width = 1)
    {
        if (length != n * n * width)
            throw new ArgumentException($"{length} numbers do not make a matrix of {n} by {n}{(width == 1 ? "" : $" by {width}")}.");
    }
}
