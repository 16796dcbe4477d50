using System.Globalization;
using Glm.Runtime;

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
                    + $"{predictor.AveragePrecision}, where a guess has {result.BaseRate.ToString("0.000", CultureInfo.InvariantCulture)}."
            );
        if (baseline is not null && baseline.Name != result.Predictor)
            sentences.Add($"Strand and distance alone reach {baseline.AveragePrecision}.");
        foreach (var score in result.Scores.Where(score => score is { Kind: OperonScoreKind.Model, Reference: not null }))
            if (score.Name != OperonPredictor.Attention)
                sentences.Add(
                    $"Added to {score.Reference}, gLM "
                        + (
                            score.Gain.Low > 0 ? $"gains {score.Gain}."
                            : score.Gain.High < 0 ? $"loses {score.Gain}: its features are noise here."
                            : $"adds nothing that can be told from 0: {score.Gain}."
                        )
                );
            else if (baseline is not null)
                sentences.Add(
                    $"The attention of gLM alone reaches {score.AveragePrecision}, "
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

    private static string Count(int count, string noun) =>
        $"{count.ToString("N0", CultureInfo.InvariantCulture)} {noun}{(count == 1 ? "" : "s")}";
}
