using Glm.Genomes;

namespace Glm.Formats.TaxonomyTable;

/// <summary>One row of a taxonomy table. Immutable.</summary>
/// <param name="Scaffold">The scaffold that it describes; null in a table of genomes.</param>
/// <param name="Genome">The genome; null in a table of scaffolds that names none.</param>
/// <param name="Lineage">Null where the row leaves every rank empty.</param>
/// <param name="Line">The line in its file, from 1.</param>
internal sealed record TaxonomyRow(string? Scaffold, string? Genome, Lineage? Lineage, long Line);
