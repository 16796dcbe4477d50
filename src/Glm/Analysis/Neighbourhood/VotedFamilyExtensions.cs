using Glm.Genomes;
using Microsoft.Data.Analysis;

namespace Glm.Analysis.Neighbourhood;

/// <summary>Predictions of the neighbourhood vote as tables.</summary>
public static class VotedFamilyExtensions
{
    /// <summary>
    /// One row per family: rank (from 1), name, share, strand (+ or -), genomes (how many), weighted_genomes, genome_ids and neighbours
    /// (positions on the scaffold, from 1), both joined by semicolons.
    /// </summary>
    /// <param name="families">Predicted for one gene.</param>
    /// <param name="comparison">What the vote was taken on.</param>
    public static DataFrame ToDataFrame(this IReadOnlyList<VotedFamily> families, GenomeComparison comparison)
    {
        var (query, reference) = (comparison.Query, comparison.Reference);
        return new DataFrame(
            new Int32DataFrameColumn("rank", Enumerable.Range(1, families.Count)),
            new StringDataFrameColumn("name", families.Select(family => family.Name)),
            new DoubleDataFrameColumn("share", families.Select(family => family.Share)),
            new StringDataFrameColumn("strand", families.Select(family => family.Strand == Strand.Forward ? "+" : "-")),
            new Int32DataFrameColumn("genomes", families.Select(family => family.Genomes.Length)),
            new DoubleDataFrameColumn("weighted_genomes", families.Select(family => family.WeightedGenomes)),
            new StringDataFrameColumn(
                "genome_ids",
                families.Select(family => string.Join(';', family.Genomes.Select(reference.GenomeId)))
            ),
            new StringDataFrameColumn(
                "neighbours",
                families.Select(family => string.Join(';', family.Neighbours.Select(gene => query.PositionOf(gene) + 1)))
            )
        );
    }
}
