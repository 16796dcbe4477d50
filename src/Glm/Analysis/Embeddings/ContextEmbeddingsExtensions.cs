using Microsoft.Data.Analysis;

namespace Glm.Analysis.Embeddings;

/// <summary>Contextual embeddings as tables.</summary>
public static class ContextEmbeddingsExtensions
{
    /// <summary>One row per gene: window, scaffold, genome, gene (their ids), then the contextual vector as h0, h1, ….</summary>
    public static DataFrame ToDataFrame(this ContextEmbeddings context)
    {
        var genes = context.Windows.SelectMany(window => window.Genes.Select(gene => (Window: window, Gene: gene))).ToArray();
        List<DataFrameColumn> columns =
        [
            new StringDataFrameColumn("window", genes.Select(row => row.Window.Id)),
            new StringDataFrameColumn("scaffold", genes.Select(row => row.Window.Scaffold.Id)),
            new StringDataFrameColumn("genome", genes.Select(row => row.Window.Scaffold.GenomeId)),
            new StringDataFrameColumn("gene", genes.Select(row => row.Gene.Id)),
        ];
        for (var i = 0; i < context.ContextualWidth; i++)
        {
            var values = new float[genes.Length];
            for (var row = 0; row < values.Length; row++)
                values[row] = context.Contextual[(row * context.ContextualWidth) + i];
            columns.Add(new SingleDataFrameColumn($"h{i}", values));
        }
        return new DataFrame(columns);
    }
}
