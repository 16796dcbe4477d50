using Microsoft.Data.Analysis;

namespace Glm.Analysis.Embeddings;

/// <summary>Embedding maps as tables.</summary>
public static class EmbeddingMapExtensions
{
    /// <summary>
    /// One row per point: id, key (the id of its gene, window, scaffold or genome), description, the colour column under its own name (if
    /// there is one), contextual_x, contextual_y, context_free_x, context_free_y, and selected where points are marked.
    /// </summary>
    public static DataFrame ToDataFrame(this EmbeddingMap map)
    {
        List<DataFrameColumn> columns =
        [
            new StringDataFrameColumn("id", map.Ids),
            new StringDataFrameColumn("key", map.Keys),
            new StringDataFrameColumn("description", map.Descriptions),
        ];
        if (map.ColorValues is { } numbers)
            columns.Add(
                new DoubleDataFrameColumn(map.ColorColumn, numbers.Select(number => double.IsNaN(number) ? (double?)null : number))
            );
        else if (map.ColorColumn.Length > 0)
            columns.Add(new StringDataFrameColumn(map.ColorColumn, map.Colors));
        columns.Add(new DoubleDataFrameColumn("contextual_x", map.Contextual.X));
        columns.Add(new DoubleDataFrameColumn("contextual_y", map.Contextual.Y));
        columns.Add(new DoubleDataFrameColumn("context_free_x", map.ContextFree.X));
        columns.Add(new DoubleDataFrameColumn("context_free_y", map.ContextFree.Y));
        if (map.Selected.Count > 0)
        {
            var selected = map.Selected.ToHashSet();
            columns.Add(new BooleanDataFrameColumn("selected", Enumerable.Range(0, map.Ids.Count).Select(selected.Contains)));
        }
        return new DataFrame(columns);
    }
}
