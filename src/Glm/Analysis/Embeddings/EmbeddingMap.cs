namespace Glm.Analysis.Embeddings;

/// <summary>
/// Two maps of the same points side by side, point i of one being point i of the other. Immutable by convention.
/// </summary>
/// <param name="Level">What a point stands for.</param>
/// <param name="Method">The projection, "pca", "umap" or "tsne".</param>
/// <param name="Ids">A name per point (gene label, or the id of a window, scaffold or genome). Untrusted text.</param>
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
)
{
    /// <summary>The id of each point: of its gene, window, scaffold or genome. Untrusted text.</summary>
    public IReadOnlyList<string> Keys { get; init; } = Ids;

    /// <summary>The number of each point where the colours mean numbers, NaN where it has none; null where they mean classes.</summary>
    public IReadOnlyList<double>? ColorValues { get; init; }

    /// <summary>What the layout depends on, for example "15 neighbours, least distance 0.1, euclidean, seed 0"; empty for none.</summary>
    public string Settings { get; init; } = "";

    /// <summary>Neighbours by which the trust in the map was measured; 0 where it was not.</summary>
    public int TrustNeighbours { get; init; }

    /// <summary>The family whose genes the map has; null where it has all. Untrusted text.</summary>
    public string? Family { get; init; }

    /// <summary>How the family's vectors spread in either space; null unless the map is of one family of at least six genes.</summary>
    public FamilyAxes? FamilyAxes { get; init; }

    /// <summary>Indices of the points that are marked, in ascending order.</summary>
    public IReadOnlyList<int> Selected { get; init; } = [];
}
