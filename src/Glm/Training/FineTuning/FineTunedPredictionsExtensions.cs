using Microsoft.Data.Analysis;

namespace Glm.Training.FineTuning;

/// <summary>Predictions as tables.</summary>
public static class FineTunedPredictionsExtensions
{
    /// <summary>
    /// One row per item: item, genome, predicted, and the probability of every class or label as p(class); for numbers item, genome and
    /// value.
    /// </summary>
    public static DataFrame ToDataFrame(this FineTunedPredictions predictions)
    {
        IEnumerable<double> Column(int k) =>
            Enumerable.Range(0, predictions.Items.Count).Select(i => predictions.Values[(i * predictions.Width) + k]);

        DataFrameColumn[] ids =
        [
            new StringDataFrameColumn("item", predictions.Items),
            new StringDataFrameColumn("genome", predictions.Genomes),
        ];
        return predictions.Model.Kind == TargetKind.Regression
            ? new DataFrame([.. ids, new DoubleDataFrameColumn("value", Column(0))])
            : new DataFrame([
                .. ids,
                new StringDataFrameColumn("predicted", predictions.Predicted),
                .. predictions.Model.Classes.Select((name, k) => new DoubleDataFrameColumn($"p({name})", Column(k))),
            ]);
    }

    /// <summary>One row per genome: genome, genes, far_genes, far_share, unlike.</summary>
    public static DataFrame ToGenomeDataFrame(this FineTunedPredictions predictions) =>
        new(
            new StringDataFrameColumn("genome", predictions.Likeness.Select(one => one.Genome)),
            new Int32DataFrameColumn("genes", predictions.Likeness.Select(one => one.Genes)),
            new Int32DataFrameColumn("far_genes", predictions.Likeness.Select(one => one.FarGenes)),
            new DoubleDataFrameColumn("far_share", predictions.Likeness.Select(one => one.FarShare)),
            new BooleanDataFrameColumn("unlike", predictions.Likeness.Select(one => one.IsUnlike))
        );
}
