using Glm.Runtime;

namespace Glm.Statistics.Manifolds;

/// <summary>
/// UMAP (McInnes, Healy and Melville 2018): a map on which points that are near in the space of the vectors lie together. Distances
/// between groups, their sizes and the axes mean little. As umap-learn computes it, with exact neighbours; the optimisation is sequential,
/// so the same seed gives the same bits whatever the number of threads.
/// </summary>
public static class Umap
{
    private const int NegativeSamples = 5;
    private const double SmallestShare = 1e-3;
    private const double Tolerance = 1e-5;
    private const double LargestStep = 4;
    private const double Size = 10;
    private const int ManyPoints = 10_000;

    /// <summary>Coordinates on the map, [count, 2] row-major.</summary>
    /// <param name="rows">[count, width] row-major.</param>
    /// <param name="count">More than <see cref="UmapOptions.Neighbours"/>.</param>
    /// <param name="width">D.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="progress">Rows searched, then epochs.</param>
    /// <param name="cancellation">Polled between blocks of rows and between epochs.</param>
    /// <exception cref="GlmException">There are too few points, all are equal, one is not finite or has no direction, or an option is out
    /// of range.</exception>
    public static double[] Fit(
        float[] rows,
        int count,
        int width,
        UmapOptions? options = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        options ??= new UmapOptions();
        Check(options, count);
        ManifoldInput.Check(rows, count, width, options.Metric);
        var neighbours = NearestNeighbours.Find(rows, count, width, options.Neighbours - 1, options.Metric, progress, cancellation);
        var epochs = options.Epochs ?? (count <= ManyPoints ? 500 : 200);
        var graph = SparseGraph.Join(neighbours, Memberships(neighbours), static (a, b) => a + b - (a * b));
        graph = graph.AtLeast(graph.Weights.Max() / epochs);
        var map = Start(rows, count, width, graph, options.Seed, cancellation);
        Optimize(map, graph, epochs, UmapCurve.Fit(options.MinDist, options.Spread), options.Seed, progress, cancellation);
        return map;
    }

    private static void Check(UmapOptions options, int count)
    {
        if (options.Neighbours < 2)
            throw new GlmException(
                $"{Setting.Of(nameof(options.Neighbours), options.Neighbours)}: a neighbourhood has at least 2 points. Use 15, or leave "
                    + $"it out."
            );
        if (count <= options.Neighbours)
            throw new GlmException(
                $"There are {count} points, and neighbourhoods of {options.Neighbours} need more points than that. Use "
                    + (count > 3 ? $"{Setting.Of(nameof(options.Neighbours), Math.Max(2, count / 2))} or " : "")
                    + $"{Setting.Of("Method", "pca")}, or map more points."
            );
        if (!(options.Spread > 0) || !(options.MinDist >= 0 && options.MinDist <= options.Spread))
            throw new GlmException(
                $"{Setting.Of(nameof(options.MinDist), options.MinDist)}: the least distance on the map must be 0 to {options.Spread}, "
                    + $"the spread. Use 0.1, or leave it out."
            );
        if (options.Epochs < 1)
            throw new GlmException($"{options.Epochs} epochs are too few for UMAP: at least 1 is needed. Use 200, or leave it out.");
    }

    /// <summary>
    /// How far each neighbour belongs to a point's neighbourhood, [N, K]: the nearest wholly, the others less by a width at which the
    /// memberships sum to the logarithm of the neighbourhood's size.
    /// </summary>
    internal static double[] Memberships(NearestNeighbours neighbours)
    {
        var k = neighbours.K;
        var memberships = new double[neighbours.Distances.Length];
        var target = Math.Log2(k + 1);
        var overall = neighbours.Distances.Sum() / (neighbours.Count * (k + 1));
        for (var i = 0; i < neighbours.Count; i++)
        {
            var distances = neighbours.Distances.AsSpan(i * k, k);
            var nearest = 0.0;
            var sum = 0.0;
            foreach (var distance in distances)
            {
                sum += distance;
                if (nearest == 0)
                    nearest = distance;
            }
            var (low, high, width) = (0.0, double.PositiveInfinity, 1.0);
            for (var round = 0; round < 64; round++)
            {
                var total = 0.0;
                foreach (var distance in distances)
                    total += distance > nearest ? Math.Exp(-(distance - nearest) / width) : 1;
                if (Math.Abs(total - target) < Tolerance)
                    break;
                if (total > target)
                    (high, width) = (width, (low + width) / 2);
                else
                    (low, width) = (width, double.IsInfinity(high) ? 2 * width : (width + high) / 2);
            }
            // The point itself counts at distance 0.
            width = Math.Max(width, SmallestShare * (nearest > 0 ? sum / (k + 1) : overall));
            for (var n = 0; n < k; n++)
                memberships[(i * k) + n] = distances[n] > nearest ? Math.Exp(-(distances[n] - nearest) / width) : 1;
        }
        return memberships;
    }

    private static double[] Start(float[] rows, int count, int width, SparseGraph graph, int seed, CancellationToken cancellation)
    {
        var map = MapStart.Spectral(graph, seed, cancellation) ?? MapStart.Principal(rows, count, width, cancellation);
        var scale = Size / map.Max(Math.Abs);
        var random = new SeededRandom(seed, 2);
        for (var i = 0; i < map.Length; i++)
            map[i] = (map[i] * scale) + (1e-4 * Normal(random));
        for (var axis = 0; axis < 2; axis++)
        {
            var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
            for (var i = axis; i < map.Length; i += 2)
                (low, high) = (Math.Min(low, map[i]), Math.Max(high, map[i]));
            for (var i = axis; i < map.Length; i += 2)
                map[i] = Size * (map[i] - low) / (high - low);
        }
        return map;
    }

    private static double Normal(SeededRandom random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>
    /// Stochastic gradient descent: each pair is drawn together as often as its weight says, and every time its first point is pushed away
    /// from five points drawn at random.
    /// </summary>
    private static void Optimize(
        double[] map,
        SparseGraph graph,
        int epochs,
        UmapCurve curve,
        int seed,
        IProgress<ProgressReport>? progress,
        CancellationToken cancellation
    )
    {
        var (a, b) = (curve.A, curve.B);
        var count = graph.Count;
        var largest = graph.Weights.Max();
        var pause = Array.ConvertAll(graph.Weights, weight => largest / weight);
        var next = pause.ToArray();
        var nextPush = Array.ConvertAll(pause, epoch => epoch / NegativeSamples);
        var random = new SeededRandom(seed, 3);
        var read = new ProgressCount(progress, "lay out map", epochs, "epochs", cancellation);
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            var rate = 1 - ((double)epoch / epochs);
            for (var i = 0; i < count; i++)
            for (var e = graph.Starts[i]; e < graph.Starts[i + 1]; e++)
            {
                if (next[e] > epoch)
                    continue;
                var j = graph.Columns[e];
                var (dx, dy) = (map[2 * i] - map[2 * j], map[(2 * i) + 1] - map[(2 * j) + 1]);
                var squared = (dx * dx) + (dy * dy);
                if (squared > 0)
                {
                    var power = Math.Pow(squared, b);
                    var pull = -2 * a * b * (power / squared) / ((a * power) + 1);
                    var (moveX, moveY) = (rate * Clipped(pull * dx), rate * Clipped(pull * dy));
                    (map[2 * i], map[(2 * i) + 1]) = (map[2 * i] + moveX, map[(2 * i) + 1] + moveY);
                    (map[2 * j], map[(2 * j) + 1]) = (map[2 * j] - moveX, map[(2 * j) + 1] - moveY);
                }
                next[e] += pause[e];
                var pushes = (int)((epoch - nextPush[e]) * NegativeSamples / pause[e]);
                for (var p = 0; p < pushes; p++)
                {
                    var other = (int)((random.NextBits() >> 32) * (ulong)count >> 32);
                    (dx, dy) = (map[2 * i] - map[2 * other], map[(2 * i) + 1] - map[(2 * other) + 1]);
                    squared = (dx * dx) + (dy * dy);
                    if (squared == 0)
                        continue;
                    var push = 2 * b / ((0.001 + squared) * ((a * Math.Pow(squared, b)) + 1));
                    map[2 * i] += rate * Clipped(push * dx);
                    map[(2 * i) + 1] += rate * Clipped(push * dy);
                }
                nextPush[e] += pushes * pause[e] / NegativeSamples;
            }
            read.Add(1);
        }
    }

    private static double Clipped(double step) => Math.Clamp(step, -LargestStep, LargestStep);
}
