namespace Glm.Statistics;

/// <summary>
/// A straight line through points of which some lie far off: Huber's M-estimator by iteratively reweighted least squares. A point counts
/// fully up to 1.345 scales from the line and less the farther off it is, so that a tail of outliers does not pull the line to itself; the
/// scale is that of the median absolute residual. Immutable.
/// </summary>
/// <param name="Intercept">At x = 0.</param>
/// <param name="Slope">0 where x does not vary.</param>
/// <param name="Scale">The standard deviation that normal residuals of this median size would have; 0 where the line meets half of the
/// points.</param>
public sealed record RobustLine(double Intercept, double Slope, double Scale)
{
    /// <summary>95% as efficient as least squares where residuals are normal.</summary>
    private const double Corner = 1.345;

    private const double ScaleOfMedian = 1.4826;
    private const int MostRounds = 100;

    /// <summary>Fits a line.</summary>
    /// <param name="x">Finite.</param>
    /// <param name="y">Finite, as many; at least three.</param>
    /// <returns>The line, and the residual of each point from the line of all others: its residual divided by 1 - its leverage.</returns>
    public static (RobustLine Line, double[] LeaveOneOut) Fit(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (x.Length != y.Length || x.Length < 3)
            throw new ArgumentException($"{x.Length} and {y.Length} numbers are not three points or more.", nameof(y));
        var (weights, residuals) = (new double[x.Length], new double[x.Length]);
        Array.Fill(weights, 1);
        var (intercept, slope, scale) = (0d, 0d, 0d);
        var spread = 0d;
        for (var round = 0; round < MostRounds; round++)
        {
            var before = (intercept, slope);
            (intercept, slope) = WeightedLine(x, y, weights);
            for (var i = 0; i < residuals.Length; i++)
                residuals[i] = y[i] - intercept - (slope * x[i]);
            scale = ScaleOfMedian * MedianSize(residuals);
            spread = Math.Max(spread, scale);
            // What lies on the line but for rounding errors has no scale.
            if (scale <= 1e-12 * spread || round > 0 && Near(before.intercept, intercept) && Near(before.slope, slope))
                break;
            for (var i = 0; i < weights.Length; i++)
                weights[i] = Math.Abs(residuals[i]) is var size && size > Corner * scale ? Corner * scale / size : 1;
        }
        return (new RobustLine(intercept, slope, scale), LeaveOneOut(x, residuals, weights));

        bool Near(double a, double b) => Math.Abs(a - b) <= 1e-9 * (Math.Abs(a) + Math.Abs(b) + scale);
    }

    /// <summary>The height of the line.</summary>
    public double At(double x) => Intercept + (Slope * x);

    private static (double Intercept, double Slope) WeightedLine(ReadOnlySpan<double> x, ReadOnlySpan<double> y, double[] weights)
    {
        var (total, meanX, squares) = Moments(x, weights);
        var (meanY, products) = (0d, 0d);
        for (var i = 0; i < x.Length; i++)
            meanY += weights[i] * y[i] / total;
        for (var i = 0; i < x.Length; i++)
            products += weights[i] * (x[i] - meanX) * (y[i] - meanY);
        var slope = squares > 0 ? products / squares : 0;
        return (meanY - (slope * meanX), slope);
    }

    private static double[] LeaveOneOut(ReadOnlySpan<double> x, double[] residuals, double[] weights)
    {
        var (total, mean, squares) = Moments(x, weights);
        var left = new double[residuals.Length];
        for (var i = 0; i < left.Length; i++)
        {
            var leverage = weights[i] * ((1 / total) + (squares > 0 ? (x[i] - mean) * (x[i] - mean) / squares : 0));
            // A point that alone decides the slope lies on any line of its own.
            left[i] = leverage < 1 - 1e-9 ? residuals[i] / (1 - leverage) : 0;
        }
        return left;
    }

    private static (double Total, double Mean, double Squares) Moments(ReadOnlySpan<double> x, double[] weights)
    {
        var (total, mean, squares) = (weights.Sum(), 0d, 0d);
        for (var i = 0; i < x.Length; i++)
            mean += weights[i] * x[i] / total;
        var size = 0d;
        for (var i = 0; i < x.Length; i++)
        {
            squares += weights[i] * (x[i] - mean) * (x[i] - mean);
            size += weights[i] * x[i] * x[i];
        }
        // Equal numbers keep the rounding errors of their mean.
        return (total, mean, squares > 1e-24 * size ? squares : 0);
    }

    private static double MedianSize(double[] residuals)
    {
        var sizes = Array.ConvertAll(residuals, Math.Abs);
        Array.Sort(sizes);
        var middle = sizes.Length / 2;
        return sizes.Length % 2 == 1 ? sizes[middle] : (sizes[middle - 1] + sizes[middle]) / 2;
    }
}
