using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Glm.Runtime;

namespace Glm.Arrays.Storage;

/// <summary>Shapes and byte orders as files declare them: nothing is believed before it is checked here.</summary>
internal static class ArrayLayout
{
    private const int MaxRank = 64; // numpy's limit

    /// <summary>Bytes of an array of this shape; refuses negative sizes and products beyond 64 bits.</summary>
    public static long ByteCount(string where, IReadOnlyList<long> shape, int itemSize)
    {
        if (shape.Count > MaxRank)
            throw new GlmException($"{where}: an array of {shape.Count} dimensions; at most {MaxRank} are allowed.");
        var bytes = (Int128)itemSize;
        var empty = false;
        foreach (var size in shape)
        {
            if (size < 0)
                throw new GlmException(
                    $"{where}: shape {Describe(shape)} has a negative size; the file is damaged: copy or download it again."
                );
            if (size == 0)
                empty = true;
            // A zero does not excuse absurd other sizes: later code multiplies them in any order.
            bytes *= Math.Max(size, 1);
            if (bytes > long.MaxValue)
                throw new GlmException(
                    $"{where}: shape {Describe(shape)} is larger than any file; the file is damaged: copy or download it again."
                );
        }
        return empty ? 0 : (long)bytes;
    }

    /// <summary>Memory for an array whose file is known to hold that many bytes.</summary>
    public static byte[] Allocate(string where, long bytes)
    {
        if (bytes > Array.MaxLength)
            throw new GlmException(
                $"{where}: the array has {bytes} bytes; one array in memory holds at most {Array.MaxLength} (2 GB). Split it."
            );
        return GC.AllocateUninitializedArray<byte>((int)bytes);
    }

    /// <summary>"(3, 30, 1281)", shortened where a hostile file declares many dimensions.</summary>
    public static string Describe(IReadOnlyList<long> shape) =>
        shape.Count <= 8 ? $"({string.Join(", ", shape)})" : $"({string.Join(", ", shape.Take(8))}, ... {shape.Count} in all)";

    /// <summary>Strides in elements of a C-ordered (last index fastest) or Fortran-ordered (first index fastest) array.</summary>
    public static long[] Strides(IReadOnlyList<long> shape, bool fortran)
    {
        var strides = new long[shape.Count];
        var step = 1L;
        for (var i = 0; i < strides.Length; i++)
        {
            var axis = fortran ? i : strides.Length - 1 - i;
            strides[axis] = step;
            step *= Math.Max(shape[axis], 1);
        }
        return strides;
    }

    /// <summary>Turns big-endian elements into little-endian ones in place.</summary>
    public static void ReverseEndianness(Span<byte> bytes, int itemSize)
    {
        switch (itemSize)
        {
            case 2:
                BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, ushort>(bytes), MemoryMarshal.Cast<byte, ushort>(bytes));
                break;
            case 4:
                BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, uint>(bytes), MemoryMarshal.Cast<byte, uint>(bytes));
                break;
            case 8:
                BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, ulong>(bytes), MemoryMarshal.Cast<byte, ulong>(bytes));
                break;
        }
    }

    /// <summary>Makes every true 1: .NET compares booleans by their bits, numpy by being non-zero.</summary>
    public static void NormalizeBooleans(Span<byte> bytes)
    {
        foreach (ref var value in bytes)
            if (value > 1)
                value = 1;
    }
}
