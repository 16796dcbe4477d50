using Glm.Genomes;

namespace Glm.Formats.ContigMap;

/// <summary>One gene of a contig map.</summary>
/// <param name="Strand">Its sign in the map.</param>
/// <param name="ProteinId">What stands behind the sign.</param>
public readonly record struct ContigMapGene(Strand Strand, string ProteinId);

/// <summary>One line of a contig map. Immutable by convention.</summary>
/// <param name="ContigId">First column.</param>
/// <param name="Genes">Second column, in order; at least one.</param>
/// <param name="Line">Where it stands in its file, from 1.</param>
public sealed record ContigMapEntry(string ContigId, IReadOnlyList<ContigMapGene> Genes, long Line);
