using Microsoft.Data.Analysis;

namespace Glm.Analysis.Taxonomy;

/// <summary>Assignments of taxa as tables.</summary>
public static class TaxonomyAssignmentsExtensions
{
    /// <summary>
    /// One row per scaffold: scaffold, genome, windows, genes, verdict (assigned, or unlike anything known), taxon, confidence, distance,
    /// known_share, nearest_genome, nearest_taxon, stated_taxon (what the scaffold's own lineage says; empty for nothing), and a column
    /// with the probability of every known taxon.
    /// </summary>
    public static DataFrame ToDataFrame(this TaxonomyAssignments result)
    {
        var (rows, rank) = (result.Scaffolds, result.Options.Rank);
        List<DataFrameColumn> columns =
        [
            new StringDataFrameColumn("scaffold", rows.Select(row => row.Scaffold.Id)),
            new StringDataFrameColumn("genome", rows.Select(row => row.Genome.Id)),
            new Int32DataFrameColumn("windows", rows.Select(row => row.Windows)),
            new Int32DataFrameColumn("genes", rows.Select(row => row.Genes)),
            new StringDataFrameColumn("verdict", rows.Select(row => row.IsUnlike ? "unlike anything known" : "assigned")),
            new StringDataFrameColumn("taxon", rows.Select(row => row.Taxon)),
            new DoubleDataFrameColumn("confidence", rows.Select(row => row.Confidence)),
            new DoubleDataFrameColumn("distance", rows.Select(row => row.Distance)),
            new DoubleDataFrameColumn("known_share", rows.Select(row => row.KnownShare)),
            new StringDataFrameColumn("nearest_genome", rows.Select(row => row.Nearest.Id)),
            new StringDataFrameColumn("nearest_taxon", rows.Select(row => row.Nearest.Lineage?[rank] ?? "")),
            new StringDataFrameColumn("stated_taxon", rows.Select(row => row.Genome.Lineage?[rank] ?? "")),
        ];
        for (var i = 0; i < result.Classes.Count; i++)
        {
            var k = i;
            columns.Add(new DoubleDataFrameColumn($"probability {result.Classes[k]}", rows.Select(row => row.Probabilities[k])));
        }
        return new DataFrame(columns);
    }
}
