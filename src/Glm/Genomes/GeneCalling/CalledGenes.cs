namespace Glm.Genomes.GeneCalling;

/// <summary>What one run of a gene caller found. Immutable by convention.</summary>
/// <param name="Genes">In the order of the contigs, and on each contig by their first base.</param>
/// <param name="Caller">Name and version of the program, for example "Prodigal V2.6.3".</param>
/// <param name="Mode"><see cref="CallingMode.Single"/> or <see cref="CallingMode.Meta"/>.</param>
public sealed record CalledGenes(IReadOnlyList<CalledGene> Genes, string Caller, CallingMode Mode);
