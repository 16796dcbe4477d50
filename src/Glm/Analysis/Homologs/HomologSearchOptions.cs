using Glm.Analysis.Synteny;
using Glm.Runtime;

namespace Glm.Analysis.Homologs;

/// <summary>What to find of a gene's homologs. Immutable.</summary>
public sealed record HomologSearchOptions
{
    /// <summary>Hits with a larger e-value are not reported; above 0. 1e-4 finds families and next to nothing by chance.</summary>
    public double MaxEValue { get; init; } = 1e-4;

    /// <summary>Genes on each side of the query and of its homologs in the neighbourhoods, 0 or more.</summary>
    public int Flank { get; init; } = 8;

    /// <summary>
    /// Genomes whose best hit is shown with its neighbourhood, 0 to <see cref="SyntenyMapper.MaxTracks"/> - 1; 0 for no neighbourhoods.
    /// </summary>
    public int Tracks { get; init; } = 5;

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="GlmException">A number is out of its range.</exception>
    public void Validate()
    {
        if (!(MaxEValue > 0))
            throw new GlmException($"The e-value limit is {MaxEValue}; it must be above 0. Use 1e-4, or leave it out.");
        if (Flank is < 0 or > (SyntenyMapper.MaxGenes - 1) / 2)
            throw new GlmException(
                $"{Setting.Of(nameof(Flank))} is {Flank}; 0 to {(SyntenyMapper.MaxGenes - 1) / 2} genes are shown on each side. Use 8, or "
                    + $"leave it out."
            );
        if (Tracks is < 0 or > SyntenyMapper.MaxTracks - 1)
            throw new GlmException(
                $"{Setting.Of(nameof(Tracks))} is {Tracks}; neighbourhoods of 0 to {SyntenyMapper.MaxTracks - 1} genomes are shown. "
                    + $"Use 5, or leave it out."
            );
    }
}
