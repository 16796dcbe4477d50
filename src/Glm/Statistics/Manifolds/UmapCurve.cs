namespace Glm.Statistics.Manifolds;

/// <summary>
/// How alike two points are that lie a distance d apart on a map: 1 / (1 + A·d^(2B)), which follows 1 up to the least distance and falls
/// exponentially beyond it.
/// </summary>
internal readonly record struct UmapCurve(double A, double B)
{
    private const int Samples = 300;
    private const int Rounds = 200;

    /// <summary>The least squares fit at 300 distances up to three times the spread, by Levenberg and Marquardt.</summary>
    public static UmapCurve Fit(double minDist, double spread)
    {
        var (x, y) = (new double[Samples], new double[Samples]);
        for (var i = 0; i < Samples; i++)
        {
            x[i] = 3 * spread * i / (Samples - 1);
            y[i] = x[i] < minDist ? 1 : Math.Exp(-(x[i] - minDist) / spread);
        }
        var (a, b, damping) = (1.0, 1.0, 1e-3);
        var error = ErrorOf(a, b, x, y);
        for (var round = 0; round < Rounds; round++)
        {
            var (aa, ab, bb, ga, gb) = (0.0, 0.0, 0.0, 0.0, 0.0);
            for (var i = 1; i < Samples; i++)
            {
                var power = Math.Pow(x[i], 2 * b);
                var value = 1 / (1 + (a * power));
                var (da, db) = (-power * value * value, -2 * a * power * Math.Log(x[i]) * value * value);
                var rest = y[i] - value;
                (aa, ab, bb) = (aa + (da * da), ab + (da * db), bb + (db * db));
                (ga, gb) = (ga + (da * rest), gb + (db * rest));
            }
            var (first, last) = (aa * (1 + damping), bb * (1 + damping));
            var determinant = (first * last) - (ab * ab);
            var (nextA, nextB) = (a + (((last * ga) - (ab * gb)) / determinant), b + (((first * gb) - (ab * ga)) / determinant));
            var nextError = nextA > 0 && nextB > 0 ? ErrorOf(nextA, nextB, x, y) : double.PositiveInfinity;
            if (nextError >= error)
            {
                damping *= 10;
                if (damping > 1e12)
                    break;
                continue;
            }
            (a, b, error, damping) = (nextA, nextB, nextError, damping / 10);
        }
        return new UmapCurve(a, b);
    }

    private static double ErrorOf(double a, double b, double[] x, double[] y)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++)
        {
            var rest = y[i] - (1 / (1 + (a * Math.Pow(x[i], 2 * b))));
            sum += rest * rest;
        }
        return sum;
    }
}
