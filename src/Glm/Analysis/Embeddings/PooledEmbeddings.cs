namespace Glm.Analysis.Embeddings;

/// <summary>One vector per gene, window or genome in either representation. Immutable by convention.</summary>
/// <param name="Level">What a row stands for.</param>
/// <param name="Points">In row order: as their windows come.</param>
/// <param name="ContextualWidth">H.</param>
/// <param name="Contextual">[Points.Count, H] row-major.</param>
/// <param name="ContextFreeWidth">D.</param>
/// <param name="ContextFree">[Points.Count, D] row-major.</param>
public sealed record PooledEmbeddings(
    EmbeddingLevel Level,
    IReadOnlyList<EmbeddingPoint> Points,
    int ContextualWidth,
    float[] Contextual,
    int ContextFreeWidth,
    float[] ContextFree
);
