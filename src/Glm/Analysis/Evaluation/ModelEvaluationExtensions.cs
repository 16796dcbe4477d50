using Glm.Analysis.Baselines;
using Glm.Training;
using Microsoft.Data.Analysis;

namespace Glm.Analysis.Evaluation;

/// <summary>Evaluations of models as tables.</summary>
public static class ModelEvaluationExtensions
{
    /// <summary>One row per predictor; see <see cref="BaselineComparisonExtensions.ToDataFrame"/>.</summary>
    public static DataFrame ToDataFrame(this ModelEvaluation evaluation) => evaluation.Comparison.ToDataFrame();

    /// <summary>One row per bin: from, to, genes, likelihood; closest and accuracy, each with _low and _high.</summary>
    public static DataFrame ToDataFrame(this CalibrationEstimate calibration)
    {
        var bins = calibration.Bins;
        return new DataFrame(
            new DoubleDataFrameColumn("from", bins.Select(bin => bin.From)),
            new DoubleDataFrameColumn("to", bins.Select(bin => bin.To)),
            new Int32DataFrameColumn("genes", bins.Select(bin => bin.Genes)),
            new DoubleDataFrameColumn("likelihood", bins.Select(bin => bin.Likelihood)),
            new DoubleDataFrameColumn("closest", bins.Select(bin => bin.Closest.Value)),
            new DoubleDataFrameColumn("closest_low", bins.Select(bin => bin.Closest.Low)),
            new DoubleDataFrameColumn("closest_high", bins.Select(bin => bin.Closest.High)),
            new DoubleDataFrameColumn("accuracy", bins.Select(bin => bin.Accuracy.Value)),
            new DoubleDataFrameColumn("accuracy_low", bins.Select(bin => bin.Accuracy.Low)),
            new DoubleDataFrameColumn("accuracy_high", bins.Select(bin => bin.Accuracy.High))
        );
    }
}
