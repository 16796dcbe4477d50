namespace Glm.Statistics.Manifolds;

/// <summary>Settings of <see cref="Tsne"/>; the defaults are those of scikit-learn. Immutable.</summary>
public sealed record TsneOptions
{
    /// <summary>About how many neighbours count for a point, at least 1 and less than the number of points.</summary>
    public double Perplexity { get; init; } = 30;

    /// <summary>What near means.</summary>
    public VectorMetric Metric { get; init; } = VectorMetric.Euclidean;

    /// <summary>Rounds of optimisation, at least 250, of which the first 250 exaggerate what is near.</summary>
    public int Iterations { get; init; } = 1000;

    /// <summary>The same seed makes the same map.</summary>
    public int Seed { get; init; }
}
