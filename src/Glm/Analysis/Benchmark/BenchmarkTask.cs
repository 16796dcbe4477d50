namespace Glm.Analysis.Benchmark;

/// <summary>One task of a benchmark with the score of every space. Immutable by convention.</summary>
/// <param name="Id">Such as "operonic_pair".</param>
/// <param name="Name">As it is shown. Untrusted text.</param>
/// <param name="Description">What is asked, in a sentence.</param>
/// <param name="Kind">Its form.</param>
/// <param name="Metric">The name of the primary metric in <see cref="BenchmarkScore.Metrics"/>.</param>
/// <param name="Items">What is asked of how many, such as "4,314 pairs of neighbours".</param>
/// <param name="Unit">What intervals are drawn over, such as "1,743 operons".</param>
/// <param name="Scores">Baselines first.</param>
/// <param name="Notes">What has to be known to read the figures, a sentence each.</param>
public sealed record BenchmarkTask(
    string Id,
    string Name,
    string Description,
    BenchmarkKind Kind,
    string Metric,
    string Items,
    string Unit,
    IReadOnlyList<BenchmarkScore> Scores,
    IReadOnlyList<string> Notes
);
