using Microsoft.Data.Analysis;

namespace Glm.Analysis.Prediction;

/// <summary>Predictions of genes as tables.</summary>
public static class GenePredictionsExtensions
{
    /// <summary>
    /// One row per gene: gene, name, product, scaffold, genome, position, window; surprise (bits), rank, window_credit; of each
    /// prediction p from 1 likelihood_p and similarity_p; nearest, nearest_product, nearest_genome, nearest_taxon and nearest_similarity
    /// of the nearest real protein.
    /// </summary>
    public static DataFrame ToDataFrame(this GenePredictions predictions)
    {
        var genes = predictions.Genes;
        var candidates = genes.Count == 0 ? 0 : genes[0].Likelihoods.Count;
        return new DataFrame([
            Text("gene", gene => gene.Gene.Id),
            Text("name", gene => gene.Gene.Name),
            Text("product", gene => gene.Gene.Product),
            Text("scaffold", gene => gene.ScaffoldId),
            Text("genome", gene => gene.GenomeId),
            new Int32DataFrameColumn("position", genes.Select(gene => gene.Position)),
            Text("window", gene => gene.WindowId),
            Number("surprise", gene => gene.Surprise),
            Number("rank", gene => gene.Rank),
            Number("window_credit", gene => gene.WindowCredit),
            .. Enumerable.Range(0, candidates).Select(p => Number($"likelihood_{p + 1}", gene => gene.Likelihoods[p])),
            .. Enumerable.Range(0, candidates).Select(p => Number($"similarity_{p + 1}", gene => gene.Similarities[p])),
            Text("nearest", gene => First(gene)?.Gene.Id),
            Text("nearest_product", gene => First(gene)?.Gene.Product),
            Text("nearest_genome", gene => First(gene)?.GenomeId),
            Text("nearest_taxon", gene => First(gene)?.Lineage?.ToString()),
            Number("nearest_similarity", gene => First(gene)?.Similarity ?? double.NaN),
        ]);

        static PredictedProtein? First(PredictedGene gene) => gene.Nearest.Count == 0 ? null : gene.Nearest[0];

        DataFrameColumn Text(string name, Func<PredictedGene, string?> of) => new StringDataFrameColumn(name, genes.Select(of));

        DataFrameColumn Number(string name, Func<PredictedGene, double> of) => new DoubleDataFrameColumn(name, genes.Select(of));
    }
}
