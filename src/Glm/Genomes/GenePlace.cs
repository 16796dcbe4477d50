namespace Glm.Genomes;

/// <summary>A gene as <see cref="GeneOrder"/> takes it in.</summary>
/// <param name="Protein">Number of its sequence.</param>
/// <param name="Strand">On its scaffold.</param>
/// <param name="Start">First base, 1-based; 0 where unknown.</param>
/// <param name="End">Last base, inclusive; 0 where unknown.</param>
internal readonly record struct GenePlace(int Protein, Strand Strand, int Start = 0, int End = 0);
