namespace Glm.Genomes.GeneCalling;

/// <summary>A sequence on which genes are to be called.</summary>
/// <param name="Id">Its name; any string, also an empty one.</param>
/// <param name="Bases">Letters in either case; may be empty.</param>
public readonly record struct Contig(string Id, ReadOnlyMemory<byte> Bases);
