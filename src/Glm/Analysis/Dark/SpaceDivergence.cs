using Glm.Statistics;

namespace Glm.Analysis.Dark;

/// <summary>How far dark genes lie from annotated ones in one space. Immutable.</summary>
/// <param name="Name">Such as "gLM in context".</param>
/// <param name="IsBaseline">Whether it needs no gLM.</param>
/// <param name="Divergence">Kullback–Leibler divergence of dark from annotated genes in nats, 0 or more, of normal distributions on the
/// first principal components of the space, with the interval of the jackknife over genomes.</param>
/// <param name="Chance">The same between equally many genes of the same genomes drawn at random: what is left of 0 by few genes. The
/// interval holds 95% of the draws.</param>
/// <param name="PValue">Share of draws that are as far apart, never below 1 / (draws + 1).</param>
/// <param name="ShareOfVariance">Of the space, that the components hold, 0 to 1.</param>
/// <param name="BeyondProteins">The divergence less that of protein vectors; NaN for these themselves.</param>
public sealed record SpaceDivergence(
    string Name,
    bool IsBaseline,
    Estimate Divergence,
    Estimate Chance,
    double PValue,
    double ShareOfVariance,
    PairedDifference BeyondProteins
);
