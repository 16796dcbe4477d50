using Microsoft.Data.Analysis;

namespace Glm.Training;

public static class TrainingHistoryExtensions
{
    /// <summary>
    /// One row per step: step, loss, learning_rate, pseudo_accuracy, absolute_accuracy, genes_per_second; triplet_loss of a run with a
    /// function.
    /// </summary>
    public static DataFrame ToDataFrame(this TrainingHistory history)
    {
        var frame = new DataFrame(
            new Int32DataFrameColumn("step", history.Steps.Select(step => step.Step)),
            new DoubleDataFrameColumn("loss", history.Steps.Select(step => step.Loss)),
            new DoubleDataFrameColumn("learning_rate", history.Steps.Select(step => step.LearningRate)),
            new DoubleDataFrameColumn("pseudo_accuracy", history.Steps.Select(step => step.PseudoAccuracy)),
            new DoubleDataFrameColumn("absolute_accuracy", history.Steps.Select(step => step.AbsoluteAccuracy)),
            new DoubleDataFrameColumn("genes_per_second", history.Steps.Select(step => step.GenesPerSecond))
        );
        if (history.Steps.Any(step => !double.IsNaN(step.TripletLoss)))
            frame.Columns.Add(new DoubleDataFrameColumn("triplet_loss", history.Steps.Select(step => step.TripletLoss)));
        return frame;
    }
}
