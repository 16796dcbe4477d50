using Microsoft.Data.Analysis;

namespace Glm.Formats.Labels;

/// <summary>Tables of labels as data frames.</summary>
public static class LabelTableExtensions
{
    /// <summary>One row per gene and label: gene, label. Genes without one have no row.</summary>
    public static DataFrame ToDataFrame(this LabelTable table)
    {
        var rows = table.GeneIds.Zip(table.Labels.PerGene).SelectMany(gene => gene.Second, (gene, label) => (gene.First, label)).ToList();
        return new DataFrame(
            new StringDataFrameColumn("gene", rows.Select(row => row.First)),
            new StringDataFrameColumn("label", rows.Select(row => row.label))
        );
    }
}
