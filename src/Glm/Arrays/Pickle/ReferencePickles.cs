using Glm.Arrays.Storage;
using Glm.Runtime;

namespace Glm.Arrays.Pickle;

/// <summary>The pickles that the published gLM scripts exchange, read as data.</summary>
public static class ReferencePickles
{
    private static readonly PickleOptions Options = new() { AllowedGlobals = NumpyPickle.Globals };

    /// <summary>Reads *.embs.pkl: a list of (FASTA header, vector), or a dict of vectors by header.</summary>
    /// <returns>The entries in file order; all vectors of one width and one floating-point type.</returns>
    /// <exception cref="GlmException">The file is missing, damaged, hostile or holds something else.</exception>
    public static IReadOnlyList<PickledEmbedding> ReadEmbeddings(string path)
    {
        var entries = ReadEmbeddings(path, out var matrix);
        return matrix is null
            ? entries
            : throw new GlmException(
                $"{path}: one array where embeddings are needed: a list of (header, vector), or a dict of vectors by id."
            );
    }

    /// <summary>As above; or one array of vectors without ids, [N, D], and no entries.</summary>
    public static IReadOnlyList<PickledEmbedding> ReadEmbeddings(string path, out NdArray? matrix)
    {
        var root = PickleReader.Read(path, Options);
        matrix = NumpyPickle.IsArray(root) ? NumpyPickle.ToArray(root, path) : null;
        if (matrix is not null)
            return [];
        var items = root switch
        {
            PickleList list => list.Select((item, i) => Pair(path, item, i)),
            PickleDict dict => dict.Select((entry, i) => Pair(path, entry.Key, entry.Value, i)),
            _ => throw new GlmException(
                $"{path}: {NumpyPickle.Kind(root)} where embeddings are needed: a list of (header, vector), a dict of vectors by id, or "
                    + $"one array."
            ),
        };
        var entries = new List<PickledEmbedding>();
        foreach (var (header, value) in items)
        {
            var where = $"{path}: the vector of {LineText.Quoted(header)}";
            var vector = NumpyPickle.ToArray(value, where);
            if (vector.Shape is not [> 0] || vector.Type is not (ElementType.Float16 or ElementType.Float32 or ElementType.Float64))
                throw new GlmException(
                    $"{where} is {vector.Type} of shape {ArrayLayout.Describe(vector.Shape)}; floating-point numbers in one "
                        + $"dimension are needed."
                );
            if (entries.Count > 0 && (vector.Count != entries[0].Vector.Count || vector.Type != entries[0].Vector.Type))
                throw new GlmException(
                    $"{where} is {vector.Type} of {vector.Count} numbers, the first one {entries[0].Vector.Type} of "
                        + $"{entries[0].Vector.Count}; all must be alike."
                );
            entries.Add(new PickledEmbedding(header, vector));
        }
        return entries;
    }

    private static (string Header, object? Value) Pair(string path, object? item, int i) =>
        item is PickleTuple or PickleList && (IReadOnlyList<object?>)item is [var key, var value]
            ? Pair(path, key, value, i)
            : throw new GlmException($"{path}: item {i} is {NumpyPickle.Kind(item)}; each item must be (header, vector).");

    private static (string Header, object? Value) Pair(string path, object? key, object? value, int i) =>
        key is string header
            ? (header, value)
            : throw new GlmException($"{path}: item {i} begins with {NumpyPickle.Kind(key)}; each item must be (header, vector).");

    /// <summary>
    /// Reads batch.pkl or a training pickle: a list, or an array of objects, of dicts with prot_ids, embeds, label_embeds and
    /// attention_mask.
    /// </summary>
    /// <exception cref="GlmException">The file is missing, damaged, hostile or holds something else.</exception>
    public static IReadOnlyList<PickledWindow> ReadBatches(string path)
    {
        var items = NumpyPickle.ToObjects(PickleReader.Read(path, Options), path);
        var windows = new PickledWindow[items.Count];
        for (var i = 0; i < windows.Length; i++)
        {
            var where = $"{path}: scaffold {i}";
            if (items[i] is not PickleDict dict)
                throw new GlmException(
                    $"{where} is {NumpyPickle.Kind(items[i])}; a dict with prot_ids, embeds, label_embeds and attention_mask is needed."
                );
            var (ids, embeds, labels, mask) = (
                Field(dict, "prot_ids", where),
                Field(dict, "embeds", where),
                Field(dict, "label_embeds", where),
                Field(dict, "attention_mask", where)
            );
            if (
                ids.Shape.Count != 1
                || mask.Shape.Count != 1
                || embeds.Shape.Count != 2
                || labels.Shape.Count != 2
                || mask.Count != ids.Count
                || embeds.Shape[0] != ids.Count
                || labels.Shape[0] != ids.Count
            )
                throw new GlmException(
                    $"{where}: prot_ids {ArrayLayout.Describe(ids.Shape)}, embeds {ArrayLayout.Describe(embeds.Shape)}, "
                        + $"label_embeds {ArrayLayout.Describe(labels.Shape)} and attention_mask {ArrayLayout.Describe(mask.Shape)} do "
                        + $"not fit together."
                );
            windows[i] = new PickledWindow(
                Integers(ids, where + ": prot_ids"),
                embeds,
                labels,
                Integers(mask, where + ": attention_mask")
            );
        }
        return windows;
    }

    /// <summary>Reads a pickle that is one numpy array, such as *.attention.pkl.</summary>
    /// <exception cref="GlmException">The file is missing, damaged, hostile or holds something else.</exception>
    public static NdArray ReadArray(string path) => NumpyPickle.ToArray(PickleReader.Read(path, Options), path);

    private static NdArray Field(PickleDict dict, string key, string where) =>
        NumpyPickle.ToArray(
            dict.TryGetValue(key, out var value) ? value : throw new GlmException($"{where} has no '{key}'."),
            $"{where}: {key}"
        );

    private static long[] Integers(NdArray array, string where) =>
        Array.ConvertAll(array.ToDouble(), value =>
            value == Math.Floor(value) && Math.Abs(value) < 1L << 53
                ? (long)value
                : throw new GlmException($"{where} holds {value}; whole numbers are needed.")
        );
}
