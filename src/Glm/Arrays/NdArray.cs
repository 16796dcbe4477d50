using System.Runtime.InteropServices;

namespace Glm.Arrays;

/// <summary>A dense array in C order (row-major), little-endian, as numpy, safetensors and PyTorch exchange it. Owns its bytes.</summary>
public sealed class NdArray
{
    /// <param name="type">Element type.</param>
    /// <param name="shape">Sizes per dimension, each 0 or more; empty for a scalar.</param>
    /// <param name="bytes">The elements; exactly as long as type and shape say.</param>
    public NdArray(ElementType type, IReadOnlyList<long> shape, byte[] bytes)
    {
        var count = 1L;
        foreach (var size in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(size);
            count = checked(count * size);
        }
        if (checked(count * SizeOf(type)) != bytes.LongLength)
            throw new ArgumentException($"{bytes.LongLength} bytes do not hold {count} elements of {type}.", nameof(bytes));
        (Type, Shape, Bytes, Count) = (type, shape, bytes, count);
    }

    /// <summary>Element type.</summary>
    public ElementType Type { get; }

    /// <summary>Sizes per dimension; empty for a scalar.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>The elements, little-endian, in C order; not a copy.</summary>
    public byte[] Bytes { get; }

    /// <summary>Number of elements.</summary>
    public long Count { get; }

    /// <summary>Bytes per element.</summary>
    public static int SizeOf(ElementType type) =>
        type switch
        {
            ElementType.Bool or ElementType.UInt8 or ElementType.Int8 => 1,
            ElementType.Int16 or ElementType.Float16 or ElementType.BFloat16 => 2,
            ElementType.Int32 or ElementType.Float32 => 4,
            _ => 8,
        };

    /// <summary>Copies a managed array.</summary>
    public static NdArray From<T>(ReadOnlySpan<T> values, params ReadOnlySpan<long> shape)
        where T : unmanaged => new(TypeOf<T>(), shape.ToArray(), MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>The elements without a copy; T must be the element type itself (no conversion).</summary>
    public Span<T> AsSpan<T>()
        where T : unmanaged
    {
        if (TypeOf<T>() != Type)
            throw new InvalidOperationException($"The array holds {Type}, not {typeof(T).Name}.");
        return MemoryMarshal.Cast<byte, T>(Bytes.AsSpan());
    }

    /// <summary>A copy as 32-bit floats, whatever the numeric element type (bool becomes 0 and 1).</summary>
    public float[] ToSingle()
    {
        var result = new float[Count];
        for (var i = 0; i < result.Length; i++)
            result[i] = (float)ToDoubleAt(i);
        return result;
    }

    /// <summary>A copy as 64-bit floats, whatever the numeric element type (bool becomes 0 and 1).</summary>
    public double[] ToDouble()
    {
        var result = new double[Count];
        for (var i = 0; i < result.Length; i++)
            result[i] = ToDoubleAt(i);
        return result;
    }

    private double ToDoubleAt(int i) =>
        Type switch
        {
            ElementType.Bool or ElementType.UInt8 => Bytes[i],
            ElementType.Int8 => (sbyte)Bytes[i],
            ElementType.Int16 => MemoryMarshal.Cast<byte, short>(Bytes)[i],
            ElementType.Int32 => MemoryMarshal.Cast<byte, int>(Bytes)[i],
            ElementType.Int64 => MemoryMarshal.Cast<byte, long>(Bytes)[i],
            ElementType.Float16 => (double)MemoryMarshal.Cast<byte, Half>(Bytes)[i],
            ElementType.BFloat16 => BitConverter.Int32BitsToSingle(MemoryMarshal.Cast<byte, ushort>(Bytes)[i] << 16),
            ElementType.Float32 => MemoryMarshal.Cast<byte, float>(Bytes)[i],
            _ => MemoryMarshal.Cast<byte, double>(Bytes)[i],
        };

    private static ElementType TypeOf<T>() =>
        default(T) switch
        {
            bool => ElementType.Bool,
            byte => ElementType.UInt8,
            sbyte => ElementType.Int8,
            short => ElementType.Int16,
            int => ElementType.Int32,
            long => ElementType.Int64,
            Half => ElementType.Float16,
            float => ElementType.Float32,
            double => ElementType.Float64,
            _ => throw new NotSupportedException($"No array format here holds {typeof(T).Name}."),
        };
}
