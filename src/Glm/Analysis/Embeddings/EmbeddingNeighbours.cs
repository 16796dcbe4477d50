using Glm.Analysis.Synteny;
using Glm.Statistics.Manifolds;

namespace Glm.Analysis.Embeddings;

/// <summary>The nearest points of one point. Immutable by convention.</summary>
/// <param name="Of">The point that was asked about.</param>
/// <param name="Level">What a point stands for.</param>
/// <param name="Space">Which vectors were compared.</param>
/// <param name="Metric">What near means.</param>
/// <param name="Nearest">The nearest first; of a gene that several windows hold, the nearest reading.</param>
/// <param name="Searched">Points that were compared, the one that was asked about not counted.</param>
/// <param name="Neighbourhoods">The surroundings of a gene and of its nearest ones, below each other; null for anything but genes, and
/// where the proteins are not known.</param>
public sealed record EmbeddingNeighbours(
    EmbeddingPoint Of,
    EmbeddingLevel Level,
    EmbeddingSpace Space,
    VectorMetric Metric,
    IReadOnlyList<EmbeddingNeighbour> Nearest,
    int Searched,
    SyntenyMap? Neighbourhoods
);
