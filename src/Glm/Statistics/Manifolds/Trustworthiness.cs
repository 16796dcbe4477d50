using Glm.Runtime;
using static TorchSharp.torch;

namespace Glm.Statistics.Manifolds;

/// <summary>
/// How far a map can be trusted (Venna and Kaski 2001): 1 where the nearest points on the map are the nearest in space, less the further
/// away the points are that the map shows as neighbours. As scikit-learn computes it. A map at random has about 0.5.
/// </summary>
public static class Trustworthiness
{
    /// <summary>Distances held at once: 32 MiB.</summary>
    private const int BlockSize = 4 << 20;

    /// <summary>The trustworthiness of a map, 0 to 1.</summary>
    /// <param name="rows">[count, width] row-major, finite.</param>
    /// <param name="count">N.</param>
    /// <param name="width">D.</param>
    /// <param name="map">[count, 2] row-major.</param>
    /// <param name="neighbours">Neighbours on the map that are looked at, 1 to less than half of the points.</param>
    /// <param name="metric">What near means in space.</param>
    /// <param name="most">The most points whose neighbours are looked at, evenly sampled; all by default.</param>
    /// <param name="progress">Points looked at.</param>
    /// <param name="cancellation">Polled between blocks of points.</param>
    public static double Of(
        float[] rows,
        int count,
        int width,
        double[] map,
        int neighbours = 5,
        VectorMetric metric = VectorMetric.Euclidean,
        int most = int.MaxValue,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        Rows.Check(rows, count, width);
        Rows.Check(map, count, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(neighbours, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(neighbours, count / 2.0);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);

        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var space = Rows.ToTensor(rows, width, 0, count); // [N, D]
        var squares = space.Squared().sum(1); // [N]
        if (metric == VectorMetric.Cosine)
        {
            space.div_(squares.sqrt_().unsqueeze(1));
            squares.fill_(1);
        }
        var asked = Math.Min(count, most);
        var points = new int[asked];
        for (var i = 0; i < asked; i++)
            points[i] = (int)((long)i * count / asked);
        var step = Math.Max(1, BlockSize / count);
        var misses = new double[asked];
        var read = new ProgressCount(progress, "measure trustworthiness", asked, "points", cancellation);
        for (var start = 0; start < asked; start += step)
        {
            var (first, length) = (start, Math.Min(step, asked - start));
            double[] distances;
            using (var block = NewDisposeScope())
            {
                var chosen = tensor(points[start..(start + length)].Select(point => (long)point).ToArray());
                // Less the square of the point itself, which is the same for all its neighbours.
                distances = Rows.ToArray(squares.unsqueeze(0).Minus(space.index_select(0, chosen).mm(space.t()).Times(2))); // [B, N]
            }
            Parallel.For(0, length, new ParallelOptions { CancellationToken = cancellation }, i =>
                misses[first + i] = Misses(distances.AsSpan(i * count, count), map, points[first + i], neighbours)
            );
            read.Add(length);
        }
        return 1 - (misses.Sum() / asked * 2 / (neighbours * ((2.0 * count) - (3.0 * neighbours) - 1)));
    }

    /// <summary>By how many places the neighbours of a point on the map are further away in space than they should be, in all.</summary>
    private static double Misses(ReadOnlySpan<double> distances, double[] map, int point, int neighbours)
    {
        var nearest = new PriorityQueue<int, (double, int)>(
            neighbours + 1,
            Comparer<(double, int)>.Create(static (a, b) => b.CompareTo(a))
        );
        for (var j = 0; j < distances.Length; j++)
        {
            if (j == point)
                continue;
            var (dx, dy) = (map[2 * j] - map[2 * point], map[(2 * j) + 1] - map[(2 * point) + 1]);
            var squared = (dx * dx) + (dy * dy);
            if (nearest.Count < neighbours)
                nearest.Enqueue(j, (squared, j));
            else if (nearest.TryPeek(out _, out var largest) && squared < largest.Item1)
                nearest.EnqueueDequeue(j, (squared, j));
        }
        var sum = 0.0;
        foreach (var (neighbour, _) in nearest.UnorderedItems)
        {
            var (distance, rank) = (distances[neighbour], 1);
            for (var j = 0; j < distances.Length; j++)
                if (j != point && (distances[j] < distance || (distances[j] == distance && j < neighbour)))
                    rank++;
            sum += Math.Max(0, rank - neighbours);
        }
        return sum;
    }
}
