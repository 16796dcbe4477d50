using Glm.Genomes;
using Glm.Proteins.Homology;

namespace Glm.Analysis.Homologs;

/// <summary>A gene whose protein is homologous to a query. Immutable.</summary>
/// <param name="Query">The query's number, from 0.</param>
/// <param name="Gene">The gene. Its text is untrusted.</param>
/// <param name="GenomeId">Its genome; null where unknown.</param>
/// <param name="ScaffoldId">Its scaffold; null where unknown.</param>
/// <param name="Position">Its place on the scaffold, from 1; null where unknown.</param>
/// <param name="Lineage">Of its genome; null where unknown.</param>
/// <param name="Length">Residues of its protein.</param>
/// <param name="Alignment">How the two proteins align.</param>
/// <param name="QueryCoverage">Share of the query's residues within the alignment, 0 to 1.</param>
/// <param name="TargetCoverage">Share of this protein's residues within the alignment, 0 to 1.</param>
public sealed record HomologousGene(
    int Query,
    Gene Gene,
    string? GenomeId,
    string? ScaffoldId,
    int? Position,
    Lineage? Lineage,
    int Length,
    HomologyHit Alignment,
    double QueryCoverage,
    double TargetCoverage
)
{
    /// <summary>The narrowest known name of the lineage, such as the species; null where none is known.</summary>
    public string? Taxon => Lineage?.Narrowest;
}
