namespace Glm.Formats.Labels;

/// <summary>A row of a table of labels.</summary>
/// <param name="Cells">By column, trimmed; those behind the last are empty.</param>
/// <param name="Line">The line on which it begins, from 1.</param>
internal readonly record struct LabelRow(IReadOnlyList<string> Cells, long Line)
{
    /// <summary>The text of a column; empty where the row has none.</summary>
    public string this[int column] => (uint)column < (uint)Cells.Count ? Cells[column] : "";
}
