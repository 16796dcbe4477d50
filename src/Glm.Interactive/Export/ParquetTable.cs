using System.Globalization;
using Glm.Arrays.Storage;
using Microsoft.Data.Analysis;
using Parquet;
using Parquet.Schema;

namespace Glm.Interactive.Export;

/// <summary>
/// Writes data frames as Parquet: strings, integers, floating-point numbers and booleans with their nulls; any other column as strings.
/// </summary>
internal static class ParquetTable
{
    public static void Write(DataFrame table, string path) => StoredFile.Replace(path, stream =>
        {
            // The library writes asynchronously and seeks; the finished bytes go to the file at once.
            using var memory = new MemoryStream();
            Task.Run(() => WriteAsync(table, memory)).GetAwaiter().GetResult();
            memory.WriteTo(stream);
        });

    private static async Task WriteAsync(DataFrame table, Stream stream)
    {
        var columns = table.Columns.Select(column => (Field: Field(column), Column: column)).ToList();
        await using var writer = await ParquetWriter
            .CreateAsync(new ParquetSchema(columns.Select(column => column.Field)), stream)
            .ConfigureAwait(false);
        using var group = writer.CreateRowGroup();
        foreach (var (field, column) in columns)
            await (
                column switch
                {
                    PrimitiveDataFrameColumn<int> numbers => group.WriteAsync<int>(field, numbers.ToArray()),
                    PrimitiveDataFrameColumn<long> numbers => group.WriteAsync<long>(field, numbers.ToArray()),
                    PrimitiveDataFrameColumn<float> numbers => group.WriteAsync<float>(field, numbers.ToArray()),
                    PrimitiveDataFrameColumn<double> numbers => group.WriteAsync<double>(field, numbers.ToArray()),
                    PrimitiveDataFrameColumn<bool> truths => group.WriteAsync<bool>(field, truths.ToArray()),
                    _ => group.WriteAsync(field, Texts(column)),
                }
            ).ConfigureAwait(false);
    }

    private static DataField Field(DataFrameColumn column) =>
        column switch
        {
            PrimitiveDataFrameColumn<int> => new DataField<int?>(column.Name),
            PrimitiveDataFrameColumn<long> => new DataField<long?>(column.Name),
            PrimitiveDataFrameColumn<float> => new DataField<float?>(column.Name),
            PrimitiveDataFrameColumn<double> => new DataField<double?>(column.Name),
            PrimitiveDataFrameColumn<bool> => new DataField<bool?>(column.Name),
            _ => new DataField<string>(column.Name),
        };

    private static string?[] Texts(DataFrameColumn column)
    {
        var texts = new string?[column.Length];
        for (var row = 0; row < texts.Length; row++)
            texts[row] = column[row] is { } value ? Convert.ToString(value, CultureInfo.InvariantCulture) : null;
        return texts;
    }
}
