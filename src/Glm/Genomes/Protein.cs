namespace Glm.Genomes;

/// <summary>An amino-acid sequence with its identifier.</summary>
/// <param name="Id">The FASTA id: the header up to the first space.</param>
/// <param name="Sequence">Upper-case one-letter residues, without a trailing stop "*"; at least one.</param>
/// <param name="Description">The rest of the header; empty where there is none.</param>
public sealed record Protein(string Id, string Sequence, string Description = "");
