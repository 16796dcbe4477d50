using Microsoft.Data.Analysis;

namespace Glm.Training;

/// <summary>Overviews of runs as tables.</summary>
public static class RunOverviewExtensions
{
    /// <summary>
    /// One row per run: run, finished, steps, seconds, best_loss, best_step, last_loss, pseudo_accuracy and absolute_accuracy of the last
    /// evaluation, calibration_error, and a column for each option in which the runs differ.
    /// </summary>
    public static DataFrame ToDataFrame(this RunOverview overview)
    {
        var runs = overview.Runs;
        return new DataFrame([
            new StringDataFrameColumn("run", runs.Select(run => run.Name)),
            new BooleanDataFrameColumn("finished", runs.Select(run => run.IsFinished)),
            new Int32DataFrameColumn("steps", runs.Select(run => run.Steps.Count)),
            new DoubleDataFrameColumn("seconds", runs.Select(run => run.Seconds)),
            new DoubleDataFrameColumn("best_loss", runs.Select(run => run.Best?.Loss ?? double.NaN)),
            new Int32DataFrameColumn("best_step", runs.Select(run => run.Best?.Step)),
            new DoubleDataFrameColumn("last_loss", runs.Select(run => run.Last?.Loss ?? double.NaN)),
            new DoubleDataFrameColumn("pseudo_accuracy", runs.Select(run => run.Last?.PseudoAccuracy ?? double.NaN)),
            new DoubleDataFrameColumn("absolute_accuracy", runs.Select(run => run.Last?.AbsoluteAccuracy ?? double.NaN)),
            new DoubleDataFrameColumn("calibration_error", runs.Select(run => run.Last?.Calibration?.ExpectedError ?? double.NaN)),
            .. overview.Differences.Select(difference => new StringDataFrameColumn(difference.Option, difference.Values)),
        ]);
    }
}
