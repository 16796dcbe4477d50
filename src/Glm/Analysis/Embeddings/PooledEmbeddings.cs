namespace Glm.Analysis.Embeddings;

/// <summary>One vector per gene, window, scaffold or genome in either representation. Immutable by convention.</summary>
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
)
{
    /// <summary>The vectors of one of the representations, and their width.</summary>
    internal (float[] Rows, int Width) In(EmbeddingSpace space) =>
        space == EmbeddingSpace.Context ? (Contextual, ContextualWidth) : (ContextFree, ContextFreeWidth);

    /// <summary>Only some of the points.</summary>
    /// <param name="chosen">Their numbers.</param>
    internal PooledEmbeddings Only(IReadOnlyList<int> chosen) =>
        new(
            Level,
            [.. chosen.Select(i => Points[i])],
            ContextualWidth,
            Statistics.Rows.Take(Contextual, ContextualWidth, chosen),
            ContextFreeWidth,
            Statistics.Rows.Take(ContextFree, ContextFreeWidth, chosen)
        );
}
