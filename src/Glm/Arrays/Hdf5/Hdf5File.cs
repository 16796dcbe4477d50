using System.Text.RegularExpressions;
using Glm.Arrays.Storage;
using Glm.Runtime;
using PureHDF;
using PureHDF.Filters;

namespace Glm.Arrays.Hdf5;

/// <summary>Arrays of numbers or texts in the root of an HDF5 file, or in groups below it, read one at a time.</summary>
internal sealed partial class Hdf5File : IDisposable
{
    private readonly string _path;
    private readonly FileStream _stream;
    private readonly IH5Group _root;

    static Hdf5File() => H5Filter.Register(new BloscFilter());

    private Hdf5File(string path, FileStream stream, IH5Group root) => (_path, _stream, _root) = (path, stream, root);

    /// <exception cref="GlmException">The file is missing, damaged, or no HDF5.</exception>
    public static Hdf5File Open(string path)
    {
        var stream = StoredFile.OpenRead(path);
        try
        {
            return new Hdf5File(path, stream, Guarded(path, () => H5File.Open(stream, true, null!)));
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>All arrays of the root, in the order of the file.</summary>
    public IEnumerable<Hdf5Array> Arrays()
    {
        var children = Guarded(_path, () => _root.Children().ToList());
        foreach (var child in children)
            if (child is IH5Dataset dataset)
                yield return Guarded(_path, () => Described(dataset));
    }

    /// <summary>The names of the groups below the root, in the order of the file. Untrusted text.</summary>
    public IReadOnlyList<string> Groups() =>
        Guarded<IReadOnlyList<string>>(_path, () => [.. _root.Children().OfType<IH5Group>().Select(group => group.Name)]);

    /// <summary>All arrays of a group below the root, in the order of the file, by their names in it.</summary>
    public IReadOnlyList<Hdf5Array> Arrays(string group) =>
        Guarded<IReadOnlyList<Hdf5Array>>(_path, () =>
            [.. _root.Children().OfType<IH5Group>().First(one => one.Name == group).Children().OfType<IH5Dataset>().Select(Described)]
        );

    /// <summary>Reads whole numbers of any size.</summary>
    /// <exception cref="GlmException">They are of another type, too many, damaged, or packed by an unknown filter.</exception>
    public long[] ReadIntegers(Hdf5Array array)
    {
        var where = $"{_path}: dataset {LineText.Quoted(array.Name)}";
        var (type, size) = (array.Dataset.Type.Class, array.Dataset.Type.Size);
        if (type != H5DataTypeClass.FixedPoint || size is not (1 or 2 or 4 or 8))
            throw new GlmException($"{where} holds no whole numbers. Write integers, int64 for example.");
        CheckFits(where, array, size);
        var isSigned = array.Dataset.Type.FixedPoint.IsSigned;
        return Guarded<long[]>(
            _path,
            () =>
                (size, isSigned) switch
                {
                    (1, true) => Array.ConvertAll(array.Dataset.Read<sbyte[]>(), value => (long)value),
                    (1, false) => Array.ConvertAll(array.Dataset.Read<byte[]>(), value => (long)value),
                    (2, true) => Array.ConvertAll(array.Dataset.Read<short[]>(), value => (long)value),
                    (2, false) => Array.ConvertAll(array.Dataset.Read<ushort[]>(), value => (long)value),
                    (4, true) => Array.ConvertAll(array.Dataset.Read<int[]>(), value => (long)value),
                    (4, false) => Array.ConvertAll(array.Dataset.Read<uint[]>(), value => (long)value),
                    (_, true) => array.Dataset.Read<long[]>(),
                    _ => Array.ConvertAll(array.Dataset.Read<ulong[]>(), value => checked((long)value)),
                },
            array.Name
        );
    }

    /// <summary>Reads floating-point numbers.</summary>
    /// <exception cref="GlmException">They are of another type, too many, damaged, or packed by an unknown filter.</exception>
    public NdArray Read(Hdf5Array array)
    {
        var where = $"{_path}: dataset {LineText.Quoted(array.Name)}";
        var (type, size) = (array.Dataset.Type.Class, array.Dataset.Type.Size);
        if (type != H5DataTypeClass.FloatingPoint || size is not (2 or 4 or 8))
            throw new GlmException($"{where} holds no floating-point numbers of 2, 4 or 8 bytes. Write float16, float32 or float64.");
        CheckFits(where, array, size);
        long[] shape = [.. array.Shape];
        return Guarded(
            _path,
            () =>
                size switch
                {
                    2 => NdArray.From<Half>(array.Dataset.Read<Half[]>(), shape),
                    4 => NdArray.From<float>(array.Dataset.Read<float[]>(), shape),
                    _ => NdArray.From<double>(array.Dataset.Read<double[]>(), shape),
                },
            array.Name
        );
    }

    /// <summary>Reads texts.</summary>
    /// <exception cref="GlmException">They are damaged, or packed by an unknown filter.</exception>
    public string[] ReadStrings(Hdf5Array array) => Guarded(_path, () => array.Dataset.Read<string[]>(), array.Name);

    /// <summary>A text that is attached to an array; null where it is none.</summary>
    public string? Attribute(Hdf5Array array, string name) =>
        Guarded(
            _path,
            () =>
                array.Dataset.AttributeExists(name)
                && array.Dataset.Attribute(name) is { Type.Class: H5DataTypeClass.String or H5DataTypeClass.VariableLength } text
                    ? text.Read<string>()
                    : null,
            array.Name
        );

    public void Dispose()
    {
        (_root as IDisposable)?.Dispose();
        _stream.Dispose();
    }

    private static Hdf5Array Described(IH5Dataset dataset) =>
        new(dataset.Name, [.. dataset.Space.Dimensions.Select(size => checked((long)size))], dataset);

    private static void CheckFits(string where, Hdf5Array array, int size)
    {
        if (ArrayLayout.ByteCount(where, array.Shape, size) > Array.MaxLength)
            throw new GlmException(
                $"{where} has the shape {ArrayLayout.Describe(array.Shape)}, more than one array holds. Split the file."
            );
    }

    /// <summary>The library throws all kinds of exceptions at damaged files.</summary>
    private static T Guarded<T>(string path, Func<T> read, string? dataset = null)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or OutOfMemoryException))
        {
            var what = dataset is null ? "" : $"dataset {LineText.Quoted(dataset)}: ";
            var cause = exception.GetBaseException();
            if (UnknownFilter().Match(cause.Message) is { Success: true } filter)
                throw new GlmException(
                    $"{path}: {what}it is packed by filter {filter.Groups[2].Value} ({LineText.Shown(filter.Groups[1].Value)}), which "
                        + $"is not "
                        + $"read here. Write the file again with gzip, blosc:lz4, or uncompressed.",
                    exception
                );
            throw cause is GlmException
                ? new GlmException($"{path}: {what}{cause.Message}", exception)
                : new GlmException(
                    $"{path}: {what}HDF5 cannot be read here ({LineText.Shown(cause.Message).TrimEnd('.')}). Copy or download the file "
                        + $"again, "
                        + $"or write it uncompressed.",
                    exception
                );
        }
    }

    [GeneratedRegex("filter '(.*)' with ID '([0-9]+)'")]
    private static partial Regex UnknownFilter();
}
