using Glm.Statistics.Manifolds;

namespace Glm.Analysis.Embeddings;

/// <summary>Settings of a map. Immutable.</summary>
public sealed record EmbeddingMapOptions
{
    private static readonly UmapOptions StandardUmap = new();
    private static readonly TsneOptions StandardTsne = new();

    /// <summary>What a point stands for.</summary>
    public EmbeddingLevel Level { get; init; } = EmbeddingLevel.Window;

    /// <summary>How points are laid out.</summary>
    public MapMethod Method { get; init; } = MapMethod.Pca;

    /// <summary>As <see cref="UmapOptions.Neighbours"/>.</summary>
    public int Neighbours { get; init; } = StandardUmap.Neighbours;

    /// <summary>As <see cref="UmapOptions.MinDist"/>.</summary>
    public double MinDist { get; init; } = StandardUmap.MinDist;

    /// <summary>As <see cref="TsneOptions.Perplexity"/>.</summary>
    public double Perplexity { get; init; } = StandardTsne.Perplexity;

    /// <summary>What near means to UMAP and t-SNE.</summary>
    public VectorMetric Metric { get; init; } = VectorMetric.Euclidean;

    /// <summary>The same seed makes the same map; principal components need none.</summary>
    public int Seed { get; init; }

    /// <summary>
    /// A protein family, or the name of a gene, in any case: the map has only its genes, and tells how much of their variance each
    /// principal axis has before and after context. Null for all points.
    /// </summary>
    public string? Family { get; init; }

    /// <summary>Points to mark, by <see cref="EmbeddingMap.Keys"/> or labels; null for none.</summary>
    public IReadOnlyList<string>? Select { get; init; }
}
