using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Analysis.Dark;

/// <summary>Which genes are dark, and how they are compared with the others. Immutable.</summary>
public sealed record DarkGeneOptions
{
    /// <summary>
    /// Words of products, in any case and as parts of words, that say that nothing is known; a gene without a product is dark as well.
    /// Fixed before anything was measured.
    /// </summary>
    public IReadOnlyList<string> DarkWords { get; init; } =
    ["hypothetical", "uncharacterized", "uncharacterised", "unknown function", "DUF", "unnamed"];

    /// <summary>
    /// Whether genes are dark that have no label, whatever their products say. So it is, too, where no gene has a product.
    /// </summary>
    public bool UnlabelledAreDark { get; init; }

    /// <summary>
    /// The gene whose surroundings are shown, by its name, locus tag, id or protein; null: the surest guesses. Untrusted text.
    /// </summary>
    public string? Gene { get; init; }

    /// <summary>How many of the nearest annotated genes vote on a label, 1 to 100.</summary>
    public int Neighbours { get; init; } = 5;

    /// <summary>K, the principal components on which distributions are compared, 1 to 100; fewer where there are few genes.</summary>
    public int Components { get; init; } = 10;

    /// <summary>Genes on either side whose protein vectors are averaged for the baseline, 1 to 50.</summary>
    public int Reach { get; init; } = 5;

    /// <summary>The most annotated genes that are hidden to learn how far guesses can be trusted, at least 20; drawn at random.</summary>
    public int Sample { get; init; } = 5000;

    /// <summary>Resamples of genomes for the intervals, at least 1.</summary>
    public int Resamples { get; init; } = GroupBootstrap.DefaultResamples;

    /// <summary>Determines all that is drawn.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="GlmException">A number is out of its range, or there is an empty word.</exception>
    public void Validate()
    {
        if (Neighbours is < 1 or > 100)
            throw new GlmException(
                $"{Setting.Of(nameof(Neighbours), Neighbours)}: the genes that vote must be 1 to 100. Use 5, or leave it out."
            );
        if (Components is < 1 or > 100)
            throw new GlmException(
                $"{Setting.Of(nameof(Components), Components)}: principal components must be 1 to 100. Use 10, or leave it out."
            );
        if (Reach is < 1 or > 50)
            throw new GlmException($"{Setting.Of(nameof(Reach), Reach)}: genes on either side must be 1 to 50. Use 5, or leave it out.");
        if (Sample < 20)
            throw new GlmException(
                $"{Setting.Of(nameof(Sample), Sample)}: at least 20 genes must be hidden to learn from. Use 5000, or leave it out."
            );
        if (Resamples < 1)
            throw new GlmException(
                $"{Setting.Of(nameof(Resamples), Resamples)}: there must be at least 1 resample. Use 1000, or leave it out."
            );
        if (DarkWords.Any(string.IsNullOrWhiteSpace))
            throw new GlmException($"{Setting.Of(nameof(DarkWords))} has an empty word, which every product contains. Leave it out.");
    }
}
