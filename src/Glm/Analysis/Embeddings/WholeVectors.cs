namespace Glm.Analysis.Embeddings;

/// <summary>
/// Contextual vectors of windows, scaffolds and genomes that a model made of them as wholes. Immutable by convention.
/// </summary>
/// <param name="Windows">[windows, H] row-major, in the order of the windows.</param>
/// <param name="Scaffolds">[scaffolds, H] in the order in which the windows name them first.</param>
/// <param name="Genomes">[genomes, H] likewise.</param>
public sealed record WholeVectors(float[] Windows, float[] Scaffolds, float[] Genomes);
