using Glm.Training.FineTuning;
using Microsoft.Data.Analysis;

namespace Glm.Analysis.FineTuning;

/// <summary>Results of fine-tuning as tables.</summary>
public static class FineTuningResultExtensions
{
    /// <summary>
    /// One row per representation: representation, each figure by its name with _low and _high, and by how much the fine-tuned model is
    /// better in the first figure (gain, gain_low, gain_high, gain_holm_p); null where there is none.
    /// </summary>
    public static DataFrame ToDataFrame(this FineTuningResult result)
    {
        TuningComparison? ComparisonOf(TuningScore score) =>
            result.Comparisons.FirstOrDefault(one => one.Representation == score.Representation);

        DoubleDataFrameColumn Column(string name, Func<TuningScore, double?> value) =>
            new(name, result.Scores.Select(score => value(score) is { } number && !double.IsNaN(number) ? (double?)number : null));

        return new DataFrame([
            new StringDataFrameColumn("representation", result.Scores.Select(score => score.Name)),
            .. result.Metrics.SelectMany(
                (metric, i) =>
                    new DataFrameColumn[]
                    {
                        Column(metric, score => score.Figures[i].Value),
                        Column(metric + "_low", score => score.Figures[i].Low),
                        Column(metric + "_high", score => score.Figures[i].High),
                    }
            ),
            Column("gain", score => ComparisonOf(score)?.Difference.Value),
            Column("gain_low", score => ComparisonOf(score)?.Difference.Low),
            Column("gain_high", score => ComparisonOf(score)?.Difference.High),
            Column("gain_holm_p", score => ComparisonOf(score)?.P),
        ]);
    }

    /// <summary>
    /// One row per item: item, fold (from 1), and what the fine-tuned model said of it while its fold was held out: p(class) of every
    /// class, or value.
    /// </summary>
    public static DataFrame ToItemDataFrame(this FineTuningResult result)
    {
        var width = result.HeldOut.Length / result.Items.Count;
        return new DataFrame([
            new StringDataFrameColumn("item", result.Items),
            new Int32DataFrameColumn("fold", result.Folds.FoldOf.Select(fold => fold + 1)),
            .. Enumerable
                .Range(0, width)
                .Select(k => new DoubleDataFrameColumn(
                    result.About.Kind == TargetKind.Regression ? "value" : $"p({result.About.Classes[k]})",
                    Enumerable.Range(0, result.Items.Count).Select(i => result.HeldOut[(i * width) + k])
                )),
        ]);
    }
}
