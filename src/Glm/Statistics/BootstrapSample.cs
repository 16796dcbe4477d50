namespace Glm.Statistics;

/// <summary>
/// A figure of some items and the same figure of every resample. Samples that were drawn with the same groups and seed belong together,
/// resample by resample, so that their difference can be taken. Immutable by convention.
/// </summary>
/// <param name="Value">Of the items themselves; NaN where there is none.</param>
/// <param name="Resampled">[resamples]: NaN where a resample had none; empty where fewer than two groups were there to draw from.</param>
public sealed record BootstrapSample(double Value, double[] Resampled)
{
    /// <summary>The 95% percentile interval; its ends are NaN where nothing is known of how the groups vary.</summary>
    public Estimate ToEstimate()
    {
        var figures = GroupBootstrap.Sorted(Resampled);
        return new Estimate(Value, GroupBootstrap.Low(figures), GroupBootstrap.High(figures));
    }

    /// <summary>How much larger this figure is than another of the same items.</summary>
    /// <param name="other">Drawn with the same groups and seed.</param>
    public PairedDifference Minus(BootstrapSample other)
    {
        if (Resampled.Length != other.Resampled.Length)
            throw new ArgumentException(
                $"{Resampled.Length} and {other.Resampled.Length} resamples do not belong together.",
                nameof(other)
            );
        var differences = new double[Resampled.Length];
        for (var i = 0; i < differences.Length; i++)
            differences[i] = Resampled[i] - other.Resampled[i];
        var figures = GroupBootstrap.Sorted(differences);
        // One is added to either side: the observed sample is itself one of those that might have been drawn.
        var (below, above) = (figures.Count(figure => figure <= 0) + 1, figures.Count(figure => figure >= 0) + 1);
        return new PairedDifference(
            Value - other.Value,
            GroupBootstrap.Low(figures),
            GroupBootstrap.High(figures),
            figures.Length == 0 ? double.NaN : Math.Min(1, 2d * Math.Min(below, above) / (figures.Length + 1))
        );
    }
}
