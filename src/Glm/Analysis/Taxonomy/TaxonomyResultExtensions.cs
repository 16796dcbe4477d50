using Microsoft.Data.Analysis;

namespace Glm.Analysis.Taxonomy;

/// <summary>Taxonomy results as tables.</summary>
public static class TaxonomyResultExtensions
{
    /// <summary>
    /// One row per rank, representation and fold, broader ranks first: rank, representation, fold (from 1), accuracy, average_precision.
    /// </summary>
    public static DataFrame ToDataFrame(this TaxonomyResult result)
    {
        var rows = result
            .AllRanks()
            .SelectMany(of =>
                of.Scores.SelectMany(score => Enumerable.Range(0, of.FoldCount).Select(fold => (of.Rank, Score: score, Fold: fold)))
            )
            .ToArray();
        return new DataFrame(
            new StringDataFrameColumn("rank", rows.Select(row => row.Rank.ToString().ToLowerInvariant())),
            new StringDataFrameColumn("representation", rows.Select(row => row.Score.Name)),
            new Int32DataFrameColumn("fold", rows.Select(row => row.Fold + 1)),
            new DoubleDataFrameColumn("accuracy", rows.Select(row => row.Score.AccuracyPerFold[row.Fold])),
            new DoubleDataFrameColumn("average_precision", rows.Select(row => row.Score.AveragePrecisionPerFold[row.Fold]))
        );
    }

    /// <summary>
    /// The confusion matrices as one table, a row per cell, broader ranks first: rank, representation, true, predicted, windows (how
    /// many held-out windows of the one taxon were taken for the other).
    /// </summary>
    public static DataFrame ConfusionToDataFrame(this TaxonomyResult result)
    {
        var rows = result
            .AllRanks()
            .SelectMany(of =>
                of.Scores.SelectMany(score =>
                    of.Classes.SelectMany(
                        (actual, i) =>
                            of.Classes.Select((predicted, j) => (of.Rank, score.Name, actual, predicted, Windows: score.Confusion[i, j]))
                    )
                )
            )
            .ToArray();
        return new DataFrame(
            new StringDataFrameColumn("rank", rows.Select(row => row.Rank.ToString().ToLowerInvariant())),
            new StringDataFrameColumn("representation", rows.Select(row => row.Name)),
            new StringDataFrameColumn("true", rows.Select(row => row.actual)),
            new StringDataFrameColumn("predicted", rows.Select(row => row.predicted)),
            new Int32DataFrameColumn("windows", rows.Select(row => row.Windows))
        );
    }

    /// <summary>The broader ranks, the broadest first, and then this one.</summary>
    internal static IEnumerable<TaxonomyResult> AllRanks(this TaxonomyResult result) => result.Wider.Append(result);
}
