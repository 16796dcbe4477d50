namespace Glm.Genomes.GeneCalling;

/// <summary>A protein-coding gene as a gene caller found it. Immutable.</summary>
/// <param name="Id">The contig's id, an underscore, and the gene's number on the contig from 1.</param>
/// <param name="Contig">The id of the contig it lies on.</param>
/// <param name="Start">First base, 1-based.</param>
/// <param name="End">Last base, inclusive.</param>
/// <param name="Strand">The strand it is read from.</param>
/// <param name="Partial">The ends that lie beyond the contig.</param>
/// <param name="Protein">The caller's own translation, in upper case, without the stop.</param>
public sealed record CalledGene(string Id, string Contig, int Start, int End, Strand Strand, PartialEnds Partial, string Protein);
