namespace Glm.Proteins.Homology;

/// <summary>Which hits make an edge of a graph. Immutable.</summary>
public sealed record HomologyGraphOptions
{
    /// <summary>The largest e-value of an edge; above 0.</summary>
    public double MaxEValue { get; init; } = 1e-4;

    /// <summary>
    /// The least share of either protein that the alignment must cover, 0 to 1. Proteins that share one domain of several are not one
    /// family; 0 links them all the same.
    /// </summary>
    public double MinCoverage { get; init; } = 0.4;
}
