namespace Glm.Interactive.Export;

/// <summary>A file that was written.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Format">Its kind.</param>
/// <param name="Shape">Rows and columns of a table, sizes of an array, the number of features.</param>
/// <param name="Bytes">Its size.</param>
public sealed record ExportedFile(string Path, ExportFormat Format, IReadOnlyList<long> Shape, long Bytes);
