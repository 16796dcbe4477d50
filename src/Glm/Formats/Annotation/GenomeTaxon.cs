using Glm.Genomes;

namespace Glm.Formats.Annotation;

/// <summary>What is known of the taxon of a genome.</summary>
/// <param name="Lineage">Null if nothing says it.</param>
/// <param name="TaxonId">NCBI's number, as the table or the record writes it; null if neither does.</param>
internal readonly record struct GenomeTaxon(Lineage? Lineage, string? TaxonId);
