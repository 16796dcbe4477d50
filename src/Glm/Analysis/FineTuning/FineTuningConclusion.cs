using System.Globalization;
using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Analysis.FineTuning;

/// <summary>Says in words what the figures of a fine-tuning allow to be said.</summary>
internal static class FineTuningConclusion
{
    private const double Significance = 0.05;

    public static string Of(FineTuningResult result)
    {
        var sentences = new List<string>();
        if (result.Folds.Leaks)
            sentences.Add(
                $"The folds leak: {Word(result.Unit)}s stand on both sides of {Word(result.Folds.Grouping)} folds, so every score is "
                    + $"flattered and nothing may be concluded about unseen {Word(result.Unit)}s."
            );
        var name = LineText.Shown(result.About.Label, 60);
        var tuned = result.ScoreOf(TuningRepresentation.FineTuned)!.Figures[0];
        var best = result.BestBaseline;
        var against = result.Comparisons.First(one => one.Representation == best.Representation);
        var figures = string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Metrics[0]} {tuned.Value:0.000} against {best.Figures[0].Value:0.000}, {against.Difference}"
        );
        if (!double.IsNaN(against.P))
            figures += ", Holm's p = " + against.P.ToString("0.0##", CultureInfo.InvariantCulture);
        var isSure = against.P < Significance && against.Difference.ExcludesZero;
        if (double.IsNaN(against.P))
            sentences.Add(
                $"Whether fine-tuning helps with '{name}' cannot be told from one {Word(result.Unit)}: {figures} ({best.Name})."
            );
        else if (!isSure && result.AboveChance.Low <= 0)
            sentences.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The fine-tuned model does not predict '{name}' better than chance ({result.Chance.Value:0.000}): {figures} "
                        + $"({best.Name})."
                )
            );
        else if (!isSure)
            sentences.Add(
                $"Fine-tuning gains nothing for '{name}' that can be told from 0 over its best baseline, {best.Name}: {figures}."
            );
        else if (against.Difference.Value > 0)
            sentences.Add($"Fine-tuning predicts '{name}' better than its best baseline, {best.Name}: {figures}.");
        else
            sentences.Add($"Fine-tuning loses: it predicts '{name}' worse than {best.Name}: {figures}. Use that instead.");
        if (best.Representation != TuningRepresentation.Frozen)
        {
            var frozen = result.Comparisons.First(one => one.Representation == TuningRepresentation.Frozen);
            sentences.Add($"Against the same model frozen it is {frozen.Difference}.");
        }
        return string.Join(' ', sentences);
    }

    private static string Word(FoldGrouping grouping) => grouping.ToString().ToLowerInvariant();
}
