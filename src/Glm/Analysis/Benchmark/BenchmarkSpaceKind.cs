namespace Glm.Analysis.Benchmark;

/// <summary>Where the vectors of a benchmark come from.</summary>
public enum BenchmarkSpaceKind
{
    /// <summary>Random numbers: what a task gives for nothing.</summary>
    Random,

    /// <summary>The composition of the sequence alone.</summary>
    Composition,

    /// <summary>Vectors of proteins, which know nothing of neighbours.</summary>
    Proteins,

    /// <summary>A hidden layer of gLM, which sees neighbours.</summary>
    Model,

    /// <summary>No vectors: strand and distance, or the most frequent label.</summary>
    None,
}
