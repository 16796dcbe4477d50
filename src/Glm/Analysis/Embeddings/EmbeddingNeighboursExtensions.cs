using Microsoft.Data.Analysis;

namespace Glm.Analysis.Embeddings;

/// <summary>Nearest points as tables.</summary>
public static class EmbeddingNeighboursExtensions
{
    /// <summary>
    /// One row per neighbour: rank (from 1), key (the id of the gene, window, scaffold or genome), label, product, window, scaffold,
    /// genome, taxon and distance; null for what it does not have.
    /// </summary>
    public static DataFrame ToDataFrame(this EmbeddingNeighbours neighbours)
    {
        var nearest = neighbours.Nearest;
        return new DataFrame(
            new Int32DataFrameColumn("rank", Enumerable.Range(1, nearest.Count)),
            Text("key", point => point.Key),
            Text("label", point => point.Id),
            Text("product", point => point.Gene?.Product),
            Text("window", point => point.Window?.Id),
            Text("scaffold", point => point.Scaffold?.Id),
            Text("genome", point => point.Genome.Id),
            Text("taxon", point => point.Genome.Lineage?.Narrowest),
            new DoubleDataFrameColumn("distance", nearest.Select(neighbour => neighbour.Distance))
        );

        StringDataFrameColumn Text(string name, Func<EmbeddingPoint, string?> value) =>
            new(name, nearest.Select(neighbour => value(neighbour.Point)));
    }
}
