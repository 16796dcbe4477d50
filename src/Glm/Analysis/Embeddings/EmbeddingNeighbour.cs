namespace Glm.Analysis.Embeddings;

/// <summary>A point that is near another.</summary>
/// <param name="Point">What it stands for.</param>
/// <param name="Distance">From the point that was asked about, 0 or more.</param>
public sealed record EmbeddingNeighbour(EmbeddingPoint Point, double Distance);
