using Glm.Genomes;
using Microsoft.Data.Analysis;

namespace Glm.Analysis.Sets;

/// <summary>What a protein set transformer made, as tables.</summary>
public static class ProteinSetEmbeddingsExtensions
{
    /// <summary>
    /// One row per gene: genome, scaffold, gene (their ids), name, product, strand (+ or -), and its share in the pooling of its set: the
    /// mean over heads as <c>pooling</c>, and of each head as <c>head0</c>, <c>head1</c>, …; without these where the model has no
    /// decoder.
    /// </summary>
    public static DataFrame ToDataFrame(this ProteinSetEmbeddings result)
    {
        var genes = result.Windows.SelectMany(window => window.Genes.Select(gene => (window.Scaffold, Gene: gene))).ToArray();
        List<DataFrameColumn> columns =
        [
            new StringDataFrameColumn("genome", genes.Select(row => row.Scaffold.GenomeId)),
            new StringDataFrameColumn("scaffold", genes.Select(row => row.Scaffold.Id)),
            new StringDataFrameColumn("gene", genes.Select(row => row.Gene.Id)),
            new StringDataFrameColumn("name", genes.Select(row => row.Gene.Name)),
            new StringDataFrameColumn("product", genes.Select(row => row.Gene.Product)),
            new StringDataFrameColumn("strand", genes.Select(row => row.Gene.Strand == Strand.Forward ? "+" : "-")),
        ];
        if (result.Vectors.Pooling is { } pooling)
        {
            var heads = result.Vectors.Heads;
            columns.Add(
                new SingleDataFrameColumn("pooling", genes.Select((_, row) => pooling.AsSpan(row * heads, heads).ToArray().Average()))
            );
            for (var head = 0; head < heads; head++)
                columns.Add(new SingleDataFrameColumn($"head{head}", genes.Select((_, row) => pooling[(row * heads) + head])));
        }
        return new DataFrame(columns);
    }
}
