using System.Numerics.Tensors;
using Glm.Arrays;
using Glm.Arrays.Npy;
using Glm.Arrays.Pickle;
using Glm.Arrays.Storage;
using Glm.Runtime;

namespace Glm.Proteins;

/// <summary>Protein vectors that somebody else made, from the files in which people exchange them.</summary>
public static class EmbeddingFile
{
    private const string IdsName = "ids";

    /// <summary>What an array of vectors may be called.</summary>
    private static readonly string[] VectorsNames = ["embeddings", "vectors"];

    /// <summary>
    /// Reads protein vectors. The extension decides the layout: *.pkl is the reference's list of (FASTA header, vector); *.npz holds the
    /// arrays "ids" (strings) and "embeddings" or "vectors" [N, D]; *.npy holds [N, D], with the ids beside it in STEM.ids.txt, one per
    /// line. An id
    /// ends at the first space of its header.
    /// </summary>
    /// <exception cref="GlmException">The file is missing or damaged, ids and vectors differ in number, an id occurs twice, or a value is
    /// not finite.</exception>
    public static ProteinVectors Read(string path) =>
        Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".pkl" or ".pickle" => ReadPickle(path),
            ".npz" => ReadNpz(path),
            ".npy" => ReadNpy(path),
            _ when Directory.Exists(path) => throw new GlmException($"{path}: this is a folder, not a file; name a file inside it."),
            _ => throw new GlmException(
                $"{path}: no format of protein vectors ends in '{Path.GetExtension(path)}'; use .pkl, .npz (arrays ids and "
                    + $"embeddings) or .npy (with ids in {Path.GetFileNameWithoutExtension(path)}.ids.txt)."
            ),
        };

    /// <summary>
    /// Writes vectors as .npz with the arrays "ids" (strings) and "vectors" (float32 [N, D]), in row order; <see cref="Read"/> and numpy
    /// read it.
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
    public static void Write(string path, IReadOnlyList<string> ids, float[] vectors, int width) =>
        NpzFile.Write(path, [NpzEntry.Of(IdsName, ids), NpzEntry.Of(VectorsNames[1], NdArray.From<float>(vectors, ids.Count, width))]);

    private static ProteinVectors ReadPickle(string path)
    {
        var entries = ReferencePickles.ReadEmbeddings(path);
        if (entries.Count == 0)
            throw Empty(path);
        var width = entries[0].Vector.Count;
        if (entries.Count * width > Array.MaxLength)
            throw TooLarge(path, entries.Count, width);
        var values = new Half[entries.Count * width];
        var ids = new string[entries.Count];
        for (var row = 0; row < ids.Length; row++)
        {
            ids[row] = IdOf(path, entries[row].Header, row);
            Convert(path, entries[row].Vector, values.AsSpan((int)(row * width), (int)width), _ => ids[row]);
        }
        return Build(path, ids, width, values);
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

    private static ProteinVectors ReadNpy(string path)
    {
        var matrix = NpyFile.Read(path);
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
        new(Path.GetFileName(path), ids, (int)width, values);

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

    private static GlmException Empty(string path) => new($"{path}: holds no vectors; embed at least one protein.");

    private static GlmException TooLarge(string path, long count, long width) =>
        new($"{path}: {count} vectors of {width} are more than {Array.MaxLength} numbers; split the file.");
}
