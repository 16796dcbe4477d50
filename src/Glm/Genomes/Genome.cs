namespace Glm.Genomes;

/// <summary>The genome of an organism, or a bin: one or more scaffolds, with the lineage if it is known. Immutable.</summary>
/// <param name="Id">Unique within the scaffold set.</param>
/// <param name="Scaffolds">At least one.</param>
/// <param name="Lineage">Null where no taxonomy was given.</param>
public sealed record Genome(string Id, IReadOnlyList<Scaffold> Scaffolds, Lineage? Lineage);
