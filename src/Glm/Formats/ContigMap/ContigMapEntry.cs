namespace Glm.Formats.ContigMap;

/// <summary>One line of a contig map. Immutable by convention.</summary>
/// <param name="ContigId">First column.</param>
/// <param name="Genes">Second column, in order; at least one.</param>
/// <param name="Line">The line in its file, from 1.</param>
internal sealed record ContigMapEntry(string ContigId, IReadOnlyList<ContigMapGene> Genes, long Line);
