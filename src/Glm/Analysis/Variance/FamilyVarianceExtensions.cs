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
            Column("context_distance", family => family.Context.Value),
            Column("context_distance_low", family => family.Context.Low),
            Column("context_distance_high", family => family.Context.High),
            Column("protein_distance", family => family.Protein),
            Column("expected_distance", family => family.Expected),
            Column("excess", family => family.Excess),
            Column("neighbour_entropy", family => family.NeighbourEntropy),
            Column("neighbour_turnover", family => family.NeighbourTurnover),
            new BooleanDataFrameColumn("tail", result.Families.Select(family => (bool?)family.IsTail)),
            new BooleanDataFrameColumn("mobile", result.Families.Select(family => family.IsMobile))
        );

        DoubleDataFrameColumn Column(string name, Func<FamilyVariance, double> value) =>
            new(name, result.Families.Select(family => Known(value(family))));
    }

    /// <summary>
    /// One row per order of families: ranking, auroc and fold (each with _low and _high), tail_mobile, tail_known, p, lead, lead_low and
    /// lead_high (of gLM beyond sequence, over it); null where there is none.
    /// </summary>
    public static DataFrame ToRankingDataFrame(this FamilyVarianceResult result)
    {
        return new DataFrame([
            new StringDataFrameColumn("ranking", result.Rankings.Select(ranking => ranking.Name)),
            .. Figures("auroc", ranking => ranking.Auroc),
            .. Figures("fold", ranking => ranking.Fold),
            new Int32DataFrameColumn("tail_mobile", result.Rankings.Select(ranking => ranking.TailMobile)),
            new Int32DataFrameColumn("tail_known", result.Rankings.Select(ranking => ranking.TailKnown)),
            Column("p", ranking => ranking.PValue),
            .. Figures("lead", ranking => new Estimate(ranking.Lead.Value, ranking.Lead.Low, ranking.Lead.High)),
        ]);

        IEnumerable<DataFrameColumn> Figures(string name, Func<VarianceRanking, Estimate> figure) =>
            [
                Column(name, ranking => figure(ranking).Value),
                Column(name + "_low", ranking => figure(ranking).Low),
                Column(name + "_high", ranking => figure(ranking).High),
            ];

        DoubleDataFrameColumn Column(string name, Func<VarianceRanking, double> value) =>
            new(name, result.Rankings.Select(ranking => Known(value(ranking))));
    }

    /// <summary>One row per tested word or label: term, tail_families, families, fold, p and fdr.</summary>
    public static DataFrame ToTermDataFrame(this FamilyVarianceResult result) =>
        new(
            new StringDataFrameColumn("term", result.Terms.Select(term => term.Term)),
            new Int32DataFrameColumn("tail_families", result.Terms.Select(term => term.InTail)),
            new Int32DataFrameColumn("families", result.Terms.Select(term => term.Families)),
            new DoubleDataFrameColumn("fold", result.Terms.Select(term => Known(term.Fold))),
            new DoubleDataFrameColumn("p", result.Terms.Select(term => Known(term.PValue))),
            new DoubleDataFrameColumn("fdr", result.Terms.Select(term => Known(term.FalseDiscoveryRate)))
        );

    private static double? Known(double number) => double.IsNaN(number) ? null : number;
}
