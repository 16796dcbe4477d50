using System.Numerics;
using Glm.Runtime;
using static TorchSharp.torch;

namespace Glm.Statistics;

/// <summary>
/// Principal component analysis as scikit-learn does it: variances divided by n - 1, and each component signed so that the row with the
/// largest absolute coordinate on it has a positive one. Exact (no random projection), computed in float64, repeatable. Immutable by
/// convention.
/// </summary>
public sealed class PrincipalComponents
{
    // Equal rows keep a variance of rounding errors; it must not be taken for structure.
    private const double RoundingVariance = 1e-26;

    // Rows whose coordinates differ by no more than rounding errors tie; the first of them decides the sign.
    private const double SignTie = 1e-10;

    // eigh reads the lower triangle only, so each stripe of columns skips what lies above it: 40% less work at 1280 columns.
    private const int ColumnStripe = 256;

    private PrincipalComponents(double[] mean, double[] components, double[] explainedVariance, double totalVariance) =>
        (Mean, Components, ExplainedVariance, TotalVariance) = (mean, components, explainedVariance, totalVariance);

    /// <summary>D, numbers per row.</summary>
    public int Width => Mean.Length;

    /// <summary>K, number of components.</summary>
    public int Count => ExplainedVariance.Length;

    /// <summary>[D].</summary>
    public double[] Mean { get; }

    /// <summary>[K, D] row-major; orthonormal rows, the one with the largest variance first.</summary>
    public double[] Components { get; }

    /// <summary>[K], variance along each component, 0 or more.</summary>
    public double[] ExplainedVariance { get; }

    /// <summary>Sum of the variances of all D directions.</summary>
    public double TotalVariance { get; }

    /// <summary>Share of the total variance on component k, 0 to 1; 0 where nothing varies.</summary>
    public double ExplainedVarianceRatio(int k) => TotalVariance > 0 ? ExplainedVariance[k] / TotalVariance : 0;

    /// <summary>
    /// Finds the directions of largest variance: eigenvectors of the covariance where there are more rows than columns, else the SVD.
    /// </summary>
    /// <param name="rows">[count, width] row-major, finite.</param>
    /// <param name="count">N, at least 2.</param>
    /// <param name="width">D.</param>
    /// <param name="components">K, 1 to the smaller of N and D.</param>
    /// <param name="progress">Rows read, each three times.</param>
    /// <param name="cancellation">Polled between blocks of rows.</param>
    public static PrincipalComponents Fit<T>(
        T[] rows,
        int count,
        int width,
        int components,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Rows.Check(rows, count, width);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(components, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(components, Math.Min(count, width));

        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var read = new ProgressCount(progress, "fit components", 3L * count, "rows read", cancellation);
        var mean = MeanOf(rows, count, width, read);
        var (directions, variances) = count > width ? FromCovariance(rows, count, mean, read) : FromSvd(rows, count, mean, read);
        cancellation.ThrowIfCancellationRequested();

        var all = Rows.ToArray(variances);
        for (var i = 0; i < all.Length; i++)
            all[i] = Math.Max(0, all[i]);
        var meanValues = Rows.ToArray(mean);
        var total = all.Sum();
        if (total <= RoundingVariance * meanValues.Sum(value => value * value))
        {
            Array.Clear(all);
            total = 0;
        }
        var unsigned = Rows.ToArray(directions.narrow(0, 0, components));
        var signed = WithSigns(rows, count, meanValues, unsigned, read);
        return new PrincipalComponents(meanValues, signed, all[..components], total);
    }

    /// <summary>Coordinates [count, K] row-major of rows [count, D]: (row - mean) · componentsᵀ, not whitened.</summary>
    public double[] Project<T>(T[] rows, int count, CancellationToken cancellation = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Project(rows, count, Mean, Components, new ProgressCount(null, "", 0, "", cancellation));

    internal static double[] Project<T>(T[] rows, int count, double[] mean, double[] components, ProgressCount read)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var width = mean.Length;
        var k = components.Length / width;
        Rows.Check(rows, count, width);
        var result = new double[checked(count * k)];
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var center = Rows.ToTensor(mean, width, 0, 1); // [1, D]
        var axes = Rows.ToTensor(components, width, 0, k).t(); // [D, K]
        foreach (var (start, length) in Rows.Blocks(count, width))
        {
            using var block = NewDisposeScope();
            var coordinates = Rows.ToTensor(rows, width, start, length).sub_(center).mm(axes); // [B, K]
            Rows.ToArray(coordinates).CopyTo(result, start * k);
            read.Add(length);
        }
        return result;
    }

    private static Tensor MeanOf<T>(T[] rows, int count, int width, ProgressCount read)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var sum = zeros(1, width, dtype: ScalarType.Float64);
        foreach (var (start, length) in Rows.Blocks(count, width))
        {
            using var block = NewDisposeScope();
            sum.Add(Rows.ToTensor(rows, width, start, length).sum(0, keepdim: true));
            read.Add(length);
        }
        return sum.Over(count); // [1, D]
    }

    private static (Tensor Directions, Tensor Variances) FromCovariance<T>(T[] rows, int count, Tensor mean, ProgressCount read)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var width = (int)mean.shape[1];
        var covariance = zeros(width, width, dtype: ScalarType.Float64);
        foreach (var (start, length) in Rows.Blocks(count, width))
        {
            using var block = NewDisposeScope();
            var centred = Rows.ToTensor(rows, width, start, length).sub_(mean);
            for (var column = 0; column < width; column += ColumnStripe)
            {
                using var stripe = NewDisposeScope();
                var columns = Math.Min(ColumnStripe, width - column);
                covariance
                    .narrow(0, column, width - column)
                    .narrow(1, column, columns)
                    .addmm_(centred.narrow(1, column, width - column).t(), centred.narrow(1, column, columns));
            }
            read.Add(length);
        }
        TensorArithmetic.With(count - 1, degrees => covariance.div_(degrees));
        var (values, vectors) = linalg.eigh(covariance); // ascending; vectors in columns
        return (vectors.t().flip(0), values.flip(0));
    }

    private static (Tensor Directions, Tensor Variances) FromSvd<T>(T[] rows, int count, Tensor mean, ProgressCount read)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var centred = Rows.ToTensor(rows, (int)mean.shape[1], 0, count).sub_(mean);
        var (_, singular, directions) = linalg.svd(centred, fullMatrices: false);
        read.Add(count);
        return (directions, singular.Squared().Over(count - 1));
    }

    private static double[] WithSigns<T>(T[] rows, int count, double[] mean, double[] components, ProgressCount read)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var k = components.Length / mean.Length;
        var coordinates = Project(rows, count, mean, components, read);
        var largest = new double[k];
        for (var i = 0; i < coordinates.Length; i++)
            if (Math.Abs(coordinates[i]) > Math.Abs(largest[i % k]) * (1 + SignTie))
                largest[i % k] = coordinates[i];
        for (var i = 0; i < components.Length; i++)
            if (largest[i / mean.Length] < 0)
                components[i] = -components[i];
        return components;
    }
}
