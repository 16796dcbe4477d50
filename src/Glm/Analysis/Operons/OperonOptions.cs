using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Analysis.Operons;

/// <summary>How operons are predicted and tested. Immutable.</summary>
public sealed record OperonOptions
{
    /// <summary>The fewest resamples that give both ends of a 95% interval.</summary>
    private const int FewestResamples = 40;

    /// <summary>
    /// What stays together in a fold: by default an operon, so that none is both trained on and tested. By cluster, operons and pairs of
    /// the same two clusters of homologs do, so that no operon is tested of which another genome's copy was trained on.
    /// </summary>
    public FoldGrouping Folds { get; init; } = FoldGrouping.Operon;

    /// <summary>Number of folds, 2 to 100.</summary>
    public int FoldCount { get; init; } = 5;

    /// <summary>Determines folds, draws and resamples.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Resamples per interval, 40 to 100,000.</summary>
    public int Resamples { get; init; } = GroupBootstrap.DefaultResamples;

    /// <summary>From which probability on two neighbours are predicted to be in one operon, above 0 and below 1.</summary>
    public double Threshold { get; init; } = 0.5;

    internal void Validate()
    {
        if (!Enum.IsDefined(Folds))
            throw new GlmException(
                $"{Setting.Of(nameof(Folds))} is {Folds.ToString().ToLowerInvariant()}; pairs of neighbours are grouped "
                    + $"by operon, window, scaffold, genome or cluster, or not at all (random). Use {Setting.Of(nameof(Folds), "operon")}."
            );
        if (FoldCount is < 2 or > 100)
            throw new GlmException($"{Setting.Of(nameof(FoldCount))} is {FoldCount}; it must be from 2 to 100. Use 5.");
        if (Resamples is < FewestResamples or > 100_000)
            throw new GlmException(
                $"{Setting.Of(nameof(Resamples))} is {Resamples}; it must be from {FewestResamples} to 100000. Use "
                    + $"{GroupBootstrap.DefaultResamples}."
            );
        if (!(Threshold > 0 && Threshold < 1))
            throw new GlmException($"{Setting.Of(nameof(Threshold))} is {Threshold}; it must lie between 0 and 1. Use 0.5.");
    }
}
