using Glm.Genomes;
using Microsoft.Data.Analysis;

namespace Glm.Analysis.Neighbourhood;

/// <summary>Conserved neighbours as tables.</summary>
public static class ConservedNeighboursExtensions
{
    /// <summary>
    /// One row per pair: genome, scaffold, position and position_2 (from 1), strand and strand_2 (+ or -), genomes_with_both, genomes,
    /// weighted_genomes, nearest_genome and nearest_taxon, most_distant_genome and most_distant_taxon (the narrowest name of the lineage);
    /// null where no genome has the pair or its lineage is unknown.
    /// </summary>
    public static DataFrame ToDataFrame(this ConservedNeighbours conserved) => Table(conserved, set: null);

    /// <summary>The same with the names of the genes: gene and gene_2, product and product_2.</summary>
    /// <param name="conserved">Of a gene order made of this set.</param>
    /// <param name="set">Where the query's genes come from.</param>
    public static DataFrame ToDataFrame(this ConservedNeighbours conserved, ScaffoldSet set)
    {
        if (set.GeneCount != conserved.Comparison.Query.GeneCount)
            throw new ArgumentException(
                $"The pairs are of {conserved.Comparison.Query.GeneCount} genes, and the set has {set.GeneCount}.",
                nameof(set)
            );
        return Table(conserved, set);
    }

    private static DataFrame Table(ConservedNeighbours conserved, ScaffoldSet? set)
    {
        var (query, reference) = (conserved.Comparison.Query, conserved.Comparison.Reference);
        var genes = set?.Scaffolds.SelectMany(scaffold => scaffold.Genes).ToArray();
        var pairs = Enumerable.Range(0, conserved.Count).ToArray();
        var (first, second, evidence) = (conserved.First, conserved.Second, conserved.Evidence);
        return new DataFrame([
            Text("genome", pair => query.GenomeId(query.GenomeOf(first[pair]))),
            Text("scaffold", pair => query.ScaffoldId(query.ScaffoldOf(first[pair]))),
            Number("position", pair => query.PositionOf(first[pair]) + 1),
            Number("position_2", pair => query.PositionOf(second[pair]) + 1),
            .. genes is null
                ? []
                : new[]
                {
                    Text("gene", pair => genes[first[pair]].Label),
                    Text("gene_2", pair => genes[second[pair]].Label),
                    Text("product", pair => genes[first[pair]].Product),
                    Text("product_2", pair => genes[second[pair]].Product),
                },
            Text("strand", pair => Sign(query.StrandOf(first[pair]))),
            Text("strand_2", pair => Sign(query.StrandOf(second[pair]))),
            Number("genomes_with_both", pair => evidence[pair].GenomesWithBoth),
            Number("genomes", pair => evidence[pair].Genomes),
            new DoubleDataFrameColumn("weighted_genomes", pairs.Select(pair => evidence[pair].WeightedGenomes)),
            Text("nearest_genome", pair => Genome(evidence[pair].Nearest)),
            Text("nearest_taxon", pair => Taxon(evidence[pair].Nearest)),
            Text("most_distant_genome", pair => Genome(evidence[pair].MostDistant)),
            Text("most_distant_taxon", pair => Taxon(evidence[pair].MostDistant)),
        ]);

        string? Genome(int genome) => genome < 0 ? null : reference.GenomeId(genome);

        string? Taxon(int genome) =>
            genome < 0 || reference.LineageOf(genome) is not { } lineage
                ? null
                : Enum.GetValues<TaxonomicRank>().Select(rank => lineage[rank]).LastOrDefault(name => name.Length > 0);

        static string Sign(Strand strand) => strand == Strand.Forward ? "+" : "-";

        StringDataFrameColumn Text(string name, Func<int, string?> value) => new(name, pairs.Select(value));

        Int32DataFrameColumn Number(string name, Func<int, int> value) => new(name, pairs.Select(value));
    }
}
