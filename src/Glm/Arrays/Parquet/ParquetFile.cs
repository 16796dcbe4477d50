using System.Globalization;
using Glm.Arrays.Storage;
using Glm.Runtime;
using Parquet;
using Parquet.Data;
using Parquet.Schema;

namespace Glm.Arrays.Parquet;

/// <summary>Texts, numbers and lists of numbers in the columns of a Parquet file, read by groups of rows.</summary>
internal sealed class ParquetFile : IDisposable
{
    /// <summary>How often a number may be repeated by what the file says, beyond which it lies about its length.</summary>
    private const long MostPerByte = 1000;

    /// <summary>Rows that are written, and so held by readers, at a time.</summary>
    private const int GroupRows = 8192;

    private readonly string _path;
    private readonly FileStream _stream;
    private readonly ParquetReader _reader;

    private ParquetFile(string path, FileStream stream, ParquetReader reader)
    {
        (_path, _stream, _reader) = (path, stream, reader);
        Columns = Guarded(path, () => reader.Schema.Fields.Select(ColumnOf).ToArray());
        RowCounts = Guarded(path, () => Enumerable.Range(0, reader.RowGroupCount).Select(Rows).ToArray());
    }

    /// <exception cref="GlmException">The file is missing, damaged, or no Parquet.</exception>
    public static ParquetFile Open(string path)
    {
        var stream = StoredFile.OpenRead(path);
        try
        {
            return new ParquetFile(path, stream, Guarded(path, () =>
                {
                    ParquetFooter.Check(stream);
                    return Wait(() => ParquetReader.CreateAsync(stream, leaveStreamOpen: true));
                }));
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<ParquetColumn> Columns { get; }

    /// <summary>Rows of each group.</summary>
    public IReadOnlyList<int> RowCounts { get; }

    /// <summary>Reads a column of texts; null where a row has none.</summary>
    /// <exception cref="GlmException">It is damaged.</exception>
    public string?[] ReadTexts(int group, ParquetColumn column)
    {
        CheckSize(group, column);
        return Guarded(
            _path,
            () =>
            {
                var texts = new string?[RowCounts[group]];
                using var rows = _reader.OpenRowGroupReader(group);
                Wait(async () =>
                {
                    await rows.ReadAsync(column.Field!, texts).ConfigureAwait(false);
                    return texts;
                });
                return texts;
            },
            column
        );
    }

    /// <summary>Reads a column of numbers, [rows].</summary>
    /// <exception cref="GlmException">It is damaged, too large, or a row has no number.</exception>
    public NdArray ReadNumbers(int group, ParquetColumn column) => Read(group, column, data => RequireAll(group, column, data));

    /// <summary>Reads a column of lists: all numbers one after the other, and how many each row has.</summary>
    /// <exception cref="GlmException">It is damaged, too large, or a list has a place without a number.</exception>
    public (NdArray Numbers, int[] Lengths) ReadLists(int group, ParquetColumn column)
    {
        var lengths = new int[RowCounts[group]];
        return (Read(group, column, CountLists), lengths);

        void CountLists(RawColumnData data)
        {
            var row = -1;
            var starts = data.RepetitionLevels;
            var levels = data.DefinitionLevels;
            for (var i = 0; i < starts.Length; i++)
            {
                if (starts[i] == 0)
                    row++;
                if (levels[i] == column.Field!.MaxDefinitionLevel)
                    lengths[row]++;
                else if (starts[i] > 0 || (i + 1 < starts.Length && starts[i + 1] > 0))
                    throw Missing(group, column, row);
            }
            if (row + 1 != lengths.Length)
                throw new InvalidDataException($"it tells of {lengths.Length} lists and has {row + 1}");
        }
    }

    public void Dispose()
    {
        Wait(async () =>
        {
            await _reader.DisposeAsync().ConfigureAwait(false);
            return true;
        });
        _stream.Dispose();
    }

    /// <summary>Writes a column of texts, <c>id</c>, and one of lists of numbers, <c>embedding</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="ids">N.</param>
    /// <param name="vectors">[N, D], row-major.</param>
    /// <param name="width">D.</param>
    /// <exception cref="GlmException">The file cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<string> ids, ReadOnlyMemory<float> vectors, int width) =>
        StoredFile.Replace(path, stream =>
        {
            // The library writes asynchronously and seeks; the finished bytes go to the file at once.
            using var memory = new MemoryStream();
            Wait(async () =>
            {
                await WriteAsync(memory, ids, vectors, width).ConfigureAwait(false);
                return true;
            });
            memory.WriteTo(stream);
        });

    private static async Task WriteAsync(Stream stream, IReadOnlyList<string> ids, ReadOnlyMemory<float> vectors, int width)
    {
        var (id, number) = (new DataField<string>("id", nullable: false), new DataField<float>("element"));
        await using var writer = await ParquetWriter
            .CreateAsync(new ParquetSchema(id, new ListField("embedding", number)), stream)
            .ConfigureAwait(false);
        for (var first = 0; first < ids.Count; first += GroupRows)
        {
            var rows = Math.Min(GroupRows, ids.Count - first);
            var (defined, starts) = (new int[rows * width], new int[rows * width]);
            Array.Fill(defined, number.MaxDefinitionLevel);
            for (var i = 0; i < starts.Length; i++)
                starts[i] = i % width == 0 ? 0 : 1;
            using var group = writer.CreateRowGroup();
            await group.WriteAsync(id, [.. ids.Skip(first).Take(rows)]).ConfigureAwait(false);
            await group
                .WriteAllPartsAsync<float>(number, vectors.Slice(first * width, rows * width), defined, starts, CancellationToken.None)
                .ConfigureAwait(false);
        }
    }

    private static ParquetColumn ColumnOf(Field field) =>
        field switch
        {
            DataField { MaxRepetitionLevel: 0 } data when data.ClrType == typeof(ReadOnlyMemory<char>) => new(
                field.Name,
                ParquetKind.Text,
                data
            ),
            DataField { MaxRepetitionLevel: 0 } data when IsNumber(data) => new(field.Name, ParquetKind.Number, data),
            DataField { MaxRepetitionLevel: 1 } data when IsNumber(data) => new(field.Name, ParquetKind.List, data),
            ListField { Item: DataField { MaxRepetitionLevel: 1 } data } when IsNumber(data) => new(field.Name, ParquetKind.List, data),
            _ => new(field.Name, ParquetKind.Other, null),
        };

    private static bool IsNumber(DataField field) => field.ClrType == typeof(float) || field.ClrType == typeof(double);

    private int Rows(int group)
    {
        using var rows = _reader.OpenRowGroupReader(group);
        return rows.RowCount is >= 0 and var count && count <= MostPerByte * _stream.Length
            ? checked((int)count)
            : throw new InvalidDataException($"it tells of {rows.RowCount} rows in {_stream.Length} bytes");
    }

    private NdArray Read(int group, ParquetColumn column, Action<RawColumnData> check)
    {
        CheckSize(group, column);
        return column.Field!.ClrType == typeof(float) ? Read<float>(group, column, check) : Read<double>(group, column, check);
    }

    private NdArray Read<T>(int group, ParquetColumn column, Action<RawColumnData> check)
        where T : unmanaged =>
        Guarded(
            _path,
            () =>
            {
                using var rows = _reader.OpenRowGroupReader(group);
                using var data =
                    (RawColumnData<T>)Wait(async () => await rows.ReadRawColumnDataBaseAsync(column.Field!).ConfigureAwait(false));
                check(data);
                return NdArray.From<T>(data.Values, data.Values.Length);
            },
            column
        );

    private void RequireAll(int group, ParquetColumn column, RawColumnData data)
    {
        if (column.Field!.MaxDefinitionLevel == 0)
            return;
        var row = data.DefinitionLevels.IndexOfAnyExcept(column.Field.MaxDefinitionLevel);
        if (row >= 0)
            throw Missing(group, column, row);
    }

    /// <summary>Before the library makes room for as many numbers as the file tells of.</summary>
    private void CheckSize(int group, ParquetColumn column)
    {
        var values = Guarded(
            _path,
            () =>
            {
                using var rows = _reader.OpenRowGroupReader(group);
                var count = rows.GetMetadata(column.Field!)?.MetaData?.NumValues ?? throw new InvalidDataException("it lacks a column");
                return count >= RowCounts[group] && count <= MostPerByte * _stream.Length
                    ? count
                    : throw new InvalidDataException($"it tells of {count} values in {_stream.Length} bytes");
            },
            column
        );
        if (column.Kind != ParquetKind.Text && values * sizeof(double) > Array.MaxLength)
            throw new GlmException(
                $"{_path}: column {LineText.Quoted(column.Name)} has {values} numbers in row group {group + 1}, more than one array "
                    + $"holds. Write it in smaller row groups."
            );
    }

    private GlmException Missing(int group, ParquetColumn column, int row) =>
        new(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{_path}: column {LineText.Quoted(column.Name)} lacks a number in row {RowCounts.Take(group).Sum() + row + 1}. "
            ) + "Embed that protein again, or leave the row out."
        );

    private static T Wait<T>(Func<Task<T>> work) => Task.Run(work).GetAwaiter().GetResult();

    /// <summary>The library throws all kinds of exceptions at damaged files.</summary>
    private static T Guarded<T>(string path, Func<T> read, ParquetColumn? column = null)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is not (GlmException or OperationCanceledException or OutOfMemoryException))
        {
            var what = column is null ? "" : $"column {LineText.Quoted(column.Name)}: ";
            throw new GlmException(
                $"{path}: {what}Parquet cannot be read here ({LineText.Shown(exception.Message, 200).TrimEnd('.')}). Copy or download the "
                    + $"file again, or write its numbers as float32.",
                exception
            );
        }
    }
}
