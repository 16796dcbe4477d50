using Glm.Statistics;
using Microsoft.Data.Analysis;

namespace Glm.Analysis.Dark;

/// <summary>Dark genes as tables.</summary>
public static class DarkGeneResultExtensions
{
    /// <summary>
    /// One row per dark gene, the surest first: gene, product, genome, scaffold, position (from 1), label, confidence, by_protein,
    /// protein_cosine, nearest, nearest_genome, nearest_cosine, around and known (labels that it has all the same, joined by ";").
    /// </summary>
    public static DataFrame ToDataFrame(this DarkGeneResult result) =>
        new(
            new StringDataFrameColumn("gene", result.Genes.Select(gene => gene.Gene.Id)),
            new StringDataFrameColumn("product", result.Genes.Select(gene => gene.Gene.Product)),
            new StringDataFrameColumn("genome", result.Genes.Select(gene => gene.GenomeId)),
            new StringDataFrameColumn("scaffold", result.Genes.Select(gene => gene.ScaffoldId)),
            new Int32DataFrameColumn("position", result.Genes.Select(gene => gene.Position + 1)),
            new StringDataFrameColumn("label", result.Genes.Select(gene => gene.Label)),
            new DoubleDataFrameColumn("confidence", result.Genes.Select(gene => gene.Confidence)),
            new StringDataFrameColumn("by_protein", result.Genes.Select(gene => gene.ByProtein)),
            new DoubleDataFrameColumn("protein_cosine", result.Genes.Select(gene => gene.ProteinCosine)),
            new StringDataFrameColumn("nearest", result.Genes.Select(gene => gene.Nearest.Count == 0 ? null : gene.Nearest[0].Gene.Id)),
            new StringDataFrameColumn(
                "nearest_genome",
                result.Genes.Select(gene => gene.Nearest.Count == 0 ? null : gene.Nearest[0].GenomeId)
            ),
            new DoubleDataFrameColumn(
                "nearest_cosine",
                result.Genes.Select(gene => gene.Nearest.Count == 0 ? (double?)null : gene.Nearest[0].Cosine)
            ),
            new StringDataFrameColumn("around", result.Genes.Select(gene => gene.Around)),
            new StringDataFrameColumn("known", result.Genes.Select(gene => gene.Known.Count == 0 ? null : string.Join(';', gene.Known)))
        );

    /// <summary>
    /// One row per space: space, divergence and chance (each with _low and _high), p, variance_share, beyond_proteins, beyond_proteins_low
    /// and beyond_proteins_high; null where there is none.
    /// </summary>
    public static DataFrame ToDivergenceDataFrame(this DarkGeneResult result)
    {
        return new DataFrame([
            new StringDataFrameColumn("space", result.Divergences.Select(space => space.Name)),
            .. result.Divergences.Figure("divergence", space => space.Divergence),
            .. result.Divergences.Figure("chance", space => space.Chance),
            result.Divergences.Number("p", space => space.PValue),
            result.Divergences.Number("variance_share", space => space.ShareOfVariance),
            .. result.Divergences.Difference("beyond_proteins", space => space.BeyondProteins),
        ]);
    }

    /// <summary>
    /// One row per way to guess the labels of hidden genes: guess, accuracy and lead (of gLM over it), each with _low and _high; null
    /// where there is none.
    /// </summary>
    public static DataFrame ToScoreDataFrame(this DarkGeneResult result)
    {
        return new DataFrame([
            new StringDataFrameColumn("guess", result.Scores.Select(score => score.Name)),
            .. result.Scores.Figure("accuracy", score => score.Accuracy),
            .. result.Scores.Difference("lead", score => score.Lead),
        ]);
    }
}
