using Glm.Statistics;

namespace Glm.Analysis.Benchmark;

/// <summary>How well one space does in a task. Immutable by convention.</summary>
/// <param name="Space">Which vectors; of kind <see cref="BenchmarkSpaceKind.None"/> where there are none.</param>
/// <param name="Value">The primary metric of the task.</param>
/// <param name="Gain">Over the vectors of proteins that the benchmark is about, on the same resamples; null for those.</param>
/// <param name="Metrics">All metrics of the task by their names in DGEB.</param>
public sealed record BenchmarkScore(
    BenchmarkSpace Space,
    Estimate Value,
    PairedDifference? Gain,
    IReadOnlyDictionary<string, double> Metrics
);
