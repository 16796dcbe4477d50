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

        return new DataFrame([
            new StringDataFrameColumn("representation", result.Scores.Select(score => score.Name)),
            new Int32DataFrameColumn("layer", result.Scores.Select(score => score.Layer)),
            .. result.Scores.Figure("average_precision", score => score.AveragePrecision),
            .. result.Scores.Figure("macro_f1", score => score.MacroF1),
            .. result.Scores.Figure("accuracy", score => score.Accuracy),
            .. result.Scores.Difference("gain", score => ComparisonOf(score)?.AveragePrecision),
            result.Scores.Number("gain_holm_p", score => ComparisonOf(score)?.AveragePrecisionP),
        ]);
    }

    /// <summary>One row per class: class, genes, glm and context_free (average precision), gain, gain_low, gain_high, gain_p.</summary>
    public static DataFrame ToClassDataFrame(this ProbeResult result)
    {
        return new DataFrame(
            new StringDataFrameColumn("class", result.Classes.Select(one => one.Name)),
            new Int32DataFrameColumn("genes", result.Classes.Select(one => one.Genes)),
            result.Classes.Number("glm", one => one.Contextual.Value),
            result.Classes.Number("context_free", one => one.ContextFree.Value),
            result.Classes.Number("gain", one => one.Gain.Value),
            result.Classes.Number("gain_low", one => one.Gain.Low),
            result.Classes.Number("gain_high", one => one.Gain.High),
            result.Classes.Number("gain_p", one => one.Gain.PValue)
        );
    }

    /// <summary>One row per gene: gene, fold (from 1); for another program to test on the same folds.</summary>
    public static DataFrame ToFoldDataFrame(this ProbeResult result) =>
        new(
            new StringDataFrameColumn("gene", result.Genes),
            new Int32DataFrameColumn("fold", result.Folds.FoldOf.Select(fold => fold + 1))
        );
}
