using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Glm.Statistics;

/// <summary>
/// Moves managed row-major matrices into libtorch and back. Computations are in float64, whatever type the rows have.
/// </summary>
internal static class Rows
{
    /// <summary>Numbers per block: 64 MiB as float64, large enough to keep matrix products at full speed.</summary>
    private const int BlockSize = 8 << 20;

    /// <summary>The rows from <paramref name="start"/> on as a new float64 tensor [count, width]; the caller disposes it.</summary>
    public static Tensor ToTensor<T>(T[] rows, int width, int start, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var type = default(T) switch
        {
            Half => ScalarType.Float16,
            float => ScalarType.Float32,
            double => ScalarType.Float64,
            _ => throw new NotSupportedException($"Rows of {typeof(T).Name} have no tensor type."),
        };
        var tensor = empty(count, width, dtype: type);
        // A tensor of more than 2 GiB cannot be seen as one span of bytes, so it is filled piece by piece.
        var step = Math.Max(1, BlockSize / width);
        for (var row = 0; row < count; row += step)
        {
            var length = Math.Min(step, count - row);
            using var piece = tensor.narrow(0, row, length);
            MemoryMarshal.AsBytes(rows.AsSpan((start + row) * width, length * width)).CopyTo(piece.bytes);
        }
        if (type == ScalarType.Float64)
            return tensor;
        using (tensor)
            return tensor.to(ScalarType.Float64);
    }

    /// <summary>Some of the rows, as a new array [chosen, width].</summary>
    public static float[] Take(float[] rows, int width, IReadOnlyList<int> chosen)
    {
        var taken = new float[checked(chosen.Count * width)];
        for (var i = 0; i < chosen.Count; i++)
            rows.AsSpan(chosen[i] * width, width).CopyTo(taken.AsSpan(i * width));
        return taken;
    }

    /// <summary>Divides every row by its length, in place, so that products of rows are cosines; a row of zeros stays.</summary>
    /// <param name="rows">[any, width] row-major.</param>
    /// <param name="width">Numbers per row.</param>
    /// <returns>The same array.</returns>
    public static float[] ToUnitLength(float[] rows, int width)
    {
        for (var start = 0; start < rows.Length; start += width)
        {
            var row = rows.AsSpan(start, width);
            TensorPrimitives.Divide(row, Math.Max(TensorPrimitives.Norm<float>(row), 1e-12f), row);
        }
        return rows;
    }

    /// <summary>First row and number of rows of blocks that cover a matrix.</summary>
    public static IEnumerable<(int Start, int Count)> Blocks(int count, int width)
    {
        var step = Math.Max(1, BlockSize / width);
        for (var start = 0; start < count; start += step)
            yield return (start, Math.Min(step, count - start));
    }

    /// <summary>A copy of a float64 tensor, row-major.</summary>
    public static double[] ToArray(Tensor tensor)
    {
        using var contiguous = tensor.contiguous();
        return MemoryMarshal.Cast<byte, double>(contiguous.bytes).ToArray();
    }

    /// <exception cref="ArgumentException">The array is not [count, width].</exception>
    public static void Check<T>(T[] rows, int count, int width)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (rows.LongLength != (long)count * width)
            throw new ArgumentException($"{rows.LongLength} numbers do not make {count} rows of {width}.", nameof(rows));
    }
}
