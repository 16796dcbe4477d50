namespace Glm.Genomes.Simulation;

/// <summary>A family of homologous genes.</summary>
/// <param name="Index">Its number, which opens its random streams.</param>
/// <param name="Id">For example "F017".</param>
/// <param name="Name">Gene symbol; null for an uncharacterised family.</param>
/// <param name="Product">The product of its proteins.</param>
/// <param name="Archetype">The superfamily whose sequence its own began with; -1 for none. Families of one archetype resemble each other a
/// little.</param>
internal sealed record GeneFamily(int Index, string Id, string? Name, string Product, int Archetype);

/// <summary>Families that travel together.</summary>
/// <param name="Name">For example "morABCD".</param>
/// <param name="Families">In the order of transcription.</param>
/// <param name="TaxonomicClass">The only class that holds it; null where all may.</param>
internal sealed record OperonPlan(string Name, IReadOnlyList<GeneFamily> Families, int? TaxonomicClass);
