using Glm.Runtime;

namespace Glm.Arrays.Storage;

/// <summary>
/// Reads a strided view (Fortran order, transposed, sliced, expanded) from a forward-only stream into C order. The elements are visited in
/// the order in which they lie in the stream, so that a small window is enough however large the array is.
/// </summary>
internal static class StridedReader
{
    private const int WindowBytes = 1 << 16;
    private const long MaxOverlapBytes = 256L << 20;

    /// <summary>True where the elements follow each other in C order without gaps.</summary>
    public static bool IsContiguous(IReadOnlyList<long> shape, IReadOnlyList<long> strides)
    {
        var step = 1L;
        for (var axis = shape.Count - 1; axis >= 0; axis--)
        {
            if (shape[axis] == 0)
                return true;
            if (shape[axis] == 1)
                continue;
            if (strides[axis] != step)
                return false;
            step *= shape[axis];
        }
        return true;
    }

    /// <summary>Elements from the first to the last one of the view, both included; -1 where that exceeds 64 bits.</summary>
    public static long Extent(IReadOnlyList<long> shape, IReadOnlyList<long> strides)
    {
        var extent = Int128.One;
        for (var axis = 0; axis < shape.Count; axis++)
        {
            if (shape[axis] == 0)
                return 0;
            extent += (Int128)(shape[axis] - 1) * strides[axis];
        }
        return extent > long.MaxValue ? -1 : (long)extent;
    }

    /// <param name="where">Begins the message where the stream ends too early.</param>
    /// <param name="source">Stands at the first element of the view.</param>
    /// <param name="shape">Sizes, checked.</param>
    /// <param name="strides">Elements between neighbours of each axis, 0 or more.</param>
    /// <param name="itemSize">Bytes per element.</param>
    /// <param name="destination">Exactly as long as the shape says.</param>
    public static void Read(
        string where,
        Stream source,
        IReadOnlyList<long> shape,
        IReadOnlyList<long> strides,
        int itemSize,
        Span<byte> destination
    )
    {
        if (destination.IsEmpty)
            return;
        if (IsContiguous(shape, strides))
        {
            Fill(where, source, destination);
            return;
        }

        var target = ArrayLayout.Strides(shape, fortran: false);
        var axes = Enumerable.Range(0, shape.Count).Where(axis => shape[axis] > 1).OrderByDescending(axis => strides[axis]).ToArray();
        var extent = Extent(shape, strides) * itemSize;
        var capacity = Math.Min(extent, Math.Max(WindowBytes / itemSize, 1) * itemSize);
        if (Overlaps(axes, shape, strides))
        {
            if (extent > MaxOverlapBytes)
                throw new GlmException(
                    $"{where}: a view of shape {ArrayLayout.Describe(shape)} whose elements overlap; save the tensor with .contiguous()."
                );
            capacity = extent;
        }

        var window = new byte[capacity];
        long start = 0,
            filled = 0,
            from = 0,
            to = 0;
        var index = new long[axes.Length];
        while (true)
        {
            while (from * itemSize >= start + filled)
            {
                start += filled;
                filled = Math.Min(capacity, extent - start);
                Fill(where, source, window.AsSpan(0, (int)filled));
            }
            window.AsSpan((int)(from * itemSize - start), itemSize).CopyTo(destination[(int)(to * itemSize)..]);

            var axis = axes.Length - 1;
            for (; axis >= 0; axis--)
            {
                from += strides[axes[axis]];
                to += target[axes[axis]];
                if (++index[axis] < shape[axes[axis]])
                    break;
                from -= strides[axes[axis]] * shape[axes[axis]];
                to -= target[axes[axis]] * shape[axes[axis]];
                index[axis] = 0;
            }
            if (axis < 0)
                return;
        }
    }

    /// <summary>Reads exactly the destination's length.</summary>
    public static void Fill(string where, Stream source, Span<byte> destination)
    {
        var read = source.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);
        if (read < destination.Length)
            throw new GlmException(
                $"{where}: the data ends {destination.Length - read} bytes too early; the file is truncated. Copy or download it again."
            );
    }

    /// <summary>Reads and forgets.</summary>
    public static void Skip(string where, Stream source, long bytes)
    {
        if (bytes == 0)
            return;
        if (source.CanSeek)
        {
            source.Seek(bytes, SeekOrigin.Current);
            return;
        }
        var scratch = new byte[Math.Min(bytes, WindowBytes)];
        for (; bytes > 0; bytes -= Math.Min(bytes, scratch.Length))
            Fill(where, source, scratch.AsSpan(0, (int)Math.Min(bytes, scratch.Length)));
    }

    /// <summary>True where visiting the axes by falling stride would step backwards in the stream.</summary>
    private static bool Overlaps(int[] axes, IReadOnlyList<long> shape, IReadOnlyList<long> strides)
    {
        var inner = 0L;
        foreach (var axis in axes.Reverse())
        {
            if (strides[axis] < inner)
                return true;
            inner += (shape[axis] - 1) * strides[axis];
        }
        return false;
    }
}
