namespace Glm.Analysis.Benchmark;

/// <summary>Tasks, each with the scores of all spaces on the same items, folds and resamples. Immutable by convention.</summary>
/// <param name="Source">Where the genes come from. Untrusted text.</param>
/// <param name="Genes">How many genes could be asked for: those with a vector in every space.</param>
/// <param name="LeftOut">Genes that could not, by reason.</param>
/// <param name="Spaces">The vectors that were compared; the first of kind <see cref="BenchmarkSpaceKind.Proteins"/> is what gains are
/// over.</param>
/// <param name="Tasks">Those that the data allow.</param>
/// <param name="Skipped">The others, with what they lack.</param>
/// <param name="Options">How it was made, the seed included.</param>
public sealed record BenchmarkResult(
    string Source,
    int Genes,
    IReadOnlyDictionary<string, int> LeftOut,
    IReadOnlyList<BenchmarkSpace> Spaces,
    IReadOnlyList<BenchmarkTask> Tasks,
    IReadOnlyDictionary<string, string> Skipped,
    BenchmarkOptions Options
)
{
    /// <summary>In words, what may be concluded.</summary>
    public string Conclusion => BenchmarkConclusion.Of(this);
}
