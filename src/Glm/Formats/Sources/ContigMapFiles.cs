namespace Glm.Formats.Sources;

/// <summary>The two files of a contig map. Immutable.</summary>
/// <param name="Map">The order and strands of the genes.</param>
/// <param name="Proteins">The FASTA file of their proteins.</param>
internal sealed record ContigMapFiles(string Map, string Proteins);
