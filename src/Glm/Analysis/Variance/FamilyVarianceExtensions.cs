using Glm.Statistics;
using Microsoft.Data.Analysis;

namespace Glm.Analysis.Variance;

/// <summary>Variance of families as tables.</summary>
public static class FamilyVarianceExtensions
{
    /// <summary>
    /// One row per family, the largest excess first: family, product, occurrences, genomes, context_distance (with _low and _high),
    /// protein_distance, expected_distance, excess, neighbour_entropy, neighbour_turnover, tail and mobile; null where unknown.
    /// </summary>
    public static DataFrame ToDataFrame(this FamilyVarianceResult result)
    {
        return new DataFrame(
            new StringDataFrameColumn("family", result.Families.Select(family => family.Name)),
            new StringDataFrameColumn("product", result.Families.Select(family => family.Product)),
            new Int32DataFrameColumn("occurrences", result.Families.Select(family => family.Occurrences)),
            new Int32DataFrameColumn("genomes", result.Families.Select(family => family.Genomes)),
            result.Families.Number("context_distance", family => family.Context.Value),
            result.Families.Number("context_distance_low", family => family.Context.Low),
            result.Families.Number("context_distance_high", family => family.Context.High),
            result.Families.Number("protein_distance", family => family.Protein),
            result.Families.Number("expected_distance", family => family.Expected),
            result.Families.Number("excess", family => family.Excess),
            result.Families.Number("neighbour_entropy", family => family.NeighbourEntropy),
            result.Families.Number("neighbour_turnover", family => family.NeighbourTurnover),
            new BooleanDataFrameColumn("tail", result.Families.Select(family => (bool?)family.IsTail)),
            new BooleanDataFrameColumn("mobile", result.Families.Select(family => family.IsMobile))
        );
    }

    /// <summary>
    /// One row per order of families: ranking, auroc and fold (each with _low and _high), tail_mobile, tail_known, p, lead, lead_low and
    /// lead_high (of gLM beyond sequence, over it); null where there is none.
    /// </summary>
    public static DataFrame ToRankingDataFrame(this FamilyVarianceResult result)
    {
        return new DataFrame([
            new StringDataFrameColumn("ranking", result.Rankings.Select(ranking => ranking.Name)),
            .. result.Rankings.Figure("auroc", ranking => ranking.Auroc),
            .. result.Rankings.Figure("fold", ranking => ranking.Fold),
            new Int32DataFrameColumn("tail_mobile", result.Rankings.Select(ranking => ranking.TailMobile)),
            new Int32DataFrameColumn("tail_known", result.Rankings.Select(ranking => ranking.TailKnown)),
            result.Rankings.Number("p", ranking => ranking.PValue),
            .. result.Rankings.Difference("lead", ranking => ranking.Lead),
        ]);
    }

    /// <summary>One row per tested word or label: term, tail_families, families, fold, p and fdr.</summary>
    public static DataFrame ToTermDataFrame(this FamilyVarianceResult result) =>
        new(
            new StringDataFrameColumn("term", result.Terms.Select(term => term.Term)),
            new Int32DataFrameColumn("tail_families", result.Terms.Select(term => term.InTail)),
            new Int32DataFrameColumn("families", result.Terms.Select(term => term.Families)),
            result.Terms.Number("fold", term => term.Fold),
            result.Terms.Number("p", term => term.PValue),
            result.Terms.Number("fdr", term => term.FalseDiscoveryRate)
        );
}
