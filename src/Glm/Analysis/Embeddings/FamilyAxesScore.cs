using Glm.Statistics;

namespace Glm.Analysis.Embeddings;

/// <summary>How the vectors of one family spread in one space. Immutable.</summary>
/// <param name="Name">Such as "contextual".</param>
/// <param name="IsBaseline">Whether it needs no gLM.</param>
/// <param name="Share">Of the variance on the first two principal axes, 0 to 1, with the interval of the jackknife over genomes.</param>
/// <param name="ByChance">The same where every column is shuffled for itself, so that none goes with another; the interval holds all
/// shuffles.</param>
/// <param name="BeyondProteins">The share less that of protein vectors; NaN for these themselves.</param>
/// <param name="Separation">Share of the variance between classes (R² of PERMANOVA, Anderson 2001), 0 to 1; NaN without classes.</param>
/// <param name="SeparationByChance">The same where classes are dealt anew; the interval holds 95% of the deals.</param>
/// <param name="SeparationP">Share of deals that separate as well, never below 1 / (deals + 1); NaN without classes.</param>
public sealed record FamilyAxesScore(
    string Name,
    bool IsBaseline,
    Estimate Share,
    Estimate ByChance,
    PairedDifference BeyondProteins,
    Estimate Separation,
    Estimate SeparationByChance,
    double SeparationP
);
