using Glm.Analysis.Synteny;

namespace Glm.Analysis.Homologs;

/// <summary>The homologs of one or more proteins among others. Immutable by convention.</summary>
/// <param name="Queries">What was searched for, as they are called. Untrusted text.</param>
/// <param name="Hits">By query, then from the highest bit score down.</param>
/// <param name="Database">What was searched, for display. Untrusted text.</param>
/// <param name="DatabaseProteins">Distinct sequences of it.</param>
/// <param name="DatabaseResidues">Residues of those, which e-values count with.</param>
/// <param name="DatabaseGenomes">Genomes of it; null where unknown.</param>
/// <param name="SearchedBy">The program with version and settings, for example "DIAMOND 2.1.3 --sensitive".</param>
/// <param name="Options">What counted as a hit.</param>
/// <param name="Neighbourhoods">The query's neighbourhood and those of its best hit in each genome; null where gene order is unknown,
/// nothing was found, or there are several queries.</param>
public sealed record HomologSearchResult(
    IReadOnlyList<string> Queries,
    IReadOnlyList<HomologousGene> Hits,
    string Database,
    int DatabaseProteins,
    long DatabaseResidues,
    int? DatabaseGenomes,
    string SearchedBy,
    HomologSearchOptions Options,
    SyntenyMap? Neighbourhoods
)
{
    /// <summary>Number of genomes with a hit; 0 where genomes are unknown.</summary>
    public int GenomesWithHit => Hits.Select(hit => hit.GenomeId).OfType<string>().Distinct(StringComparer.Ordinal).Count();

    /// <summary>Number of queries with a hit.</summary>
    public int QueriesWithHit => Hits.Select(hit => hit.Query).Distinct().Count();
}
