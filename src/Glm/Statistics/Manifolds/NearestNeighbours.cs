using System.Runtime.InteropServices;
using Glm.Runtime;
using static TorchSharp.torch;

namespace Glm.Statistics.Manifolds;

/// <summary>
/// The nearest neighbours of every row of a matrix, or of one row. Exact: products of float32 matrices tell which rows may be among the
/// nearest, by a bound on their rounding errors that holds for any order of summation, and those few are measured in float64. So the
/// result does not depend on threads or blocks. Equal distances are ordered by row number. Immutable by convention.
/// </summary>
/// <remarks>
/// There is no index, since none would pay: building an HNSW graph over 30,000 vectors of 256 numbers takes longer than finding all their
/// neighbours exactly, and at its usual settings the graph finds two thirds of them. One row's neighbours among 200,000 vectors of 1,280
/// numbers take 0.2 seconds.
/// </remarks>
public sealed class NearestNeighbours
{
    /// <summary>Products held at once: 64 MiB.</summary>
    private const int BlockSize = 16 << 20;

    /// <summary>Half of the distance from 1 to the next float.</summary>
    private const double Rounding = 1.0 / (1 << 24);

    /// <summary>Rows that one thread scans between two looks at the token.</summary>
    private const int ScanBlock = 4096;

    private NearestNeighbours(int k, int[] indices, double[] distances) => (K, Indices, Distances) = (k, indices, distances);

    /// <summary>Neighbours per row.</summary>
    public int K { get; }

    /// <summary>Number of rows, N.</summary>
    public int Count => Indices.Length / K;

    /// <summary>[N, K] row-major: row numbers, the nearest first; never the row itself.</summary>
    public int[] Indices { get; }

    /// <summary>[N, K] row-major: their distances.</summary>
    public double[] Distances { get; }

    /// <summary>The k nearest rows of each row.</summary>
    /// <param name="rows">[count, width] row-major, finite; without zero vectors for <see cref="VectorMetric.Cosine"/>.</param>
    /// <param name="count">N.</param>
    /// <param name="width">D.</param>
    /// <param name="k">1 to N - 1.</param>
    /// <param name="metric">What near means.</param>
    /// <param name="progress">Rows searched.</param>
    /// <param name="cancellation">Polled between blocks of rows.</param>
    public static NearestNeighbours Find(
        float[] rows,
        int count,
        int width,
        int k,
        VectorMetric metric = VectorMetric.Euclidean,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        Rows.Check(rows, count, width);
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(k, count);

        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var lengths = VectorDistance.Lengths(rows, count, width);
        var moved = Moved(rows, count, width, metric, lengths); // [N, D]
        var movedLengths = LengthsOf(moved);
        var (indices, distances) = (new int[checked(count * k)], new double[count * k]);
        var step = Math.Clamp(BlockSize / count, 1, 2048);
        var products = new float[Math.Min(step, count) * count];
        var read = new ProgressCount(progress, "find nearest neighbours", count, "rows", cancellation);
        for (var start = 0; start < count; start += step)
        {
            var first = start;
            var length = Math.Min(step, count - start);
            using (var block = NewDisposeScope())
                MemoryMarshal.Cast<byte, float>(moved.narrow(0, start, length).mm(moved.t()).bytes).CopyTo(products); // [B, N]
            Parallel.For(0, length, new ParallelOptions { CancellationToken = cancellation }, i =>
            {
                var row = first + i;
                var found = Candidates(products.AsSpan(i * count, count), row, movedLengths, width, k);
                var query = rows.AsSpan(row * width, width);
                var measured = new (double Distance, int Row)[found.Count];
                for (var c = 0; c < measured.Length; c++)
                {
                    var other = found[c];
                    var distance = VectorDistance.Of(query, lengths[row], rows.AsSpan(other * width, width), lengths[other], metric);
                    measured[c] = (distance, other);
                }
                Array.Sort(measured);
                for (var n = 0; n < k; n++)
                    (distances[(row * k) + n], indices[(row * k) + n]) = measured[n];
            });
            read.Add(length);
        }
        return new NearestNeighbours(k, indices, distances);
    }

    /// <summary>The rows nearest to a vector, the nearest first.</summary>
    /// <param name="query">[width]; not zero for <see cref="VectorMetric.Cosine"/>.</param>
    /// <param name="rows">[count, width] row-major, finite; a zero vector has cosine distance NaN and comes last.</param>
    /// <param name="k">The most rows, at least 1.</param>
    /// <param name="metric">What near means.</param>
    /// <param name="except">Rows that do not count; null for none.</param>
    /// <param name="progress">Rows searched.</param>
    /// <param name="cancellation">Polled between blocks of rows.</param>
    public static IReadOnlyList<(int Row, double Distance)> Of(
        float[] query,
        float[] rows,
        int k,
        VectorMetric metric = VectorMetric.Euclidean,
        Func<int, bool>? except = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        var width = query.Length;
        var count = rows.Length / width;
        Rows.Check(rows, count, width);
        var length = VectorDistance.Lengths(query, 1, width)[0];
        var distances = new double[count];
        var read = new ProgressCount(progress, "find nearest neighbours", count, "rows", cancellation);
        var step = ScanBlock * Environment.ProcessorCount;
        for (var start = 0; start < count; start += step)
        {
            var end = Math.Min(count, start + step);
            Parallel.For(start, end, i =>
            {
                var row = rows.AsSpan(i * width, width);
                var other = metric == VectorMetric.Cosine ? Math.Sqrt(VectorDistance.Dot(row, row)) : 0;
                distances[i] = VectorDistance.Of(query, length, row, other, metric);
            });
            read.Add(end - start);
        }
        return
        [
            .. Enumerable
                .Range(0, count)
                .Where(i => except?.Invoke(i) != true)
                .OrderBy(i => double.IsNaN(distances[i]))
                .ThenBy(i => distances[i])
                .ThenBy(i => i)
                .Take(k)
                .Select(i => (i, distances[i])),
        ];
    }

    /// <summary>
    /// Rows as float32 of which squared distances tell who is near: about their mean, where products lose least, or of length 1, of which
    /// half the squared distance is the cosine distance. [N, D]
    /// </summary>
    private static Tensor Moved(float[] rows, int count, int width, VectorMetric metric, double[] lengths)
    {
        var mean = new double[width];
        if (metric == VectorMetric.Euclidean)
        {
            for (var i = 0; i < rows.Length; i++)
                mean[i % width] += rows[i];
            for (var i = 0; i < width; i++)
                mean[i] /= count;
        }
        var moved = empty(count, width, dtype: ScalarType.Float32);
        // A tensor of more than 2 GiB cannot be seen as one span of bytes.
        foreach (var (start, length) in Rows.Blocks(count, width))
        {
            using var piece = moved.narrow(0, start, length);
            var target = MemoryMarshal.Cast<byte, float>(piece.bytes);
            for (var i = 0; i < target.Length; i++)
            {
                var row = start + (i / width);
                var scale = metric == VectorMetric.Cosine ? 1 / lengths[row] : 1;
                target[i] = (float)((rows[(start * width) + i] - mean[i % width]) * scale);
            }
        }
        return moved;
    }

    private static double[] LengthsOf(Tensor rows)
    {
        var (count, width) = ((int)rows.shape[0], (int)rows.shape[1]);
        var lengths = new double[count];
        foreach (var (start, length) in Rows.Blocks(count, width))
        {
            using var piece = rows.narrow(0, start, length);
            VectorDistance.Lengths(MemoryMarshal.Cast<byte, float>(piece.bytes).ToArray(), length, width).CopyTo(lengths, start);
        }
        return lengths;
    }

    /// <summary>The rows that may be among the k nearest of a row: at least k.</summary>
    /// <remarks>
    /// A product of float32 vectors x and y is off by no more than D·u·|x||y| in any order of summation (Higham 2002, section 3.1), u
    /// being the rounding of float32, and moving the rows by no more than u·|x| each.
    /// </remarks>
    private static List<int> Candidates(ReadOnlySpan<float> products, int row, double[] lengths, int width, int k)
    {
        var own = lengths[row];
        var (productError, moveError) = (2.02 * width * Rounding, 8 * Rounding);
        var nearest = new PriorityQueue<int, double>(k + 1, Comparer<double>.Create(static (a, b) => b.CompareTo(a)));
        var limit = double.PositiveInfinity;
        var found = new List<(int Row, double Lower)>(8 * k);
        for (var j = 0; j < products.Length; j++)
        {
            var other = lengths[j];
            var sum = own + other;
            var squared = (own * own) + (other * other) - (2 * (double)products[j]);
            var error = (productError * own * other) + (moveError * sum * sum);
            if (squared - error > limit || j == row)
                continue;
            found.Add((j, squared - error));
            if (squared + error >= limit)
                continue;
            if (nearest.Count < k)
                nearest.Enqueue(j, squared + error);
            else
                nearest.EnqueueDequeue(j, squared + error);
            if (nearest.Count == k && nearest.TryPeek(out _, out var largest))
                limit = largest;
        }
        found.RemoveAll(candidate => candidate.Lower > limit);
        return found.ConvertAll(candidate => candidate.Row);
    }
}
