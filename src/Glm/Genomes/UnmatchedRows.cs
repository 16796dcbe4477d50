namespace Glm.Genomes;

/// <summary>Rows of a table that name nothing that was loaded.</summary>
/// <param name="Table">The table's file.</param>
/// <param name="Count">How many rows.</param>
/// <param name="Examples">What the first few of them name.</param>
public sealed record UnmatchedRows(string Table, int Count, IReadOnlyList<string> Examples);
