using Glm.Statistics;
using Microsoft.Data.Analysis;

namespace Glm.Analysis.Functions;

/// <summary>What is said of functions as tables.</summary>
public static class FunctionOutputExtensions
{
    /// <summary>
    /// One row per method: method, then f_max, average_precision and coverage, each with _low and _high, threshold, and the gain in
    /// average precision over the nearest known gene with its interval and Holm's p; null where there is none.
    /// </summary>
    public static DataFrame ToDataFrame(this FunctionResult result)
    {
        FunctionComparison? Gain(FunctionScore score) => result.Compare(score.Method, FunctionMethod.Nearest);

        return new DataFrame([
            new StringDataFrameColumn("method", result.Scores.Select(score => score.Name)),
            .. result.Scores.Figure("f_max", score => score.FMax),
            .. result.Scores.Figure("average_precision", score => score.AveragePrecision),
            .. result.Scores.Figure("coverage", score => score.Coverage),
            result.Scores.Number("threshold", score => score.Threshold),
            .. result.Scores.Difference("gain", score => Gain(score)?.AveragePrecision),
            result.Scores.Number("gain_holm_p", score => Gain(score)?.AveragePrecisionP),
        ]);
    }

    /// <summary>One row per label: label, genes, network, nearest and protein (average precision), gain, gain_low, gain_high,
    /// gain_p.</summary>
    public static DataFrame ToClassDataFrame(this FunctionResult result)
    {
        return new DataFrame(
            new StringDataFrameColumn("label", result.Classes.Select(one => one.Name)),
            new Int32DataFrameColumn("genes", result.Classes.Select(one => one.Genes)),
            result.Classes.Number("network", one => one.Network.Value),
            result.Classes.Number("nearest", one => one.Nearest.Value),
            result.Classes.Number("protein", one => one.Protein.Value),
            result.Classes.Number("gain", one => one.Gain.Value),
            result.Classes.Number("gain_low", one => one.Gain.Low),
            result.Classes.Number("gain_high", one => one.Gain.High),
            result.Classes.Number("gain_p", one => one.Gain.PValue)
        );
    }

    /// <summary>
    /// One row per called label: gene, name, product, before and after (names of neighbours, the nearest beside the gene), label,
    /// probability, confidence.
    /// </summary>
    public static DataFrame ToDataFrame(this FunctionPredictions predictions) =>
        new(
            new StringDataFrameColumn("gene", predictions.Called.Select(one => one.Gene)),
            new StringDataFrameColumn("name", predictions.Called.Select(one => one.Name)),
            new StringDataFrameColumn("product", predictions.Called.Select(one => one.Product)),
            new StringDataFrameColumn("before", predictions.Called.Select(one => string.Join("; ", one.Before))),
            new StringDataFrameColumn("after", predictions.Called.Select(one => string.Join("; ", one.After))),
            new StringDataFrameColumn("label", predictions.Called.Select(one => one.Label)),
            new DoubleDataFrameColumn("probability", predictions.Called.Select(one => one.Probability)),
            new DoubleDataFrameColumn("confidence", predictions.Called.Select(one => one.Confidence))
        );
}
