using Glm.Analysis.Attention;
using Glm.Analysis.Embeddings;
using Glm.Analysis.Synteny;
using Glm.Analysis.Taxonomy;
using Glm.Arrays;
using Glm.Arrays.Npy;
using Glm.Arrays.SafeTensors;
using Glm.Arrays.Storage;
using Glm.Genomes;
using Glm.Proteins;
using Glm.Runtime;
using Glm.Training;
using Microsoft.Data.Analysis;

namespace Glm.Interactive.Export;

/// <summary>Writes results to files that other programs read. Files are replaced only once they are complete.</summary>
public static class Exporter
{
    /// <summary>Writes a result.</summary>
    /// <param name="value">
    /// Scaffolds, a training history, a taxonomy result, an embedding map, a map of gene regions or a data frame as a table; protein
    /// vectors (half precision, [proteins, width]), contextual
    /// embeddings (single precision, [genes, width]) or attention ([layers, heads, genes, genes]) as an array or as tensors.
    /// </param>
    /// <param name="path">The file; its folder is made if need be. Beside an array of vectors, <c>name.ids.txt</c> has a line for each
    /// row.</param>
    /// <param name="format">Null to take it from the file's ending: .tsv, .parquet, .npy or .safetensors.</param>
    /// <exception cref="GlmException">The format is unknown or does not suit the value, or the file cannot be written.</exception>
    public static ExportedFile Write(object value, string path, ExportFormat? format = null)
    {
        var kind = format
            ?? Path.GetExtension(path).ToLowerInvariant() switch
            {
                ".tsv" => ExportFormat.Tsv,
                ".parquet" => ExportFormat.Parquet,
                ".npy" => ExportFormat.Npy,
                ".safetensors" => ExportFormat.SafeTensors,
                var other => throw new GlmException(
                    $"{path}: its ending {LineText.Quoted(other)} names no format. End it in .tsv, .parquet, .npy or "
                        + $".safetensors, or say --format."
                ),
            };
        var shape = Table(value) is { } table ? WriteTable(table, value, path, kind) : WriteArrays(value, path, kind);
        return new ExportedFile(path, kind, shape, new FileInfo(path).Length);
    }

    private static DataFrame? Table(object value) =>
        value switch
        {
            DataFrame frame => frame,
            ScaffoldSet scaffolds => scaffolds.ToDataFrame(),
            TrainingHistory history => history.ToDataFrame(),
            TaxonomyResult taxonomy => taxonomy.ToDataFrame(),
            EmbeddingMap map => map.ToDataFrame(),
            SyntenyMap region => region.ToDataFrame(),
            _ => null,
        };

    private static long[] WriteTable(DataFrame table, object value, string path, ExportFormat format)
    {
        switch (format)
        {
            case ExportFormat.Tsv:
                TsvTable.Write(table, path);
                break;
            case ExportFormat.Parquet:
                ParquetTable.Write(table, path);
                break;
            default:
                throw Unsuited(value, format, "tsv or parquet");
        }
        return [table.Rows.Count, table.Columns.Count];
    }

    private static long[] WriteArrays(object value, string path, ExportFormat format)
    {
        (string Name, NdArray Array, IEnumerable<string>? Rows)[] arrays = value switch
        {
            ProteinVectors vectors => [("embeddings", NdArray.From<Half>(vectors.Values, vectors.Count, vectors.Width), vectors.Ids)],
            ContextEmbeddings context =>
            [
                (
                    "contextual",
                    NdArray.From<float>(context.Contextual, context.GeneCount, context.ContextualWidth),
                    context.Windows.SelectMany(window => window.Genes).Select(gene => gene.Id)
                ),
                (
                    "context_free",
                    NdArray.From<float>(
                        context.ContextFree,
                        context.GeneCount,
                        context.GeneCount == 0 ? 0 : context.ContextFree.Length / context.GeneCount
                    ),
                    null
                ),
            ],
            AttentionResult attention =>
            [
                (
                    "attention",
                    NdArray.From<float>(attention.Values, attention.Layers, attention.Heads, attention.Length, attention.Length),
                    attention.Window.Genes.Select(gene => gene.Id)
                ),
            ],
            _ => throw new GlmException(
                $"A value of type {value.GetType().Name} cannot be exported: export scaffolds, vectors, embeddings, attention, "
                    + $"histories, maps, taxonomy results or a data frame (its ToDataFrame(), if it has one)."
            ),
        };
        var (_, first, rows) = arrays[0];
        switch (format)
        {
            case ExportFormat.Npy:
                NpyFile.Write(path, first);
                StoredFile.Replace(Path.ChangeExtension(path, ".ids.txt"), stream =>
                {
                    using var text = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
                    foreach (var row in rows!)
                        text.WriteLine(LineText.Shown(row, int.MaxValue));
                });
                break;
            case ExportFormat.SafeTensors:
                SafeTensorsWriter.Write(path, [.. arrays.Select(array => SafeTensorSource.From(array.Name, array.Array))]);
                break;
            default:
                throw Unsuited(
                    value,
                    format,
                    value is ContextEmbeddings ? "npy or safetensors (as a table: its ToDataFrame())" : "npy or safetensors"
                );
        }
        return [.. first.Shape];
    }

    private static GlmException Unsuited(object value, ExportFormat format, string fitting) =>
        new(
            $"A {value.GetType().Name} cannot be written as {format.ToString().ToLowerInvariant()}; it can as {fitting}. End the "
                + $"file so, or say --format."
        );
}
