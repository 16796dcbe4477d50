using System.Globalization;
using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Analysis.Functions;

/// <summary>Says in words what the figures of a <see cref="FunctionResult"/> allow to be said.</summary>
internal static class FunctionConclusion
{
    /// <summary>Below, a corrected p counts as telling a difference from 0.</summary>
    private const double Significance = 0.05;

    public static string Of(FunctionResult result)
    {
        var sentences = new List<string>();
        foreach (var method in new[] { FunctionMethod.Network, FunctionMethod.ContextProbe })
            if (result.ScoreOf(method) is { } score)
            {
                sentences.Add(Against(result, score, FunctionMethod.Nearest));
                sentences.Add(Against(result, score, FunctionMethod.ProteinProbe));
                if (Several(result, score) is { } several)
                    sentences.Add(several);
            }
        var (network, frequency) = (result.ScoreOf(FunctionMethod.Network)!, result.ScoreOf(FunctionMethod.Frequency)!);
        if (!(network.FMax.Value > frequency.FMax.Value))
            sentences.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"By Fmax the network does no better than giving every gene the most frequent labels ({network.FMax.Value:0.000} and "
                        + $"{frequency.FMax.Value:0.000})."
                )
            );
        return string.Join(' ', sentences);
    }

    private static string Against(FunctionResult result, FunctionScore score, FunctionMethod baseline)
    {
        var (other, one) = (result.ScoreOf(baseline)!, result.Compare(score.Method, baseline)!);
        var figures = string.Create(
            CultureInfo.InvariantCulture,
            $"macro AUPR {score.AveragePrecision.Value:0.000} against {other.AveragePrecision.Value:0.000}, {one.AveragePrecision}, "
                + $"{P(one.AveragePrecisionP)}; Fmax {score.FMax.Value:0.000} against {other.FMax.Value:0.000}, {one.FMax}, {P(one.FMaxP)}"
        );
        var subject = score.Method == FunctionMethod.Network ? "PlasGO's network" : "The linear probe of gLM";
        var name = LineText.Shown(result.Label, 60);
        var verdict = (Sign(one.AveragePrecision, one.AveragePrecisionP), Sign(one.FMax, one.FMaxP)) switch
        {
            (> 0, > 0) => "is better than",
            (> 0, 0) or (0, > 0) => "is better in one of two figures than",
            (< 0, < 0) => "is worse than",
            (< 0, 0) or (0, < 0) => "is worse in one of two figures than",
            (0, 0) => "cannot be told from",
            _ => "is better in one figure and worse in the other than",
        };
        return $"{subject} {verdict} {Words(baseline)} for '{name}': {figures}.";
    }

    /// <summary>Where asking several genes is better, beating one of them is no merit.</summary>
    private static string? Several(FunctionResult result, FunctionScore score)
    {
        var one = result.Compare(score.Method, FunctionMethod.SeveralNearest)!;
        return Sign(one.AveragePrecision, one.AveragePrecisionP) >= 0
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"The {result.Options.Neighbours} nearest known genes together do better: macro AUPR "
                    + $"{result.ScoreOf(FunctionMethod.SeveralNearest)!.AveragePrecision.Value:0.000}, {one.AveragePrecision}, "
                    + $"{P(one.AveragePrecisionP)}."
            );
    }

    /// <summary>1, -1, or 0 where the difference cannot be told from 0.</summary>
    private static int Sign(PairedDifference difference, double p) =>
        p < Significance && difference.ExcludesZero ? Math.Sign(difference.Value) : 0;

    private static string Words(FunctionMethod baseline) =>
        baseline == FunctionMethod.Nearest ? "transfer from the nearest known gene" : "a linear probe of the protein alone";

    private static string P(double value) =>
        double.IsNaN(value) ? "no p" : "Holm's p = " + value.ToString("0.0##", CultureInfo.InvariantCulture);
}
