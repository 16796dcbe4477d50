namespace Glm.Analysis.Embeddings;

/// <summary>
/// Two maps of the same points side by side, point i of one being point i of the other. Immutable by convention.
/// </summary>
/// <param name="Level">What a point stands for.</param>
/// <param name="Method">The projection, for example "pca".</param>
/// <param name="Ids">A name per point (gene label, window id, genome id). Untrusted text.</param>
/// <param name="Descriptions">What hovering shows per point. Untrusted text.</param>
/// <param name="ColorColumn">What the colours mean, for example "class".</param>
/// <param name="Colors">The colour class of each point; empty where it has none. Untrusted text.</param>
/// <param name="Contextual">From the hidden layer.</param>
/// <param name="ContextFree">From the protein vectors alone.</param>
public sealed record EmbeddingMap(
    EmbeddingLevel Level,
    string Method,
    IReadOnlyList<string> Ids,
    IReadOnlyList<string> Descriptions,
    string ColorColumn,
    IReadOnlyList<string> Colors,
    PlanarProjection Contextual,
    PlanarProjection ContextFree
);
