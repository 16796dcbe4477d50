namespace Glm.Interactive.Display.Charts;

/// <summary>Long curves made smooth, and short.</summary>
internal static class Curves
{
    /// <summary>The first point, the last, and others evenly between them.</summary>
    /// <param name="points">In their order.</param>
    /// <param name="limit">The most that are kept, at least 2.</param>
    public static IReadOnlyList<T> Thin<T>(IReadOnlyList<T> points, int limit) =>
        points.Count <= limit
            ? points
            : [.. Enumerable.Range(0, limit).Select(i => points[(int)((long)i * (points.Count - 1) / (limit - 1))])];

    /// <summary>Exponential moving average with bias correction, gaps skipped; the page computes the same for other weights.</summary>
    /// <param name="values">NaN for a gap.</param>
    /// <param name="weight">Of what came before, 0 to below 1.</param>
    public static IEnumerable<double> Smooth(IEnumerable<double> values, double weight)
    {
        var (mean, mass) = (0.0, 0.0);
        foreach (var value in values)
        {
            if (double.IsFinite(value))
                (mean, mass) = ((weight * mean) + ((1 - weight) * value), (weight * mass) + 1 - weight);
            yield return mass > 0 ? mean / mass : double.NaN;
        }
    }
}
