using Glm.Genomes;
using Glm.Modeling;
using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Analysis.Influence;

/// <summary>How the influence of genes on each other is read. Immutable.</summary>
public sealed record InfluenceOptions
{
    /// <summary>The fewest resamples that give both ends of a 95% interval.</summary>
    private const int FewestResamples = 40;

    private const int MostResamples = 100_000;

    /// <summary>How the model is asked.</summary>
    public InfluenceReadout Readout { get; init; } = InfluenceReadout.Alone;

    /// <summary>What is compared of its predictions.</summary>
    public InfluenceMeasure Measure { get; init; } = InfluenceMeasure.Likelihood;

    /// <summary>What makes a prediction near a label, for <see cref="InfluenceMeasure.Likelihood"/>.</summary>
    public LabelDistance Distance { get; init; } = LabelDistance.Cosine;

    /// <summary>Genes of a window, 2 to 512; null for the longest window of the set.</summary>
    public int? WindowGenes { get; init; }

    /// <summary>The most places from one gene of a pair to the other, at least 1; null for all pairs of a window.</summary>
    public int? Reach { get; init; }

    /// <summary>Whether both directions of a pair get their mean.</summary>
    public bool Symmetric { get; init; }

    /// <summary>
    /// Whether what every gene does to all others, and what all others do to a gene, is taken out of each window first
    /// (<see cref="InfluenceCorrection"/>).
    /// </summary>
    public bool Centered { get; init; }

    /// <summary>Whether the average-product correction is applied to each window.</summary>
    public bool AverageProduct { get; init; }

    /// <summary>Determines the resamples.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Resamples per interval, 40 to 100,000.</summary>
    public int Resamples { get; init; } = GroupBootstrap.DefaultResamples;

    /// <summary>Whether all pairs of a window must be read, even beyond the reach.</summary>
    internal bool NeedsWholeWindows => Centered || AverageProduct;

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="GlmException">A number is out of its range, or corrections exclude each other.</exception>
    public void Validate()
    {
        if (WindowGenes is < 2 or > WindowCutter.MaxGenesLimit)
            throw new GlmException(
                $"{Setting.Of(nameof(WindowGenes), WindowGenes)}: it must be 2 to {WindowCutter.MaxGenesLimit} genes. Use "
                    + $"{WindowCutter.DefaultMaxGenes}, or leave it out."
            );
        if (Reach is < 1)
            throw new GlmException(
                $"{Setting.Of(nameof(Reach), Reach)}: it must be at least 1, the next gene. Use {Setting.Of(nameof(Reach), 1)}."
            );
        if (Resamples is < FewestResamples or > MostResamples)
            throw new GlmException(
                $"{Setting.Of(nameof(Resamples), Resamples)}: it must be from {FewestResamples} to {MostResamples}. Use "
                    + $"{GroupBootstrap.DefaultResamples}."
            );
        if (Centered && AverageProduct && Measure == InfluenceMeasure.Likelihood)
            throw new GlmException(
                $"{Setting.Of(nameof(Centered))} and {Setting.Of(nameof(AverageProduct))} exclude each other where "
                    + $"{Setting.Of(nameof(Measure), "likelihood")}: the correction divides by a mean that is 0 once they are centred. "
                    + $"Leave one out, or use {Setting.Of(nameof(Measure), "movement")}."
            );
    }
}
