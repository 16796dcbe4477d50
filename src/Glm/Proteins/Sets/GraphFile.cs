using System.Runtime.InteropServices;
using Glm.Arrays;
using Glm.Arrays.Hdf5;
using Glm.Arrays.Storage;
using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Proteins.Sets;

/// <summary>
/// The graph-formatted files of the protein set transformer, <c>*.graphfmt.h5</c>: HDF5 whose root holds <c>data</c> (float [P, d],
/// scaffold after scaffold), <c>sizes</c> [S] and <c>strand</c> [P], and may hold <c>ptr</c> [S+1], <c>genome_label</c> [S],
/// <c>scaffold_label</c> [S] and features named <c>protein_*</c>, <c>scaffold_*</c>, <c>genome_*</c> or <c>class_id</c>, or in groups of
/// these names.
/// </summary>
public static class GraphFile
{
    private const string Data = "data";
    private const string Sizes = "sizes";
    private const string StrandName = "strand";
    private const string Pointers = "ptr";
    private const string GenomeLabel = "genome_label";
    private const string ScaffoldLabel = "scaffold_label";
    private const string ClassId = "class_id";
    private const string ScaffoldLevel = "scaffold";

    private static readonly string[] Known = [Data, Sizes, StrandName, Pointers, GenomeLabel, ScaffoldLabel];
    private static readonly string[] Required = [Data, Sizes, StrandName];
    private static readonly string[] Levels = ["protein", ScaffoldLevel, "genome"];

    /// <summary>What a feature's name holds where it is the class of scaffolds.</summary>
    private static readonly string[] ClassWords = ["group", "class"];

    /// <summary>Reads the proteins of scaffolds. Strands are 1, and -1 or 0 for the reverse one.</summary>
    /// <exception cref="GlmException">The file is missing or damaged, a dataset is missing, of another size or unknown, a genome has
    /// fewer than two proteins, or a number is not finite.</exception>
    public static ScaffoldProteins Read(string path)
    {
        using var file = Hdf5File.Open(path);
        var arrays = file.Arrays().ToDictionary(array => array.Name, StringComparer.Ordinal);
        string[] missing = [.. Required.Where(name => !arrays.ContainsKey(name))];
        if (missing.Length > 0)
            throw new GlmException(
                $"{path}: it lacks the dataset{(missing.Length > 1 ? "s" : "")} "
                    + $"{string.Join(" and ", missing.Select(name => $"'{name}'"))} "
                    + $"of a graph-formatted file. Make it with pst graphify; a file of vectors alone says nothing of scaffolds."
            );
        var (vectors, width) = ReadData(path, file, arrays[Data]);
        var proteins = vectors.Length / width;
        var sizes = Whole(path, file, arrays[Sizes], null);
        var strands = Whole(path, file, arrays[StrandName], proteins);
        if (Array.FindIndex(strands, strand => strand is < -1 or > 1) is >= 0 and var odd)
            throw new GlmException(
                $"{path}: protein {odd} has the strand {strands[odd]}; strands are 1 and -1, or 1 and 0. Write them so."
            );
        if (Array.FindIndex(sizes, size => size is < 1 or > int.MaxValue) is >= 0 and var empty)
            throw new GlmException($"{path}: scaffold {empty} has {sizes[empty]} proteins; each needs at least 1. Leave it out.");
        CheckPointers(path, file, arrays, sizes);
        var genomes = arrays.TryGetValue(GenomeLabel, out var labels) ? Whole(path, file, labels, sizes.Length) : null;
        if (genomes is not null && Array.FindIndex(genomes, genome => genome < 0 || genome >= sizes.Length) is >= 0 and var wrong)
            throw new GlmException(
                $"{path}: scaffold {wrong} is of genome {genomes[wrong]}; the genomes of {sizes.Length} scaffolds are numbered from 0 to "
                    + $"{sizes.Length - 1} at most. Number them anew."
            );
        if (arrays.TryGetValue(ScaffoldLabel, out var own))
            Whole(path, file, own, sizes.Length);
        return new ScaffoldProteins(
            path,
            width,
            vectors,
            Array.ConvertAll(sizes, size => (int)size),
            Array.ConvertAll(strands, strand => strand > 0 ? Strand.Forward : Strand.Reverse),
            genomes is null ? null : Array.ConvertAll(genomes, genome => (int)genome)
        )
        {
            Classes = Classes(path, file, arrays.Values, (int)sizes.Length),
        };
    }

    /// <summary>
    /// Writes the proteins of scaffolds, uncompressed. As in PST, <c>genome_label</c> is there only where some genome has several
    /// scaffolds; classes become <c>class_id</c>.
    /// </summary>
    /// <exception cref="GlmException">The file cannot be written.</exception>
    public static void Write(string path, ScaffoldProteins proteins)
    {
        var (p, s) = (proteins.ProteinCount, proteins.ScaffoldCount);
        var arrays = new List<(string, Array, long[])>
        {
            (Data, proteins.Vectors, [p, proteins.Width]),
            (Sizes, Longs(proteins.Sizes), [s]),
            (StrandName, Longs(proteins.Strands.Select(strand => (int)strand)), [p]),
            (Pointers, Longs(proteins.Starts), [s + 1]),
            (ScaffoldLabel, Longs(Enumerable.Range(0, s)), [s]),
        };
        if (proteins.HasManyScaffolds)
            arrays.Add((GenomeLabel, Longs(proteins.Genomes), [s]));
        if (proteins.Classes is { } classes)
            arrays.Add((ClassId, classes.ToArray(), [s]));
        Hdf5Writer.Write(path, arrays);
    }

    private static long[] Longs(IEnumerable<int> numbers) => [.. numbers.Select(number => (long)number)];

    private static (float[] Vectors, int Width) ReadData(string path, Hdf5File file, Hdf5Array data)
    {
        if (data.Shape is not [> 0 and var rows, > 0 and <= int.MaxValue and var width])
            throw new GlmException(
                $"{path}: 'data' has the shape {ArrayLayout.Describe(data.Shape)}; vectors of at least one protein, (proteins, width), "
                    + $"are needed."
            );
        if (rows > int.MaxValue)
            throw new GlmException($"{path}: {rows} proteins are more than {int.MaxValue}. Split the file.");
        var values = file.Read(data);
        return (
            values.Type == ElementType.Float32 ? MemoryMarshal.Cast<byte, float>(values.Bytes).ToArray() : values.ToSingle(),
            (int)width
        );
    }

    /// <summary>Whole numbers in one dimension.</summary>
    private static long[] Whole(string path, Hdf5File file, Hdf5Array array, long? count) =>
        array.Shape is not [var length]
            ? throw new GlmException(
                $"{path}: {LineText.Quoted(array.Name)} has the shape {ArrayLayout.Describe(array.Shape)}; one dimension is needed."
            )
        : count is { } wanted && length != wanted
            ? throw new GlmException(
                $"{path}: {LineText.Quoted(array.Name)} has {length} numbers, and {wanted} are needed. Its parts are not of one "
                    + $"data set: make the file again."
            )
        : file.ReadIntegers(array);

    private static void CheckPointers(string path, Hdf5File file, Dictionary<string, Hdf5Array> arrays, long[] sizes)
    {
        if (!arrays.TryGetValue(Pointers, out var array))
            return;
        var (pointers, start) = (Whole(path, file, array, sizes.Length + 1), 0L);
        for (var s = 0; s <= sizes.Length; s++)
        {
            if (pointers[s] != start)
                throw new GlmException(
                    $"{path}: 'ptr' lets scaffold {s} begin at protein {pointers[s]}, and by 'sizes' it begins at {start}. Make the file "
                        + $"again, or leave out 'ptr'."
                );
            start += s < sizes.Length ? sizes[s] : 0;
        }
    }

    /// <summary>The class of each scaffold: the first of its features by name that calls itself so.</summary>
    private static long[]? Classes(string path, Hdf5File file, IEnumerable<Hdf5Array> root, int scaffolds)
    {
        var features = new List<(string Level, Hdf5Array Array)>();
        foreach (var array in root.Where(array => !Known.Contains(array.Name)))
        {
            var level = array.Name == ClassId ? ScaffoldLevel : array.Name.Split('_', 2)[0];
            if (!Levels.Contains(level))
                throw new GlmException(
                    $"{path}: dataset {LineText.Quoted(array.Name)} is none that a graph-formatted file has. Features are called "
                        + $"protein_*, scaffold_* or genome_*, or lie in a group of such a name."
                );
            features.Add((level, array));
        }
        foreach (var group in file.Groups())
        {
            if (!Levels.Contains(group))
                throw new GlmException(
                    $"{path}: group {LineText.Quoted(group)} is none that a graph-formatted file has; groups of features are called "
                        + $"protein, scaffold or genome."
                );
            features.AddRange(file.Arrays(group).Select(array => (group, array)));
        }
        var classes = features
            .Where(one => one.Level == ScaffoldLevel && ClassWords.Any(word => one.Array.Name.Contains(word, StringComparison.Ordinal)))
            .OrderBy(one => one.Array.Name, StringComparer.Ordinal)
            .Select(one => one.Array)
            .FirstOrDefault();
        return classes is null ? null : Whole(path, file, classes, scaffolds);
    }
}
