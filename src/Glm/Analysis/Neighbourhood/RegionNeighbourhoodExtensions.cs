using Glm.Genomes;
using Microsoft.Data.Analysis;

namespace Glm.Analysis.Neighbourhood;

/// <summary>Neighbourhoods of regions as tables.</summary>
public static class RegionNeighbourhoodExtensions
{
    /// <summary>
    /// One row per gene: scaffold, position (from 1), gene, name, product, strand; of the gene and the next one, genomes_with_both,
    /// genomes, weighted_genomes, nearest_genome, nearest_taxon, most_distant_genome and most_distant_taxon; and what the neighbours
    /// predict, predicted, predicted_share (0 to 1), predicted_genomes, predicted_weighted_genomes and predicted_is_homolog. Null for the
    /// last gene's pair and for what is unknown.
    /// </summary>
    public static DataFrame ToDataFrame(this RegionNeighbourhood neighbourhood)
    {
        var region = neighbourhood.Region;
        Gene[] genes = [.. region.Genes];
        NeighbourPair? Pair(int i) => i < neighbourhood.Pairs.Count ? neighbourhood.Pairs[i] : null;
        NeighbourPrediction? Vote(int i) => neighbourhood.Predictions[i];
        return new DataFrame(
            Text("scaffold", _ => region.Scaffold.Id),
            Whole("position", i => region.Start + i + 1),
            Text("gene", i => genes[i].Id),
            Text("name", i => genes[i].Name),
            Text("product", i => genes[i].Product),
            Text("strand", i => genes[i].Strand == Strand.Forward ? "+" : "-"),
            Whole("genomes_with_both", i => Pair(i)?.GenomesWithBoth),
            Whole("genomes", i => Pair(i)?.Genomes),
            Real("weighted_genomes", i => Pair(i)?.WeightedGenomes),
            Text("nearest_genome", i => Pair(i)?.NearestGenome),
            Text("nearest_taxon", i => Pair(i)?.NearestTaxon),
            Text("most_distant_genome", i => Pair(i)?.MostDistantGenome),
            Text("most_distant_taxon", i => Pair(i)?.MostDistantTaxon),
            Text("predicted", i => Vote(i)?.Product),
            Real("predicted_share", i => Vote(i)?.Share),
            Whole("predicted_genomes", i => Vote(i)?.Genomes),
            Real("predicted_weighted_genomes", i => Vote(i)?.WeightedGenomes),
            new BooleanDataFrameColumn("predicted_is_homolog", Enumerable.Range(0, genes.Length).Select(i => Vote(i)?.IsHomolog))
        );

        StringDataFrameColumn Text(string name, Func<int, string?> value) => new(name, Enumerable.Range(0, genes.Length).Select(value));

        PrimitiveDataFrameColumn<int> Whole(string name, Func<int, int?> value) =>
            new(name, Enumerable.Range(0, genes.Length).Select(value));

        PrimitiveDataFrameColumn<double> Real(string name, Func<int, double?> value) =>
            new(name, Enumerable.Range(0, genes.Length).Select(value));
    }
}
