using static TorchSharp.torch;

namespace Glm.Statistics;

/// <summary>Least squares with an L2 penalty on the coefficients, not on the intercept; in closed form, in float64.</summary>
internal static class RidgeRegression
{
    /// <summary>Learns from some rows and predicts others; columns are standardised by the rows that are learned from.</summary>
    /// <param name="known">[n, width] row-major.</param>
    /// <param name="width">Numbers per row.</param>
    /// <param name="values">[n].</param>
    /// <param name="unknown">[m, width] row-major.</param>
    /// <param name="penalty">Weight of the squared coefficients, above 0; scikit-learn's alpha.</param>
    /// <returns>[m].</returns>
    public static double[] FitPredict(float[] known, int width, double[] values, float[] unknown, double penalty = 1)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var moments = ColumnMoments.Of<float>(known, width);
        var mean = values.Average();
        var x = Rows.ToTensor(moments.Standardize<float>(known), width, 0, values.Length); // [n, D]
        var y = Rows.ToTensor(Array.ConvertAll(values, value => value - mean), 1, 0, values.Length); // [n, 1]
        var square = x.t().mm(x); // [D, D]
        square.diagonal().add_(full(width, penalty, dtype: ScalarType.Float64));
        var coefficients = linalg.solve(square, x.t().mm(y)); // [D, 1]
        var other = Rows.ToTensor(moments.Standardize<float>(unknown), width, 0, unknown.Length / width);
        return Array.ConvertAll(Rows.ToArray(other.mm(coefficients)), value => value + mean);
    }
}
