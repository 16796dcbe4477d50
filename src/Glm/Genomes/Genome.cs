namespace Glm.Genomes;

/// <summary>An organism's genome or a bin: one or more scaffolds, with its lineage where that is known. Immutable.</summary>
/// <param name="Id">Unique within the scaffold set.</param>
/// <param name="Scaffolds">At least one.</param>
/// <param name="Lineage">Null where no taxonomy was given.</param>
public sealed record Genome(string Id, IReadOnlyList<Scaffold> Scaffolds, Lineage? Lineage);
