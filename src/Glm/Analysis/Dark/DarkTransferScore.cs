using Glm.Statistics;

namespace Glm.Analysis.Dark;

/// <summary>How often annotated genes are guessed right when they are hidden. Immutable.</summary>
/// <param name="Name">What guesses, such as "nearest in context".</param>
/// <param name="IsBaseline">Whether it needs no gLM.</param>
/// <param name="Accuracy">Share of hidden genes that have the guessed label, 0 to 1.</param>
/// <param name="Lead">The accuracy of gLM less this one; NaN for gLM itself.</param>
public sealed record DarkTransferScore(string Name, bool IsBaseline, Estimate Accuracy, PairedDifference Lead);
