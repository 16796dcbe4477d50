using Glm.Arrays;
using Glm.Arrays.Parquet;
using Glm.Arrays.Storage;
using Glm.Runtime;

namespace Glm.Proteins;

/// <summary>
/// A Parquet file with a row per protein: a column of ids, and one of lists of numbers or else a column of numbers per dimension.
/// </summary>
internal sealed class ParquetVectors : IDisposable
{
    /// <summary>What a column of lists may be called where there are several.</summary>
    private static readonly string[] ListNames = ["embedding", "embeddings", "vector", "vectors", "data"];

    /// <summary>What the column of ids may be called where there are several of texts, the last being pandas' nameless index.</summary>
    private static readonly string[] IdNames =
    [
        "id",
        "ids",
        "protein_id",
        "protein_ids",
        "protein",
        "accession",
        "entry",
        "name",
        "names",
        "__index_level_0__",
    ];

    private readonly string _path;
    private readonly ParquetFile _file;
    private readonly ParquetColumn _ids;
    private readonly ParquetColumn? _lists;
    private readonly ParquetColumn[] _numbers;

    private ParquetVectors(string path, ParquetFile file)
    {
        (_path, _file) = (path, file);
        _ids = Choose(ParquetKind.Text, IdNames)
            ?? throw new GlmException($"{path}: no column holds protein ids as text; {Holds()}. Add a column 'id' of texts.");
        _lists = Choose(ParquetKind.List, ListNames);
        _numbers = [.. file.Columns.Where(column => column.Kind == ParquetKind.Number)];
        if (_lists is null && _numbers.Length == 0)
            throw new GlmException(
                $"{path}: no column holds vectors; {Holds()}. Write a list of floating-point numbers per protein, or a column of them per "
                    + $"dimension."
            );
    }

    /// <exception cref="GlmException">The file is missing, damaged, or no column is known to hold ids or vectors.</exception>
    public static ParquetVectors Open(string path)
    {
        var file = ParquetFile.Open(path);
        try
        {
            return new ParquetVectors(path, file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>An id per row; "" where a row has none.</summary>
    /// <exception cref="GlmException">The column is damaged.</exception>
    public string[] ReadIds() =>
        [.. Enumerable.Range(0, _file.RowCounts.Count).SelectMany(group => _file.ReadTexts(group, _ids)).Select(id => id ?? "")];

    /// <summary>The vectors of the next rows, [rows, D], some rows at a time.</summary>
    /// <param name="ids">For messages.</param>
    /// <exception cref="GlmException">A column is damaged, a number is missing, or vectors differ in width.</exception>
    public IEnumerable<NdArray> Read(IReadOnlyList<string> ids)
    {
        var (first, width) = (0, -1);
        for (var group = 0; group < _file.RowCounts.Count; first += _file.RowCounts[group++])
        {
            if (_file.RowCounts[group] == 0)
                continue;
            if (_lists is null)
            {
                yield return ReadColumns(group);
                continue;
            }
            var (numbers, lengths) = _file.ReadLists(group, _lists);
            width = width < 0 ? lengths[0] : width;
            for (var row = 0; row < lengths.Length; row++)
                if (lengths[row] == 0)
                    throw new GlmException(
                        $"{_path}: the vector of protein {LineText.Quoted(ids[first + row])} is missing or empty. Embed that protein "
                            + $"again, or leave the row out."
                    );
                else if (lengths[row] != width)
                    throw EmbeddingFile.OfAnotherWidth(_path, ids[first + row], lengths[row], ids[0], width);
            yield return new NdArray(numbers.Type, [lengths.Length, width], numbers.Bytes);
        }
    }

    public void Dispose() => _file.Dispose();

    /// <summary>A column per dimension -> rows, in the precision of the most precise.</summary>
    private NdArray ReadColumns(int group)
    {
        var (rows, width) = (_file.RowCounts[group], _numbers.Length);
        if (ArrayLayout.ByteCount(_path, [rows, width], sizeof(double)) > Array.MaxLength)
            throw new GlmException(
                $"{_path}: row group {group + 1} has {rows} rows of {width} numbers, more than one array holds. Write it in smaller row "
                    + $"groups."
            );
        var values = new double[rows * width];
        for (var column = 0; column < width; column++)
        {
            var numbers = _file.ReadNumbers(group, _numbers[column]).ToDouble();
            for (var row = 0; row < rows; row++)
                values[(row * width) + column] = numbers[row];
        }
        return NdArray.From<double>(values, rows, width);
    }

    /// <summary>The column of a kind that has one of some names, or else is the only one; null where the kind has none.</summary>
    private ParquetColumn? Choose(ParquetKind kind, string[] names)
    {
        var those = _file.Columns.Where(column => column.Kind == kind).ToArray();
        return those.Length < 2
            ? those.FirstOrDefault()
            : names
                .Select(name => Array.Find(those, column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
                .FirstOrDefault(found => found is not null)
                ?? throw new GlmException(
                    $"{_path}: it has {those.Length} columns of {(kind == ParquetKind.Text ? "texts" : "lists")} "
                        + $"({LineText.Shown(string.Join(", ", those.Select(column => column.Name)), 200)}), and none is called "
                        + $"{string.Join(", ", names[..3])}. Name that of the {(kind == ParquetKind.Text ? "ids" : "vectors")} "
                        + $"'{names[0]}'."
                );
    }

    private string Holds() =>
        _file.Columns.Count == 0
            ? "it has no columns"
            : $"it has {LineText.Shown(string.Join(", ", _file.Columns.Select(column => $"{column.Name} ({column.Kind})")), 200)}";
}
