using Microsoft.Data.Analysis;

namespace Glm.Analysis.Homologs;

/// <summary>Homologs as tables.</summary>
public static class HomologSearchResultExtensions
{
    /// <summary>
    /// One row per hit: query, gene, name, product, genome, taxon, lineage (GTDB notation), scaffold, position (from 1), length
    /// (residues), identity, query_coverage and target_coverage (0 to 1), bit_score, e_value, and the first and last aligned residue of
    /// both (from 1). What is unknown is null.
    /// </summary>
    public static DataFrame ToDataFrame(this HomologSearchResult result)
    {
        var hits = result.Hits;
        return new DataFrame(
            Text("query", hit => result.Queries[hit.Query]),
            Text("gene", hit => hit.Gene.Id),
            Text("name", hit => hit.Gene.Name),
            Text("product", hit => hit.Gene.Product),
            Text("genome", hit => hit.GenomeId),
            Text("taxon", hit => hit.Taxon),
            Text("lineage", hit => hit.Lineage?.ToString()),
            Text("scaffold", hit => hit.ScaffoldId),
            Whole("position", hit => hit.Position),
            Whole("length", hit => hit.Length),
            Real("identity", hit => hit.Alignment.Identity),
            Real("query_coverage", hit => hit.QueryCoverage),
            Real("target_coverage", hit => hit.TargetCoverage),
            Real("bit_score", hit => hit.Alignment.BitScore),
            Real("e_value", hit => hit.Alignment.EValue),
            Whole("query_start", hit => hit.Alignment.QueryStart + 1),
            Whole("query_end", hit => hit.Alignment.QueryEnd),
            Whole("target_start", hit => hit.Alignment.TargetStart + 1),
            Whole("target_end", hit => hit.Alignment.TargetEnd)
        );

        StringDataFrameColumn Text(string name, Func<HomologousGene, string?> value) => new(name, hits.Select(value));

        PrimitiveDataFrameColumn<int> Whole(string name, Func<HomologousGene, int?> value) => new(name, hits.Select(value));

        DoubleDataFrameColumn Real(string name, Func<HomologousGene, double> value) => new(name, hits.Select(value));
    }
}
