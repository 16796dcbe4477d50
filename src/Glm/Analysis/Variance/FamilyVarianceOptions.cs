using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Analysis.Variance;

/// <summary>Which families are compared, and what is asked of those that vary most. Immutable.</summary>
public sealed record FamilyVarianceOptions
{
    /// <summary>
    /// The fewest occurrences of a family, at least 3; smaller families are left out and counted. 5: of fewer, a distance is mostly
    /// chance.
    /// </summary>
    public int MinOccurrences { get; init; } = 5;

    /// <summary>The share of families that make up the tail, above 0 to 0.5.</summary>
    public double Tail { get; init; } = 0.1;

    /// <summary>Genes on either side whose families tell how diverse a family's neighbours are, 1 to 50.</summary>
    public int Reach { get; init; } = 2;

    /// <summary>
    /// Words of products, in any case and as parts of words, that tell mobile genes; a family is mobile if at least half of those of its
    /// genes that have a product have one of them. Fixed before anything was measured: those of the publication (Hwang et al. 2024).
    /// </summary>
    public IReadOnlyList<string> MobileWords { get; init; } = ["transposase", "phage", "integrase", "toxin"];

    /// <summary>The fewest families of a word or label that is tested for enrichment, at least 2; rarer ones are counted.</summary>
    public int MinFamilies { get; init; } = 3;

    /// <summary>Resamples of families for the intervals, at least 1.</summary>
    public int Resamples { get; init; } = GroupBootstrap.DefaultResamples;

    /// <summary>Determines the resamples.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="GlmException">A number is out of its range, or there is no word.</exception>
    public void Validate()
    {
        if (MinOccurrences < 3)
            throw new GlmException(
                $"{Setting.Of(nameof(MinOccurrences), MinOccurrences)}: a family needs 3 occurrences or more to vary. Use 5."
            );
        if (Tail is not (> 0 and <= 0.5))
            throw new GlmException($"{Setting.Of(nameof(Tail), Tail)}: the share of the tail must be above 0 and at most 0.5. Use 0.1.");
        if (Reach is < 1 or > 50)
            throw new GlmException($"{Setting.Of(nameof(Reach), Reach)}: genes on either side must be 1 to 50. Use 2, or leave it out.");
        if (MinFamilies < 2)
            throw new GlmException(
                $"{Setting.Of(nameof(MinFamilies), MinFamilies)}: a word of fewer than 2 families cannot be enriched. Use 3."
            );
        if (Resamples < 1)
            throw new GlmException($"{Setting.Of(nameof(Resamples), Resamples)}: there must be at least 1 resample. Use 1000.");
        if (MobileWords.Count == 0 || MobileWords.Any(string.IsNullOrWhiteSpace))
            throw new GlmException(
                $"{Setting.Of(nameof(MobileWords))} is empty or has an empty word, which every product contains. Name some."
            );
    }
}
