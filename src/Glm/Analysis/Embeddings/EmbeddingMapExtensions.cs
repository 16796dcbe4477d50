using Microsoft.Data.Analysis;

namespace Glm.Analysis.Embeddings;

/// <summary>Embedding maps as tables.</summary>
public static class EmbeddingMapExtensions
{
    /// <summary>
    /// One row per point: id, description, the colour column under its own name (if there is one), contextual_x, contextual_y,
    /// context_free_x, context_free_y.
    /// </summary>
    public static DataFrame ToDataFrame(this EmbeddingMap map)
    {
        List<DataFrameColumn> columns =
        [
            new StringDataFrameColumn("id", map.Ids),
            new StringDataFrameColumn("description", map.Descriptions),
        ];
        if (map.ColorColumn.Length > 0)
            columns.Add(new StringDataFrameColumn(map.ColorColumn, map.Colors));
        columns.Add(new DoubleDataFrameColumn("contextual_x", map.Contextual.X));
        columns.Add(new DoubleDataFrameColumn("contextual_y", map.Contextual.Y));
        columns.Add(new DoubleDataFrameColumn("context_free_x", map.ContextFree.X));
        columns.Add(new DoubleDataFrameColumn("context_free_y", map.ContextFree.Y));
        return new DataFrame(columns);
    }
}
