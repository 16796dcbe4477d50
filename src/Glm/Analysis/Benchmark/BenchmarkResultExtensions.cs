using Microsoft.Data.Analysis;

namespace Glm.Analysis.Benchmark;

/// <summary>Benchmarks as tables.</summary>
public static class BenchmarkResultExtensions
{
    /// <summary>
    /// One row per task and space: task, kind, vectors, layer, metric, value, low, high, gain, gain_low, gain_high (over the protein
    /// vectors; null for those).
    /// </summary>
    public static DataFrame ToDataFrame(this BenchmarkResult result)
    {
        (BenchmarkTask Task, BenchmarkScore Score)[] rows =
        [
            .. result.Tasks.SelectMany(task => task.Scores.Select(score => (task, score))),
        ];
        return new DataFrame(
            new StringDataFrameColumn("task", rows.Select(row => row.Task.Id)),
            new StringDataFrameColumn("kind", rows.Select(row => row.Task.Kind.ToString())),
            new StringDataFrameColumn("vectors", rows.Select(row => row.Score.Space.Name)),
            new Int32DataFrameColumn("layer", rows.Select(row => row.Score.Space.Layer)),
            new StringDataFrameColumn("metric", rows.Select(row => row.Task.Metric)),
            Column("value", row => row.Score.Value.Value),
            Column("low", row => row.Score.Value.Low),
            Column("high", row => row.Score.Value.High),
            Column("gain", row => row.Score.Gain?.Value),
            Column("gain_low", row => row.Score.Gain?.Low),
            Column("gain_high", row => row.Score.Gain?.High)
        );

        DoubleDataFrameColumn Column(string name, Func<(BenchmarkTask Task, BenchmarkScore Score), double?> value) =>
            new(name, rows.Select(row => value(row) is { } number && !double.IsNaN(number) ? (double?)number : null));
    }
}
