using System.Collections.Frozen;
using System.Numerics;
using Glm.Arrays.Npy;
using Glm.Arrays.Storage;
using Glm.Runtime;

namespace Glm.Arrays.Pickle;

/// <summary>Turns numpy's pickled arrays, scalars and lists of objects into arrays.</summary>
internal static class NumpyPickle
{
    private static readonly string[] ArrayBuilders = ["numpy.core.multiarray._reconstruct", "numpy._core.multiarray._reconstruct"];
    private static readonly string[] BufferBuilders = ["numpy.core.numeric._frombuffer", "numpy._core.numeric._frombuffer"];
    private static readonly string[] ScalarBuilders = ["numpy.core.multiarray.scalar", "numpy._core.multiarray.scalar"];
    private static readonly string[] ByteBuilders = ["builtins.bytes", "__builtin__.bytes"];

    // Protocols 0 to 2 have no bytes: Python 3 writes them as text to be encoded again.
    private const string TextEncoder = "_codecs.encode";

    /// <summary>The names that pickled arrays refer to; for <see cref="PickleOptions.AllowedGlobals"/>.</summary>
    public static IReadOnlySet<string> Globals { get; } =
        new[] { "numpy.ndarray", "numpy.dtype", TextEncoder }
            .Concat(ArrayBuilders)
            .Concat(BufferBuilders)
            .Concat(ScalarBuilders)
            .Concat(ByteBuilders)
            .ToFrozenSet();

    /// <summary>True for a pickled array of any element type.</summary>
    public static bool IsArray(object? value) =>
        value is PickleObject { Class.FullName: var name } && (ArrayBuilders.Contains(name) || BufferBuilders.Contains(name));

    /// <summary>A numeric array, or a numpy scalar as an array without dimensions.</summary>
    /// <param name="value">A value of a pickle.</param>
    /// <param name="where">Begins the message, for example "norm.pkl: mean".</param>
    /// <exception cref="GlmException">The value is not an array, is damaged, or has an element type that is not supported.</exception>
    public static NdArray ToArray(object? value, string where)
    {
        if (value is PickleObject scalar && ScalarBuilders.Contains(scalar.Class.FullName))
            return scalar.Arguments is [var scalarType, var scalarData]
                ? Build([], scalarType, false, scalarData, where)
                : throw Damaged(where);
        var (shape, type, fortran, data) = Parts(value, where);
        return Build(shape, type, fortran, data, where);
    }

    /// <summary>The items of a Python list, of a tuple, or of an array of Python objects (flattened in memory order).</summary>
    /// <exception cref="GlmException">The value is none of these, or is damaged.</exception>
    public static IReadOnlyList<object?> ToObjects(object? value, string where)
    {
        if (value is PickleList or PickleTuple)
            return (IReadOnlyList<object?>)value;
        var (shape, type, _, data) = Parts(value, where);
        if (Descriptor(type, where)[1] != 'O')
            throw new GlmException($"{where}: an array of numbers where a list is needed.");
        var items = data as PickleList ?? throw Damaged(where);
        if (ArrayLayout.ByteCount(where, shape, 1) != items.Count)
            throw new GlmException(
                $"{where}: shape {ArrayLayout.Describe(shape)} with {items.Count} items; the file is damaged: copy or download it again."
            );
        return items;
    }

    /// <summary>A number: Python's int, float or bool, or a numpy scalar.</summary>
    /// <exception cref="GlmException">The value is not a number.</exception>
    public static double ToNumber(object? value, string where) =>
        value switch
        {
            bool truth => truth ? 1 : 0,
            long number => number,
            double number => number,
            BigInteger number => (double)number,
            PickleObject => ToArray(value, where) is { Count: 1 } array
                ? array.ToDouble()[0]
                : throw new GlmException($"{where}: an array where one number is needed."),
            _ => throw new GlmException($"{where}: {Kind(value)} where a number is needed."),
        };

    /// <summary>"a dict", "text", ...: what a value is, for messages.</summary>
    internal static string Kind(object? value) =>
        value switch
        {
            null => "None",
            bool => "a boolean",
            long or BigInteger => "an integer",
            double => "a number",
            string => "text",
            byte[] => "bytes",
            PickleList => "a list",
            PickleTuple => "a tuple",
            PickleDict => "a dict",
            PickleGlobal global => $"the name {LineText.Shown(global.FullName)}",
            PickleObject built => IsArray(built) ? "an array" : $"an object of {LineText.Shown(built.Class.FullName)}",
            _ => "a reference",
        };

    private static (long[] Shape, object? Type, bool Fortran, object? Data) Parts(object? value, string where)
    {
        if (!IsArray(value))
            throw new GlmException($"{where}: {Kind(value)} where a numpy array is needed.");
        var array = (PickleObject)value!;
        if (BufferBuilders.Contains(array.Class.FullName)) // protocol 5
            return array.Arguments is [var buffer, var type, PickleTuple sizes, string order] && order is "C" or "F"
                ? (Shape(sizes, where), type, order == "F", buffer)
                : throw Damaged(where);
        if (array.Arguments is not [PickleGlobal { FullName: "numpy.ndarray" }, ..])
            throw new GlmException($"{where}: a subclass of numpy's array; save numpy.asarray of it.");
        return array.State switch
        {
            PickleTuple and [long, PickleTuple sizes, var type, bool fortran, var data] => (Shape(sizes, where), type, fortran, data),
            PickleTuple and [PickleTuple sizes, var type, bool fortran, var data] => (Shape(sizes, where), type, fortran, data),
            _ => throw Damaged(where),
        };
    }

    private static NdArray Build(long[] shape, object? dtype, bool fortran, object? data, string where)
    {
        var descriptor = Descriptor(dtype, where);
        var type = NpyReader.ElementTypeOf(where, descriptor);
        var itemSize = NdArray.SizeOf(type);
        var bytes = ToBytes(data, where);
        if (ArrayLayout.ByteCount(where, shape, itemSize) != bytes.LongLength)
            throw new GlmException(
                $"{where}: shape {ArrayLayout.Describe(shape)} of '{descriptor}' with {bytes.LongLength} bytes; the file is "
                    + $"damaged: copy or download it again."
            );

        var strides = ArrayLayout.Strides(shape, fortran);
        var owned = new byte[bytes.Length]; // a pickle may share the bytes between arrays
        using var source = new MemoryStream(bytes, writable: false);
        StridedReader.Read(where, source, shape, strides, itemSize, owned);
        if (descriptor[0] == '>')
            ArrayLayout.ReverseEndianness(owned, itemSize);
        if (type == ElementType.Bool)
            ArrayLayout.NormalizeBooleans(owned);
        return new NdArray(type, shape, owned);
    }

    /// <summary>"&lt;f4" from dtype('f4', ...) whose state holds the byte order.</summary>
    private static string Descriptor(object? dtype, string where)
    {
        if (dtype is not PickleObject { Class.FullName: "numpy.dtype", Arguments: [string code, ..] } built || code.Length == 0)
            throw Damaged(where);
        var order = built.State switch
        {
            null => "",
            PickleTuple and [_, string { Length: 1 } stated, ..] => stated,
            _ => throw Damaged(where),
        };
        var bare = code[0] is '<' or '>' or '|' or '=' ? code[1..] : code;
        if (order.Length == 0)
            order = code[0] == '>' ? ">" : "<";
        if (bare.Length == 0 || !"<>|=".Contains(order, StringComparison.Ordinal))
            throw Damaged(where);
        return order + bare;
    }

    private static long[] Shape(PickleTuple sizes, string where)
    {
        var shape = new long[sizes.Count];
        for (var i = 0; i < shape.Length; i++)
            shape[i] = sizes[i] is long size ? size : throw Damaged(where);
        return shape;
    }

    private static byte[] ToBytes(object? data, string where) =>
        data switch
        {
            byte[] bytes => bytes,
            string text => Latin1(text, where), // Python 2
            PickleObject { Class.FullName: TextEncoder, Arguments: [string text, "latin1"] } => Latin1(text, where),
            PickleObject { Class.FullName: var name, Arguments: [] } when ByteBuilders.Contains(name) => [],
            _ => throw Damaged(where),
        };

    private static byte[] Latin1(string text, string where)
    {
        var bytes = new byte[text.Length];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = text[i] <= 255 ? (byte)text[i] : throw Damaged(where);
        return bytes;
    }

    private static GlmException Damaged(string where) =>
        new($"{where}: an array that numpy would not write; the file is damaged: copy or download it again.");
}
