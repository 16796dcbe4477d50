namespace Glm.Genomes;

/// <summary>A scaffold (contig): protein-coding genes in the order in which they lie on it. Immutable.</summary>
/// <param name="Id">Unique within the scaffold set.</param>
/// <param name="Genes">In order of position; at least one.</param>
/// <param name="GenomeId">The genome that the scaffold belongs to; its own id where nothing else is known.</param>
public sealed record Scaffold(string Id, IReadOnlyList<Gene> Genes, string GenomeId);
