using Parquet.Schema;

namespace Glm.Arrays.Parquet;

/// <summary>A column of a Parquet file.</summary>
/// <param name="Name">As the file has it. Untrusted text.</param>
/// <param name="Kind">What a row holds.</param>
/// <param name="Field">What the library knows it by; null for a column that is not read here.</param>
internal sealed record ParquetColumn(string Name, ParquetKind Kind, DataField? Field);
