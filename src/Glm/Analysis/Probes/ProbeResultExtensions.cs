using Glm.Statistics;
using Microsoft.Data.Analysis;

namespace Glm.Analysis.Probes;

/// <summary>Probes as tables.</summary>
public static class ProbeResultExtensions
{
    /// <summary>
    /// One row per representation: representation, layer, average_precision, macro_f1 and accuracy, each with _low and _high, and the gain
    /// in average precision over context-free vectors with its interval and Holm's p; null where there is none.
    /// </summary>
    public static DataFrame ToDataFrame(this ProbeResult result)
    {
        ProbeComparison? ComparisonOf(ProbeScore score) =>
            result.Comparisons.FirstOrDefault(one => one.Representation == score.Representation && one.Layer == score.Layer);

        DoubleDataFrameColumn Column(string name, Func<ProbeScore, double?> value) =>
            new(name, result.Scores.Select(score => value(score) is { } number && !double.IsNaN(number) ? (double?)number : null));

        IEnumerable<DataFrameColumn> Figures(string name, Func<ProbeScore, Estimate> figure) =>
            [
                Column(name, score => figure(score).Value),
                Column(name + "_low", score => figure(score).Low),
                Column(name + "_high", score => figure(score).High),
            ];

        return new DataFrame([
            new StringDataFrameColumn("representation", result.Scores.Select(score => score.Name)),
            new Int32DataFrameColumn("layer", result.Scores.Select(score => score.Layer)),
            .. Figures("average_precision", score => score.AveragePrecision),
            .. Figures("macro_f1", score => score.MacroF1),
            .. Figures("accuracy", score => score.Accuracy),
            Column("gain", score => ComparisonOf(score)?.AveragePrecision.Value),
            Column("gain_low", score => ComparisonOf(score)?.AveragePrecision.Low),
            Column("gain_high", score => ComparisonOf(score)?.AveragePrecision.High),
            Column("gain_holm_p", score => ComparisonOf(score)?.AveragePrecisionP),
        ]);
    }

    /// <summary>One row per class: class, genes, glm and context_free (average precision), gain, gain_low, gain_high, gain_p.</summary>
    public static DataFrame ToClassDataFrame(this ProbeResult result)
    {
        DoubleDataFrameColumn Column(string name, Func<ProbeClass, double> value) =>
            new(name, result.Classes.Select(one => value(one) is var number && double.IsNaN(number) ? (double?)null : number));

        return new DataFrame(
            new StringDataFrameColumn("class", result.Classes.Select(one => one.Name)),
            new Int32DataFrameColumn("genes", result.Classes.Select(one => one.Genes)),
            Column("glm", one => one.Contextual.Value),
            Column("context_free", one => one.ContextFree.Value),
            Column("gain", one => one.Gain.Value),
            Column("gain_low", one => one.Gain.Low),
            Column("gain_high", one => one.Gain.High),
            Column("gain_p", one => one.Gain.PValue)
        );
    }

    /// <summary>One row per gene: gene, fold (from 1); for another program to test on the same folds.</summary>
    public static DataFrame ToFoldDataFrame(this ProbeResult result) =>
        new(
            new StringDataFrameColumn("gene", result.Genes),
            new Int32DataFrameColumn("fold", result.Folds.FoldOf.Select(fold => fold + 1))
        );
}
