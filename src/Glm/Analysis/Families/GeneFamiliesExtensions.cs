using Microsoft.Data.Analysis;

namespace Glm.Analysis.Families;

/// <summary>Gene families as tables.</summary>
public static class GeneFamiliesExtensions
{
    /// <summary>
    /// One row per gene, family by family: family (from 1), product (the family's), family_genes, family_genomes, part (core, shell or
    /// singleton), genome, scaffold, position (from 1) and gene. Where genomes are unknown, family_genomes to position are null.
    /// </summary>
    public static DataFrame ToDataFrame(this GeneFamilies families)
    {
        var order = families.Order;
        int[] genes = [.. Enumerable.Range(0, order.GeneCount).OrderBy(families.FamilyOf)];
        var known = families.HasGenomes;
        return new DataFrame(
            Whole("family", gene => families.FamilyOf(gene) + 1),
            Text("product", gene => families.NameOf(families.FamilyOf(gene))),
            Whole("family_genes", gene => families.GeneCounts[families.FamilyOf(gene)]),
            Whole("family_genomes", gene => known ? families.GenomeCounts[families.FamilyOf(gene)] : null),
            Text("part", gene => known ? families.PartOf(families.FamilyOf(gene)).ToString().ToLowerInvariant() : null),
            Text("genome", gene => known ? order.GenomeId(order.GenomeOf(gene)) : null),
            Text("scaffold", gene => known ? order.ScaffoldId(order.ScaffoldOf(gene)) : null),
            Whole("position", gene => known ? order.PositionOf(gene) + 1 : null),
            Text("gene", families.GeneId)
        );

        StringDataFrameColumn Text(string name, Func<int, string?> value) => new(name, genes.Select(value));

        PrimitiveDataFrameColumn<int> Whole(string name, Func<int, int?> value) => new(name, genes.Select(value));
    }
}
