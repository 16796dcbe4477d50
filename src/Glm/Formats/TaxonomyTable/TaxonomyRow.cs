using Glm.Genomes;

namespace Glm.Formats.TaxonomyTable;

/// <summary>One row of a taxonomy table. Immutable.</summary>
/// <param name="Scaffold">The scaffold that it describes; null in a table of genomes.</param>
/// <param name="Genome">The genome; null in a table of scaffolds that names none.</param>
/// <param name="Lineage">Null where the row leaves every rank empty.</param>
/// <param name="Line">The line in its file, from 1.</param>
internal sealed record TaxonomyRow(string? Scaffold, string? Genome, Lineage? Lineage, long Line)
{
    /// <summary>NCBI's number of the taxon, as written; null where the table has none.</summary>
    public string? TaxonId { get; init; }

    /// <summary>What the row is about; rows of several files of one genome have the same.</summary>
    public string Key => Scaffold ?? Genome!;
}
