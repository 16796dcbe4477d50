using Glm.Arrays.Npy;
using Glm.Arrays.SafeTensors;
using Glm.Arrays.Storage;
using Glm.Interactive.Results;
using Glm.Runtime;
using Microsoft.Data.Analysis;

namespace Glm.Interactive.Export;

/// <summary>
/// Writes results to files that other programs read. Files are replaced only once they are complete, an array and the file of its ids as
/// one.
/// </summary>
public static class Exporter
{
    /// <summary>Writes a result.</summary>
    /// <param name="value">
    /// A data frame, or any result of this library. Scaffolds, histories, taxonomy results and maps become tables; protein vectors (half
    /// precision, [proteins, width]) and attention ([layers, heads, genes, genes]) become arrays or tensors; contextual embeddings (single
    /// precision, [genes, width]) become either; operons also become features of their genomes.
    /// </param>
    /// <param name="path">
    /// The file; its folder is created if necessary. The file <c>name.ids.txt</c> next to an array of vectors has a line for each row.
    /// </param>
    /// <param name="format">Null to go by the file's ending: .tsv, .parquet, .gff3 (or .gff), .npy or .safetensors.</param>
    /// <exception cref="GlmException">The format is unknown or does not suit the value, or the file cannot be written.</exception>
    public static ExportedFile Write(object value, string path, ExportFormat? format = null)
    {
        var kind = format
            ?? Path.GetExtension(path).ToLowerInvariant() switch
            {
                ".tsv" => ExportFormat.Tsv,
                ".parquet" => ExportFormat.Parquet,
                ".gff3" or ".gff" => ExportFormat.Gff3,
                ".npy" => ExportFormat.Npy,
                ".safetensors" => ExportFormat.SafeTensors,
                var other => throw new GlmException(
                    $"{path}: its ending {LineText.Quoted(other)} is not a known format. Use .tsv, .parquet, .gff3, "
                        + $".npy or .safetensors, or give --format."
                ),
            };
        var type = ResultTypes.Of(value);
        if (type is not ({ HasTable: true } or { HasArrays: true }))
            throw new GlmException(
                $"A value of type {value.GetType().Name} cannot be exported: it has neither a table nor arrays. Export what a command "
                    + "made (#!glm info lists it), or a DataFrame."
            );
        var (isTable, isFeatures) = (kind is ExportFormat.Tsv or ExportFormat.Parquet, kind is ExportFormat.Gff3);
        if (
            !(
                isTable ? type.HasTable
                : isFeatures ? type.HasFeatures
                : type.HasArrays
            )
        )
            throw new GlmException(
                $"A {value.GetType().Name} cannot be written as {kind.ToString().ToLowerInvariant()}, only as {Formats(type)}. Change the "
                    + $"ending of the file, or give --format."
            );
        var shape =
            isTable ? WriteTable(type.ToTable(value)!, path, kind)
            : isFeatures ? [type.WriteFeatures(value, path)]
            : WriteArrays(type.ToArrays(value)!, path, kind);
        return new ExportedFile(path, kind, shape, new FileInfo(path).Length);
    }

    /// <summary>What a type can be written as, in words.</summary>
    private static string Formats(ResultType type) =>
        string.Join(
            " or ",
            new[]
            {
                type.HasTable ? "tsv or parquet" : "",
                type.HasFeatures ? "gff3" : "",
                type.HasArrays ? "npy or safetensors" : "",
            }.Where(words => words.Length > 0)
        );

    private static long[] WriteTable(DataFrame table, string path, ExportFormat format)
    {
        if (format == ExportFormat.Tsv)
            TsvTable.Write(table, path);
        else
            ParquetTable.Write(table, path);
        return [table.Rows.Count, table.Columns.Count];
    }

    private static long[] WriteArrays(IReadOnlyList<ResultArray> arrays, string path, ExportFormat format)
    {
        var first = arrays[0];
        if (format == ExportFormat.SafeTensors)
        {
            SafeTensorsWriter.Write(path, [.. arrays.Select(array => SafeTensorSource.From(array.Name, array.Values))]);
            return [.. first.Values.Shape];
        }
        if (first.Rows is not { } rows)
        {
            NpyFile.Write(path, first.Values);
            return [.. first.Values.Shape];
        }
        var name = Path.GetFileName(path);
        StoredFolder.Replace(Path.GetDirectoryName(path) is { Length: > 0 } folder ? folder : ".", stage =>
        {
            NpyFile.Write(Path.Combine(stage, name), first.Values);
            StoredFile.Replace(Path.Combine(stage, Path.ChangeExtension(name, ".ids.txt")), stream =>
            {
                using var text = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
                foreach (var row in rows)
                    text.WriteLine(LineText.Shown(row, int.MaxValue));
            });
        });
        return [.. first.Values.Shape];
    }
}
