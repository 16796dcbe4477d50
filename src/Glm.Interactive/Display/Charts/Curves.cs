namespace Glm.Interactive.Display.Charts;

/// <summary>Curves made smooth.</summary>
internal static class MovingMean
{
    /// <summary>Exponential moving average with bias correction, gaps skipped; the page computes the same for other weights.</summary>
    /// <param name="values">NaN for a gap.</param>
    /// <param name="weight">Of what came before, 0 to below 1.</param>
    public static IEnumerable<double> Of(IEnumerable<double> values, double weight)
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
