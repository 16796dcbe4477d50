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
        DoubleDataFrameColumn Column(string name, Func<FunctionScore, double?> value) =>
            new(name, result.Scores.Select(score => value(score) is { } number && !double.IsNaN(number) ? (double?)number : null));

        IEnumerable<DataFrameColumn> Figures(string name, Func<FunctionScore, Estimate> figure) =>
            [
                Column(name, score => figure(score).Value),
                Column(name + "_low", score => figure(score).Low),
                Column(name + "_high", score => figure(score).High),
            ];

        FunctionComparison? Gain(FunctionScore score) => result.Compare(score.Method, FunctionMethod.Nearest);

        return new DataFrame([
            new StringDataFrameColumn("method", result.Scores.Select(score => score.Name)),
            .. Figures("f_max", score => score.FMax),
            .. Figures("average_precision", score => score.AveragePrecision),
            .. Figures("coverage", score => score.Coverage),
            Column("threshold", score => score.Threshold),
            Column("gain", score => Gain(score)?.AveragePrecision.Value),
            Column("gain_low", score => Gain(score)?.AveragePrecision.Low),
            Column("gain_high", score => Gain(score)?.AveragePrecision.High),
            Column("gain_holm_p", score => Gain(score)?.AveragePrecisionP),
        ]);
    }

    /// <summary>One row per label: label, genes, network, nearest and protein (average precision), gain, gain_low, gain_high,
    /// gain_p.</summary>
    public static DataFrame ToClassDataFrame(this FunctionResult result)
    {
        DoubleDataFrameColumn Column(string name, Func<FunctionClass, double> value) =>
            new(name, result.Classes.Select(one => value(one) is var number && double.IsNaN(number) ? (double?)null : number));

        return new DataFrame(
            new StringDataFrameColumn("label", result.Classes.Select(one => one.Name)),
            new Int32DataFrameColumn("genes", result.Classes.Select(one => one.Genes)),
            Column("network", one => one.Network.Value),
            Column("nearest", one => one.Nearest.Value),
            Column("protein", one => one.Protein.Value),
            Column("gain", one => one.Gain.Value),
            Column("gain_low", one => one.Gain.Low),
            Column("gain_high", one => one.Gain.High),
            Column("gain_p", one => one.Gain.PValue)
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
