namespace Glm.Analysis.Benchmark;

/// <summary>The form of a task. The first six are DGEB's.</summary>
public enum BenchmarkKind
{
    /// <summary>Whether two genes belong together, by the likeness of their vectors.</summary>
    PairClassification,

    /// <summary>A label, by a logistic regression.</summary>
    Classification,

    /// <summary>Whether clusters of vectors are classes.</summary>
    Clustering,

    /// <summary>Whether the most similar genes of other genomes have the same label.</summary>
    Retrieval,

    /// <summary>Whether the most similar gene is the partner.</summary>
    BigeneMining,

    /// <summary>Whether distances of vectors are evolutionary distances (DGEB's EDS).</summary>
    EvolutionaryDistance,

    /// <summary>Which gene of its window a masked gene is.</summary>
    MaskedGene,
}
