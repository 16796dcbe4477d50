namespace Glm.Genomes;

/// <summary>A scaffold as <see cref="GeneOrder"/> takes it in.</summary>
/// <param name="Id">Unique within its genome.</param>
/// <param name="GenomeId">Its genome.</param>
/// <param name="Lineage">Of the genome; null where unknown.</param>
/// <param name="IsCircular">Whether its last gene stands beside its first.</param>
/// <param name="GeneCount">Number of its genes.</param>
internal readonly record struct ScaffoldPlace(string Id, string GenomeId, Lineage? Lineage, bool IsCircular, int GeneCount);
