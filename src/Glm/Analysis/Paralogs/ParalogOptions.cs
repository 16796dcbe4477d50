using Glm.Modeling;
using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Analysis.Paralogs;

/// <summary>Which genes compete for a place, and how they are judged. Immutable.</summary>
public sealed record ParalogOptions
{
    /// <summary>
    /// The genes that compete: what they carry as family, symbol, EC number, COG, Pfam or GO term, a part of their product, in any
    /// case; or their ids or locus tags, separated by commas.
    /// </summary>
    public required string Family { get; init; }

    /// <summary>
    /// The genes beside which one of them belongs, told as <see cref="Family"/> is; null to judge by the whole neighbourhood alone. The
    /// nearest of a window is the partner, and is hidden too.
    /// </summary>
    public string? Partner { get; init; }

    /// <summary>The most genes by which a partner may stand away, 1 to 100.</summary>
    public int Reach { get; init; } = 5;

    /// <summary>What makes a label near a prediction.</summary>
    public LabelDistance Distance { get; init; } = LabelDistance.Cosine;

    /// <summary>Resamples of genomes for the intervals, at least 1.</summary>
    public int Resamples { get; init; } = GroupBootstrap.DefaultResamples;

    /// <summary>Determines the resamples.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="GlmException">A number is out of its range, or a family is empty.</exception>
    public void Validate()
    {
        if (string.IsNullOrWhiteSpace(Family))
            throw new GlmException($"{Setting.Of(nameof(Family))} is empty. Name a family, a product, or ids of genes.");
        if (Partner is not null && string.IsNullOrWhiteSpace(Partner))
            throw new GlmException($"{Setting.Of(nameof(Partner))} is empty. Name a family, a product, or ids of genes, or leave it out.");
        if (Reach is < 1 or > 100)
            throw new GlmException($"{Setting.Of(nameof(Reach), Reach)}: a partner may stand 1 to 100 genes away. Use 5.");
        if (Resamples < 1)
            throw new GlmException($"{Setting.Of(nameof(Resamples), Resamples)}: there must be at least 1 resample. Use 1000.");
    }
}
