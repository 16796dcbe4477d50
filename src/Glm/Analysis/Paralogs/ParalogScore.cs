using Glm.Statistics;

namespace Glm.Analysis.Paralogs;

/// <summary>
/// How often something picks the gene that stands at a place out of all candidates. Candidates of equal label count as one answer;
/// ties are broken as chance would. Intervals are of the bootstrap over genomes. Immutable.
/// </summary>
/// <param name="Name">What picks.</param>
/// <param name="IsBaseline">Whether no model is needed for it.</param>
/// <param name="RecallAt1">Share of places whose own gene comes first.</param>
/// <param name="RecallAt5">Share of places whose own gene is among the first five.</param>
/// <param name="RecallAt10">Share of places whose own gene is among the first ten.</param>
/// <param name="ReciprocalRank">Mean of 1 / rank.</param>
/// <param name="Lead">How far the first score's mean reciprocal rank is above this one; NaN for itself.</param>
public sealed record ParalogScore(
    string Name,
    bool IsBaseline,
    Estimate RecallAt1,
    Estimate RecallAt5,
    Estimate RecallAt10,
    Estimate ReciprocalRank,
    PairedDifference Lead
);
