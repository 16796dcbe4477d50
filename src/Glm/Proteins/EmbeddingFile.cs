using System.Numerics.Tensors;
using Glm.Arrays;
using Glm.Arrays.Hdf5;
using Glm.Arrays.Npy;
using Glm.Arrays.Parquet;
using Glm.Arrays.Pickle;
using Glm.Arrays.SafeTensors;
using Glm.Arrays.Storage;
using Glm.Runtime;

namespace Glm.Proteins;

/// <summary>Protein vectors that somebody else made, from the files in which people exchange them.</summary>
public static class EmbeddingFile
{
    private const string IdsName = "ids";
    private const string ParquetExtension = ".parquet";

    /// <summary>What an array of vectors may be called.</summary>
    private static readonly string[] VectorsNames = ["embeddings", "vectors"];

    /// <summary>The same where there may be others: "data" is PST's.</summary>
    private static readonly string[] MatrixNames = [.. VectorsNames, "data"];

    private static readonly string[] IdsNames = [IdsName, "protein_ids", "protein_id", "names"];

    /// <summary>
    /// Reads protein vectors. The extension decides the layout: *.pkl is a list of (FASTA header, vector), as the reference has it, or a
    /// dict of vectors by id, or one array; *.npz holds the arrays "ids" (strings) and "embeddings" or "vectors" [N, D]; *.h5 has a
    /// dataset per protein, as ProtTrans writes them, or one called "data", "embeddings" or "vectors"; *.safetensors a tensor per
    /// protein, or one of these names; a folder has a file of fair-esm per protein, <c>ID.pt</c>, with "mean_representations", of which
    /// the last layer is taken; *.parquet has a row per protein: a column of ids and one of lists of numbers, or else a column of numbers
    /// per dimension. Arrays without ids of their own, and *.npy, have them beside the file in STEM.ids.txt, one per line. An
    /// id ends at the first space of its header.
    /// </summary>
    /// <exception cref="GlmException">The file is missing or damaged, ids and vectors differ in number, vectors in width, an id occurs
    /// twice, or a value is not finite.</exception>
    public static ProteinVectors Read(string path) =>
        Path.GetExtension(path).ToLowerInvariant() switch
        {
            _ when Directory.Exists(path) => FromVectors(path, EsmVectorFolder.FilesOf(path), EsmVectorFolder.Read),
            ".pkl" or ".pickle" => ReadPickle(path),
            ".npz" => ReadNpz(path),
            ".npy" => FromMatrix(path, NpyFile.Read(path)),
            ".h5" or ".hdf5" => ReadHdf5(path),
            ".safetensors" => ReadSafeTensors(path),
            ParquetExtension or ".pq" => ReadParquet(path),
            _ => throw new GlmException(
                $"{path}: no format of protein vectors ends in '{Path.GetExtension(path)}'; use .pkl, .npz (arrays ids and embeddings), "
                    + $".h5, .parquet, .safetensors, or .npy (with ids in {Path.GetFileNameWithoutExtension(path)}.ids.txt)."
            ),
        };

    /// <summary>Whether a safetensors file holds vectors of proteins, and not the weights of a model.</summary>
    internal static bool HoldsVectors(string path)
    {
        using var file = SafeTensorsFile.Open(path);
        return file.Names.Count > 0
            && (
                file.Names.Any(name => MatrixNames.Contains(name) && file.Find(name)!.Shape.Count == 2)
                || file.Names.All(name => file.Find(name)!.Shape.SequenceEqual(file.Find(file.Names[0])!.Shape))
                    && file.Find(file.Names[0])!.Shape.Count == 1
            );
    }

    /// <summary>
    /// Writes vectors in row order: as Parquet with the columns "id" and "embedding" (lists of float32) where the name ends so, else as
    /// .npz with the arrays "ids" (strings) and "vectors" (float32 [N, D]). <see cref="Read"/> reads either.
    /// </summary>
    /// <exception cref="GlmException">The file cannot be written.</exception>
    public static void Write(string path, ProteinVectors vectors)
    {
        var values = new float[vectors.Values.Length];
        TensorPrimitives.ConvertToSingle(vectors.Values, values);
        Write(path, vectors.Ids, values, vectors.Width);
    }

    /// <summary>As above, of vectors with all their digits.</summary>
    /// <param name="path">The file.</param>
    /// <param name="ids">N.</param>
    /// <param name="vectors">[N, D], row-major.</param>
    /// <param name="width">D.</param>
    /// <exception cref="GlmException">The file cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<string> ids, float[] vectors, int width)
    {
        if (Path.GetExtension(path).Equals(ParquetExtension, StringComparison.OrdinalIgnoreCase))
            ParquetFile.Write(path, ids, vectors, width);
        else
            NpzFile.Write(path, [NpzEntry.Of(IdsName, ids), NpzEntry.Of(VectorsNames[1], NdArray.From<float>(vectors, ids.Count, width))]);
    }

    private static ProteinVectors ReadPickle(string path)
    {
        var entries = ReferencePickles.ReadEmbeddings(path, out var matrix);
        return matrix is null ? FromVectors(path, entries, entry => (entry.Header, entry.Vector)) : FromMatrix(path, matrix);
    }

    private static ProteinVectors ReadSafeTensors(string path)
    {
        using var file = SafeTensorsFile.Open(path);
        return file.Names.FirstOrDefault(name => MatrixNames.Contains(name) && file.Find(name)!.Shape.Count == 2) is { } matrix
            ? FromMatrix(path, file.Read(matrix))
            : FromVectors(path, file.Names, name => (name, file.Read(name)));
    }

    private static ProteinVectors ReadHdf5(string path)
    {
        using var file = Hdf5File.Open(path);
        List<Hdf5Array> arrays = [.. file.Arrays()];
        if (arrays.Find(array => MatrixNames.Contains(array.Name) && array.Shape.Count == 2) is { } matrix)
            return arrays.Find(array => array.IsText && array.Shape.Count == 1 && IdsNames.Contains(array.Name)) is { } ids
                ? FromMatrix(path, file.ReadStrings(ids), file.Read(matrix), $"'{ids.Name}'")
                : FromMatrix(path, file.Read(matrix));
        // Some writers number the datasets, since ids may hold slashes, and note the id.
        return FromVectors(path, arrays, array => (file.Attribute(array, "original_id") ?? array.Name, file.Read(array)));
    }

    /// <summary>Vectors that each have their id.</summary>
    private static ProteinVectors FromVectors<T>(string path, IReadOnlyList<T> entries, Func<T, (string Header, NdArray Vector)> read)
    {
        var (ids, values, width) = (new string[entries.Count], Array.Empty<Half>(), 0);
        for (var row = 0; row < ids.Length; row++)
        {
            var (header, vector) = read(entries[row]);
            var id = ids[row] = IdOf(path, header, row);
            if (
                vector.Shape is not [> 0 and var own]
                || vector.Type is not (ElementType.Float16 or ElementType.Float32 or ElementType.Float64)
            )
                throw new GlmException(
                    $"{path}: the vector of protein {LineText.Quoted(id)} is {vector.Type} of shape {ArrayLayout.Describe(vector.Shape)}; "
                        + $"floating-point numbers in one dimension are needed, one vector per protein."
                );
            if (row > 0 && own != width)
                throw OfAnotherWidth(path, id, own, ids[0], width);
            if (row == 0)
            {
                if (ids.Length * own > Array.MaxLength)
                    throw TooLarge(path, ids.Length, own);
                (width, values) = ((int)own, new Half[ids.Length * own]);
            }
            Convert(path, vector, values.AsSpan(row * width, width), _ => id);
        }
        return ids.Length == 0 ? throw Empty(path) : Build(path, ids, width, values);
    }

    private static ProteinVectors ReadParquet(string path)
    {
        using var table = ParquetVectors.Open(path);
        var ids = table.ReadIds().Select((header, row) => IdOf(path, header, row)).ToArray();
        var (values, width, row) = (Array.Empty<Half>(), 0, 0);
        foreach (var rows in table.Read(ids))
        {
            if (row == 0)
            {
                width = (int)rows.Shape[1];
                values =
                    (long)ids.Length * width <= Array.MaxLength ? new Half[ids.Length * width] : throw TooLarge(path, ids.Length, width);
            }
            var first = row;
            Convert(path, rows, values.AsSpan(row * width, (int)rows.Count), i => ids[first + (int)(i / width)]);
            row += (int)rows.Shape[0];
        }
        return ids.Length == 0 ? throw Empty(path) : Build(path, ids, width, values);
    }

    private static ProteinVectors ReadNpz(string path)
    {
        using var file = NpzFile.Open(path);
        if (!file.Names.Contains(IdsName) || VectorsNames.FirstOrDefault(file.Names.Contains) is not { } vectors)
            throw new GlmException(
                $"{path}: needs the arrays '{IdsName}' and '{VectorsNames[0]}' or '{VectorsNames[1]}', but holds "
                    + $"{(file.Names.Count == 0 ? "none" : LineText.Shown(string.Join(", ", file.Names)))}; write it with "
                    + $"numpy.savez(path, ids=ids, embeddings=vectors)."
            );
        return FromMatrix(path, file.ReadStrings(IdsName), file.Read(vectors), $"'{IdsName}'");
    }

    /// <summary>An array whose ids lie beside it.</summary>
    private static ProteinVectors FromMatrix(string path, NdArray matrix)
    {
        var beside = Path.Combine(Path.GetDirectoryName(path) ?? "", Path.GetFileNameWithoutExtension(path) + ".ids.txt");
        if (!File.Exists(beside))
            throw new GlmException($"{path}: its protein ids are missing; put them into {beside}, one per line in row order.");
        var lines = StoredFile.Read(beside, file =>
        {
            using var reader = new StreamReader(file);
            return reader.ReadToEnd().TrimEnd().Split('\n');
        });
        return FromMatrix(path, lines, matrix, beside);
    }

    private static ProteinVectors FromMatrix(string path, string[] headers, NdArray matrix, string idsFrom)
    {
        if (
            matrix.Shape is not [var rows, > 0 and var width]
            || matrix.Type is not (ElementType.Float16 or ElementType.Float32 or ElementType.Float64)
        )
            throw new GlmException(
                $"{path}: the vectors are {matrix.Type} of shape {ArrayLayout.Describe(matrix.Shape)}; floating-point numbers of "
                    + $"shape (proteins, width) are needed."
            );
        if (rows == 0)
            throw Empty(path);
        if (rows != headers.Length)
            throw new GlmException($"{path}: {rows} vectors, but {idsFrom} holds {headers.Length} ids; there must be one id per vector.");
        var ids = headers.Select((header, row) => IdOf(path, header.TrimEnd('\r'), row)).ToArray();
        var values = new Half[matrix.Count];
        Convert(path, matrix, values, i => ids[i / width]);
        return Build(path, ids, width, values);
    }

    private static ProteinVectors Build(string path, string[] ids, long width, Half[] values) =>
        new(Path.GetFileName(Path.TrimEndingDirectorySeparator(path)), ids, (int)width, values);

    private static string IdOf(string path, string header, int row)
    {
        var end = header.AsSpan().IndexOfAny(" \t\r\n\v\f");
        var id = end < 0 ? header : header[..end];
        return id.Length > 0
            ? id
            : throw new GlmException($"{path}: vector {row} has no protein id (its header begins with a space or is empty).");
    }

    /// <summary>Rounds to half precision; what overflows it is refused here, because it would look like an infinity later.</summary>
    private static void Convert(string path, NdArray source, Span<Half> target, Func<long, string> idAt)
    {
        if (source.Type == ElementType.Float16)
        {
            source.AsSpan<Half>().CopyTo(target);
            return;
        }
        for (var i = 0; i < target.Length; i++)
        {
            var value = source.Type == ElementType.Float32 ? source.AsSpan<float>()[i] : source.AsSpan<double>()[i];
            target[i] = (Half)value;
            if (double.IsFinite(value) && !Half.IsFinite(target[i]))
                throw new GlmException(
                    $"{path}: the vector of protein {LineText.Quoted(idAt(i))} holds {value}; vectors are kept in half "
                        + $"precision, whose largest number is 65504. Scale them down."
                );
        }
    }

    internal static GlmException OfAnotherWidth(string path, string id, long own, string firstId, int width) =>
        new(
            $"{path}: the vector of protein {LineText.Quoted(id)} has {own} numbers, and that of {LineText.Quoted(firstId)} has "
                + $"{width}; all must be of one model, layer and pooling. Leave out those of the other."
        );

    private static GlmException Empty(string path) => new($"{path}: holds no vectors; embed at least one protein.");

    private static GlmException TooLarge(string path, long count, long width) =>
        new($"{path}: {count} vectors of {width} are more than {Array.MaxLength} numbers; split the file.");
}
