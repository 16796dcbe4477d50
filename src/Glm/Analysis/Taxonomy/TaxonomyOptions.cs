using Glm.Genomes;
using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Analysis.Taxonomy;

/// <summary>What is predicted of windows, and how it is tested. Immutable.</summary>
public sealed record TaxonomyOptions
{
    /// <summary>Which taxon is predicted.</summary>
    public TaxonomicRank Rank { get; init; } = TaxonomicRank.Class;

    /// <summary>What stays together in a fold: <see cref="FoldGrouping.Genome"/>, so that none is both trained on and tested, or nothing,
    /// as published (<see cref="FoldGrouping.Random"/>): equal shares of the classes, and the folds leak.</summary>
    public FoldGrouping Folds { get; init; } = FoldGrouping.Genome;

    /// <summary>Number of folds, at least 2.</summary>
    public int FoldCount { get; init; } = 5;

    /// <summary>Decides which windows share a fold, and the resamples.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The share of held-out stretches of known taxa that may be called unlike anything known, above 0 and below 1: the
    /// strictness of that verdict where unknown scaffolds are assigned.</summary>
    public double Unlike { get; init; } = 0.05;

    internal void Validate()
    {
        if (Folds is not (FoldGrouping.Genome or FoldGrouping.Random))
            throw new GlmException(
                $"Windows are grouped by genome, or not at all (random), not by {Folds.ToString().ToLowerInvariant()}. Use "
                    + $"{Setting.Of(nameof(Folds), "genome")}."
            );
        if (FoldCount < 2)
            throw new GlmException($"Cross-validation needs 2 or more folds, not {FoldCount}. Use {Setting.Of(nameof(FoldCount), 5)}.");
        if (!(Unlike > 0 && Unlike < 1))
            throw new GlmException($"{Setting.Of(nameof(Unlike))} is {Unlike}; it must lie between 0 and 1. Use 0.05.");
    }
}
