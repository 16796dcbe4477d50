using System.Numerics;
using System.Runtime.InteropServices;

namespace Glm.Statistics.Manifolds;

/// <summary>
/// Distances of float32 vectors, summed in float64 in an order that depends on nothing but the width: two calls give the same bits.
/// </summary>
internal static class VectorDistance
{
    /// <summary>The distance of two vectors of equal width.</summary>
    /// <param name="a">The one.</param>
    /// <param name="lengthA">Its length; read by <see cref="VectorMetric.Cosine"/> only.</param>
    /// <param name="b">The other.</param>
    /// <param name="lengthB">Its length.</param>
    /// <param name="metric">What distance means.</param>
    public static double Of(ReadOnlySpan<float> a, double lengthA, ReadOnlySpan<float> b, double lengthB, VectorMetric metric) =>
        metric == VectorMetric.Euclidean ? Math.Sqrt(SquaredDifference(a, b)) : Math.Max(0, 1 - (Dot(a, b) / (lengthA * lengthB)));

    /// <summary>The length of each row of [count, width].</summary>
    public static double[] Lengths(float[] rows, int count, int width)
    {
        var lengths = new double[count];
        for (var i = 0; i < count; i++)
        {
            var row = rows.AsSpan(i * width, width);
            lengths[i] = Math.Sqrt(Dot(row, row));
        }
        return lengths;
    }

    /// <summary>The scalar product.</summary>
    public static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var first = MemoryMarshal.Cast<float, Vector<float>>(a);
        var second = MemoryMarshal.Cast<float, Vector<float>>(b);
        var (low, high) = (Vector<double>.Zero, Vector<double>.Zero);
        for (var i = 0; i < first.Length; i++)
        {
            Vector.Widen(first[i], out var a0, out var a1);
            Vector.Widen(second[i], out var b0, out var b1);
            low += a0 * b0;
            high += a1 * b1;
        }
        var sum = Vector.Sum(low + high);
        for (var i = first.Length * Vector<float>.Count; i < a.Length; i++)
            sum += (double)a[i] * b[i];
        return sum;
    }

    private static double SquaredDifference(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var first = MemoryMarshal.Cast<float, Vector<float>>(a);
        var second = MemoryMarshal.Cast<float, Vector<float>>(b);
        var (low, high) = (Vector<double>.Zero, Vector<double>.Zero);
        for (var i = 0; i < first.Length; i++)
        {
            Vector.Widen(first[i], out var a0, out var a1);
            Vector.Widen(second[i], out var b0, out var b1);
            var (d0, d1) = (a0 - b0, a1 - b1);
            low += d0 * d0;
            high += d1 * d1;
        }
        var sum = Vector.Sum(low + high);
        for (var i = first.Length * Vector<float>.Count; i < a.Length; i++)
        {
            var difference = (double)a[i] - b[i];
            sum += difference * difference;
        }
        return sum;
    }
}
