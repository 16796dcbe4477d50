using System.Globalization;
using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Analysis.Operons;

/// <summary>What may be concluded from operon scores, in words.</summary>
internal static class OperonConclusion
{
    public static string Of(OperonResult result)
    {
        var predicted = result.Operons.Where(operon => operon.Genes.Count > 1).ToArray();
        var found =
            $"{Count(predicted.Length, "operon")} of {Count(predicted.Sum(operon => operon.Genes.Count), "gene")} predicted by "
            + $"{LineText.Shown(result.Predictor, 100)}.";
        if (result.Folds is not { } folds)
            return $"{found} No operon of these genomes is known, so that nothing is known of how often this is right.";
        var baseline = result.Find(OperonAnalysis.DistanceBaseline);
        var sentences = new List<string> { found };
        if (result.Find(result.Predictor) is { } predictor)
            sentences.Add(
                $"On labelled pairs{(result.Fitted is null ? "" : " that were held out")} its average precision is "
                    + $"{Interval(predictor.AveragePrecision)}, where a guess has {Figure(result.BaseRate)}."
            );
        if (baseline is not null && baseline.Name != result.Predictor)
            sentences.Add($"Strand and distance alone reach {Interval(baseline.AveragePrecision)}.");
        foreach (var score in result.Scores.Where(score => score is { Kind: OperonScoreKind.Model, Reference: not null }))
            if (score.Name != OperonPredictor.Attention)
                sentences.Add(
                    $"Added to {score.Reference}, gLM "
                        + (
                            score.Gain.Low > 0 ? $"gains {Gain(score.Gain)}."
                            : score.Gain.High < 0 ? $"loses {Gain(score.Gain)}: its features are noise here."
                            : $"adds nothing that can be told from 0: {Gain(score.Gain)}."
                        )
                );
            else if (baseline is not null)
                sentences.Add(
                    $"The attention of gLM alone reaches {Interval(score.AveragePrecision)}, "
                        + (
                            score.Gain.High < 0 ? "below strand and distance."
                            : score.Gain.Low > 0 ? "above strand and distance."
                            : "like strand and distance."
                        )
                );
        if (folds.Leaks)
            sentences.Add(
                "These folds leak: genes of one operon are trained on and tested, which flatters whatever learns. Group folds by operon."
            );
        return string.Join(' ', sentences);
    }

    internal static string Figure(double value) => double.IsNaN(value) ? "–" : value.ToString("0.000", CultureInfo.InvariantCulture);

    internal static string Interval(Estimate figure) =>
        double.IsNaN(figure.Low) ? Figure(figure.Value) : $"{Figure(figure.Value)} [{Figure(figure.Low)}, {Figure(figure.High)}]";

    internal static string Gain(PairedDifference gain) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{gain.Value:+0.000;-0.000;0.000} [{gain.Low:+0.000;-0.000;0.000}, {gain.High:+0.000;-0.000;0.000}]"
        );

    private static string Count(int count, string noun) =>
        $"{count.ToString("N0", CultureInfo.InvariantCulture)} {noun}{(count == 1 ? "" : "s")}";
}
