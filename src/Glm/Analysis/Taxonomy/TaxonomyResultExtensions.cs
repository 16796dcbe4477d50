using Microsoft.Data.Analysis;

namespace Glm.Analysis.Taxonomy;

/// <summary>Taxonomy results as tables.</summary>
public static class TaxonomyResultExtensions
{
    /// <summary>One row per representation and fold: representation, fold (from 1), accuracy, average_precision.</summary>
    public static DataFrame ToDataFrame(this TaxonomyResult result)
    {
        var rows = result
            .Scores.SelectMany(score => Enumerable.Range(0, result.Folds).Select(fold => (Score: score, Fold: fold)))
            .ToArray();
        return new DataFrame(
            new StringDataFrameColumn("representation", rows.Select(row => row.Score.Name)),
            new Int32DataFrameColumn("fold", rows.Select(row => row.Fold + 1)),
            new DoubleDataFrameColumn("accuracy", rows.Select(row => row.Score.AccuracyPerFold[row.Fold])),
            new DoubleDataFrameColumn("average_precision", rows.Select(row => row.Score.AveragePrecisionPerFold[row.Fold]))
        );
    }
}
