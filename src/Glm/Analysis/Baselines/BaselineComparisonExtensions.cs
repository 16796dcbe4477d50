using Glm.Statistics;
using Glm.Training;
using Microsoft.Data.Analysis;

namespace Glm.Analysis.Baselines;

/// <summary>Comparisons of predictors as tables.</summary>
public static class BaselineComparisonExtensions
{
    /// <summary>A history whose curve has the baselines of a comparison as lines, and its <see cref="GlmPredictor"/> not.</summary>
    /// <param name="history">Of the run on whose held-out windows was compared.</param>
    /// <param name="comparison">By <see cref="BaselineComparer"/>, with the run's options.</param>
    public static TrainingHistory WithBaselines(this TrainingHistory history, BaselineComparison comparison) =>
        history with
        {
            Baselines = [.. comparison.Scores.Where(score => score.Name != GlmPredictor.StandardName)],
        };

    /// <summary>
    /// One row per predictor: predictor; accuracy, pseudo_accuracy, mrr and recall_at_10, squared_error, each with _low and _high;
    /// calibration_error, NaN for predictors that do not say how sure they are; predicted; masked_genes.
    /// </summary>
    public static DataFrame ToDataFrame(this BaselineComparison comparison)
    {
        var scores = comparison.Scores;
        return new DataFrame([
            new StringDataFrameColumn("predictor", scores.Select(score => score.Name)),
            .. Figure("accuracy", score => score.Accuracy),
            .. Figure("pseudo_accuracy", score => score.PseudoAccuracy),
            .. Figure("mrr", score => score.ReciprocalRank),
            .. Figure("recall_at_10", score => score.RecallAt10),
            .. Figure("squared_error", score => score.SquaredError),
            new DoubleDataFrameColumn("calibration_error", scores.Select(score => score.Calibration?.Error.Value ?? double.NaN)),
            new DoubleDataFrameColumn("predicted", scores.Select(score => score.Predicted)),
            new Int32DataFrameColumn("masked_genes", scores.Select(_ => comparison.MaskedGenes)),
        ]);

        DataFrameColumn[] Figure(string name, Func<BaselineScore, Estimate> of) =>
            [
                new DoubleDataFrameColumn(name, scores.Select(score => of(score).Value)),
                new DoubleDataFrameColumn($"{name}_low", scores.Select(score => of(score).Low)),
                new DoubleDataFrameColumn($"{name}_high", scores.Select(score => of(score).High)),
            ];
    }
}
