namespace Glm.Formats.OperonTable;

/// <summary>One row of an operon table. Immutable.</summary>
/// <param name="Gene">The gene's id, protein id or locus tag.</param>
/// <param name="Operon">Null for a gene outside any operon.</param>
/// <param name="Family">Null where the table names none.</param>
/// <param name="Line">The line in its file, from 1.</param>
internal sealed record OperonRow(string Gene, string? Operon, string? Family, long Line);
