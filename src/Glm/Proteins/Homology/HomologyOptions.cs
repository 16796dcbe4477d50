namespace Glm.Proteins.Homology;

/// <summary>What a homology search looks for. Immutable.</summary>
public sealed record HomologyOptions
{
    /// <summary>Hits with a larger e-value are not reported; above 0. 1e-4 finds families and next to nothing by chance.</summary>
    public double MaxEValue { get; init; } = 1e-4;

    /// <summary>The best hits of each query that are kept, at least 1.</summary>
    public int MaxTargets { get; init; } = 500;

    /// <summary>Threads to compute with, at least 1. They change nothing but the time.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
