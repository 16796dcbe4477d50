namespace Glm.Statistics.Manifolds;

/// <summary>Settings of <see cref="Umap"/>; the defaults are those of umap-learn. Immutable.</summary>
public sealed record UmapOptions
{
    /// <summary>
    /// Points that make up the neighbourhood of a point, itself included, 2 to one less than there are points. Few show fine structure,
    /// many show how groups lie to each other.
    /// </summary>
    public int Neighbours { get; init; } = 15;

    /// <summary>How close neighbours may lie on the map, 0 to <see cref="Spread"/>: the smaller, the tighter the groups.</summary>
    public double MinDist { get; init; } = 0.1;

    /// <summary>The scale of the map, above 0.</summary>
    public double Spread { get; init; } = 1;

    /// <summary>What near means.</summary>
    public VectorMetric Metric { get; init; } = VectorMetric.Euclidean;

    /// <summary>Rounds of optimisation; null for 500, or 200 of more than 10,000 points.</summary>
    public int? Epochs { get; init; }

    /// <summary>The same seed makes the same map.</summary>
    public int Seed { get; init; }
}
