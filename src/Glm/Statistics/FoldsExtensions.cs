using Microsoft.Data.Analysis;

namespace Glm.Statistics;

/// <summary>Folds as tables.</summary>
public static class FoldsExtensions
{
    /// <summary>One row per item: item (from 0), fold (from 1).</summary>
    public static DataFrame ToDataFrame(this Folds folds) =>
        new(
            new Int32DataFrameColumn("item", Enumerable.Range(0, folds.FoldOf.Count)),
            new Int32DataFrameColumn("fold", folds.FoldOf.Select(fold => fold + 1))
        );
}
