using Glm.Statistics;
using Microsoft.Data.Analysis;

namespace Glm.Analysis.Paralogs;

/// <summary>Choices among paralogs as tables.</summary>
public static class ParalogResultExtensions
{
    /// <summary>
    /// One row per place: gene, product, partner, genome, scaffold, rank, best (the gene that fits best) and best_genome.
    /// </summary>
    public static DataFrame ToDataFrame(this ParalogResult result) =>
        new(
            new StringDataFrameColumn("gene", result.Choices.Select(choice => choice.Gene.Id)),
            new StringDataFrameColumn("product", result.Choices.Select(choice => choice.Gene.Product)),
            new StringDataFrameColumn("partner", result.Choices.Select(choice => choice.Partner?.Id)),
            new StringDataFrameColumn("genome", result.Choices.Select(choice => choice.GenomeId)),
            new StringDataFrameColumn("scaffold", result.Choices.Select(choice => choice.ScaffoldId)),
            new DoubleDataFrameColumn("rank", result.Choices.Select(choice => choice.Rank)),
            new StringDataFrameColumn("best", result.Choices.Select(choice => choice.Best.Id)),
            new StringDataFrameColumn("best_genome", result.Choices.Select(choice => choice.BestGenomeId))
        );

    /// <summary>
    /// One row per score: score, recall_1, recall_5, recall_10 and reciprocal_rank, each with _low and _high, and lead, lead_low and
    /// lead_high (of the model over it); null where there is none.
    /// </summary>
    public static DataFrame ToScoreDataFrame(this ParalogResult result)
    {
        return new DataFrame([
            new StringDataFrameColumn("score", result.Scores.Select(score => score.Name)),
            .. result.Scores.Figure("recall_1", score => score.RecallAt1),
            .. result.Scores.Figure("recall_5", score => score.RecallAt5),
            .. result.Scores.Figure("recall_10", score => score.RecallAt10),
            .. result.Scores.Figure("reciprocal_rank", score => score.ReciprocalRank),
            .. result.Scores.Difference("lead", score => score.Lead),
        ]);
    }
}
