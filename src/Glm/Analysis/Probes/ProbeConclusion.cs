using System.Globalization;
using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Analysis.Probes;

/// <summary>Says in words what a probe's figures allow to be said.</summary>
internal static class ProbeConclusion
{
    /// <summary>Below, a corrected p counts as telling a difference from 0.</summary>
    private const double Significance = 0.05;

    public static string Of(ProbeResult result)
    {
        var sentences = new List<string>();
        if (result.Folds.Leaks)
            sentences.Add(
                $"The folds leak: {Word(result.Unit)}s stand on both sides of {Word(result.Folds.Grouping)} folds, so every score is "
                    + $"flattered and nothing may be concluded about unseen {Word(result.Unit)}s."
            );
        sentences.Add(Gain(result));
        if (result.Comparisons.Count(one => one.Representation == ProbeRepresentation.Contextual) > 1)
            sentences.Add(Sweep(result));
        if (Context(result) is { } context)
            sentences.Add(context);
        if (Table(result) is { } table)
            sentences.Add(table);
        return string.Join(' ', sentences);
    }

    private static string Gain(ProbeResult result)
    {
        var (with, without) = (result.ScoreOf(ProbeRepresentation.Contextual)!, result.ScoreOf(ProbeRepresentation.ContextFree)!);
        var comparison = result.Comparisons.First(one =>
            one.Representation == ProbeRepresentation.Contextual && one.Layer == result.Layer
        );
        var figures = string.Create(
            CultureInfo.InvariantCulture,
            $"macro AP {with.AveragePrecision.Value:0.000} against {without.AveragePrecision.Value:0.000}, "
                + $"{Signed(comparison.AveragePrecision.Value)}"
        );
        var name = LineText.Shown(result.Label, 60);
        if (double.IsNaN(comparison.AveragePrecisionP))
            return $"Whether gLM adds to context-free vectors for '{name}' cannot be told from one {Word(result.Unit)}: {figures}.";
        figures +=
            $" [{Signed(comparison.AveragePrecision.Low)}, {Signed(comparison.AveragePrecision.High)}], Holm's p = "
            + P(comparison.AveragePrecisionP);
        if (!Sure(comparison) && with.AboveChance.Low <= 0 && without.AboveChance.Low <= 0)
            return string.Create(
                CultureInfo.InvariantCulture,
                $"Neither gLM nor context-free vectors predict '{name}' better than chance ({result.Chance.Value:0.000}): {figures}."
            );
        return !Sure(comparison) ? $"gLM adds nothing that can be told from 0 over context-free vectors for '{name}': {figures}."
            : comparison.AveragePrecision.Value > 0 ? $"gLM adds to context-free vectors for '{name}': {figures}."
            : $"gLM predicts '{name}' worse than context-free vectors: {figures}.";
    }

    private static string Sweep(ProbeResult result)
    {
        var layers = result.Comparisons.Where(one => one.Representation == ProbeRepresentation.Contextual).ToArray();
        var ahead = layers.Where(one => Sure(one) && one.AveragePrecision.Value > 0).ToArray();
        if (ahead.Length == 0)
            return $"None of the {layers.Length} layers is ahead of context-free vectors after correction.";
        var best = ahead.MaxBy(one => one.AveragePrecision.Value)!;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{ahead.Length} of {layers.Length} layers {(ahead.Length == 1 ? "is" : "are")} ahead after correction, layer {best.Layer} by "
                + $"most ({Signed(best.AveragePrecision.Value)})."
        );
    }

    private static string? Context(ProbeResult result)
    {
        if (result.ScoreOf(ProbeRepresentation.ContextOnly) is not { } alone || double.IsNaN(alone.AboveChance.Low))
            return null;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"The neighbours alone, with the gene masked, {(alone.AboveChance.Low > 0 ? "predict" : "do not predict")} it better than "
                + $"chance ({alone.AveragePrecision.Value:0.000} against {result.Chance.Value:0.000}, "
                + $"{alone.AboveChance})."
        );
    }

    /// <summary>Where looking up the most similar known protein is enough, no layer deserves credit.</summary>
    private static string? Table(ProbeResult result)
    {
        var (looked, read) = (
            result.ScoreOf(ProbeRepresentation.NearestNeighbour)!.AveragePrecision,
            result.ScoreOf(ProbeRepresentation.Contextual)!.AveragePrecision
        );
        var isByCluster = result.Folds.Grouping == FoldGrouping.Cluster;
        return looked.Low > read.High
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"Looking up the most similar known protein, without learning, predicts it better than gLM ({looked.Value:0.000})"
                    + $"{(isByCluster ? "" : ": hold out clusters to ask what is known of new families")}."
            )
            : null;
    }

    private static bool Sure(ProbeComparison comparison) =>
        comparison.AveragePrecisionP < Significance && comparison.AveragePrecision.ExcludesZero;

    private static string Word(FoldGrouping grouping) => grouping.ToString().ToLowerInvariant();

    private static string Signed(double value) => Math.Round(value, 3).ToString("+0.000;-0.000;0.000", CultureInfo.InvariantCulture);

    private static string P(double value) => value.ToString("0.0##", CultureInfo.InvariantCulture);
}
