using Glm.Runtime;

namespace Glm.Statistics.Manifolds;

/// <summary>
/// t-SNE (van der Maaten and Hinton 2008) by Barnes and Hut's approximation (van der Maaten 2014): a map on which the neighbours of a
/// point are the neighbours of its vector. Distances between groups and their sizes mean nothing. As scikit-learn computes it; the same
/// seed gives the same bits whatever the number of threads.
/// </summary>
public static class Tsne
{
    /// <summary>Rounds in which what is near is exaggerated, so that groups form.</summary>
    public const int EarlyIterations = 250;

    private const double EarlyExaggeration = 12;
    private const double Tolerance = 1e-5;
    private const double FirstSpread = 1e-4;
    private const int CheckEvery = 50;
    private const int Patience = 300;
    private const int Block = 256;

    /// <summary>Coordinates on the map, [count, 2] row-major.</summary>
    /// <param name="rows">[count, width] row-major.</param>
    /// <param name="count">More than <see cref="TsneOptions.Perplexity"/>.</param>
    /// <param name="width">D.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="progress">Rows searched, then iterations.</param>
    /// <param name="cancellation">Polled between blocks of rows and between iterations.</param>
    /// <exception cref="GlmException">There are too few points, all are equal, one is not finite or has no direction, or an option is out
    /// of range.</exception>
    public static double[] Fit(
        float[] rows,
        int count,
        int width,
        TsneOptions? options = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        options ??= new TsneOptions();
        Check(options, count);
        ManifoldInput.Check(rows, count, width, options.Metric);
        var k = Math.Min(count - 1, (int)((3 * options.Perplexity) + 1));
        var neighbours = NearestNeighbours.Find(rows, count, width, k, options.Metric, progress, cancellation);
        var graph = SparseGraph.Join(neighbours, Affinities(neighbours, options.Perplexity), static (a, b) => a + b);
        var total = graph.Weights.Sum();
        for (var i = 0; i < graph.Weights.Length; i++)
            graph.Weights[i] /= total;

        var map = MapStart.Principal(rows, count, width, cancellation);
        // A tiny push apart: equal vectors would otherwise begin, and stay, in one place.
        var random = new SeededRandom(options.Seed, 1);
        for (var i = 0; i < map.Length; i++)
            map[i] = FirstSpread * (map[i] + (1e-3 * (random.NextDouble() - 0.5)));
        Optimize(map, graph, options.Iterations, progress, cancellation);
        return map;
    }

    private static void Check(TsneOptions options, int count)
    {
        if (!(options.Perplexity >= 1))
            throw new GlmException(
                $"{Setting.Of(nameof(options.Perplexity), options.Perplexity)}: it must be at least 1, since it says how many neighbours "
                    + $"count. Use 30, or leave it out."
            );
        if (options.Perplexity >= count)
            throw new GlmException(
                $"{Setting.Of(nameof(options.Perplexity), options.Perplexity)} for {count} points: it must be less than the number of "
                    + "points. "
                    + (count > 3 ? $"Use {Setting.Of(nameof(options.Perplexity), Math.Max(1, (count - 1) / 3))} or " : "Use ")
                    + $"{Setting.Of("Method", "pca")}, or map more points."
            );
        if (options.Iterations < EarlyIterations)
            throw new GlmException(
                $"{options.Iterations} iterations are too few for t-SNE: groups need {EarlyIterations} to form. Use 1000, or leave it out."
            );
    }

    /// <summary>
    /// The share of each neighbour in a point's neighbourhood, [N, K]: a Gaussian of such a width that the shares have the entropy of as
    /// many equal shares as the perplexity says.
    /// </summary>
    internal static double[] Affinities(NearestNeighbours neighbours, double perplexity)
    {
        var k = neighbours.K;
        var affinities = new double[neighbours.Distances.Length];
        var target = Math.Log(perplexity);
        for (var i = 0; i < neighbours.Count; i++)
        {
            var distances = neighbours.Distances.AsSpan(i * k, k);
            var shares = affinities.AsSpan(i * k, k);
            var least = distances[0] * distances[0];
            var (low, high, precision) = (0.0, double.PositiveInfinity, 1.0);
            for (var round = 0; round < 200; round++)
            {
                var (sum, weighted) = (0.0, 0.0);
                for (var n = 0; n < k; n++)
                {
                    var squared = (distances[n] * distances[n]) - least;
                    shares[n] = Math.Exp(-squared * precision);
                    (sum, weighted) = (sum + shares[n], weighted + (squared * shares[n]));
                }
                for (var n = 0; n < k; n++)
                    shares[n] /= sum;
                var entropy = Math.Log(sum) + (precision * weighted / sum);
                if (Math.Abs(entropy - target) <= Tolerance)
                    break;
                if (entropy > target)
                    (low, precision) = (precision, double.IsInfinity(high) ? 2 * precision : (precision + high) / 2);
                else
                    (high, precision) = (precision, (precision + low) / 2);
            }
        }
        return affinities;
    }

    /// <summary>Gradient descent with momentum and a step size of its own for each coordinate.</summary>
    private static void Optimize(
        double[] map,
        SparseGraph graph,
        int iterations,
        IProgress<ProgressReport>? progress,
        CancellationToken cancellation
    )
    {
        var rate = Math.Max(graph.Count / EarlyExaggeration / 4, 50);
        var (gradient, step, gain) = (new double[map.Length], new double[map.Length], new double[map.Length]);
        Array.Fill(gain, 1);
        var (best, bestAt) = (double.PositiveInfinity, 0);
        var read = new ProgressCount(progress, "lay out map", iterations, "iterations", cancellation);
        for (var iteration = 0; iteration < iterations; iteration++)
        {
            var isEarly = iteration < EarlyIterations;
            if (iteration == EarlyIterations)
            {
                Array.Clear(step);
                Array.Fill(gain, 1);
                (best, bestAt) = (double.PositiveInfinity, iteration);
                Widen(map);
            }
            var isChecked = (iteration + 1) % CheckEvery == 0;
            var loss = Gradient(map, graph, isEarly ? EarlyExaggeration : 1, gradient, isChecked, cancellation);
            var momentum = isEarly ? 0.5 : 0.8;
            for (var i = 0; i < map.Length; i++)
            {
                gain[i] = Math.Max(0.01, step[i] * gradient[i] < 0 ? gain[i] + 0.2 : gain[i] * 0.8);
                step[i] = (momentum * step[i]) - (rate * gain[i] * gradient[i]);
                map[i] += step[i];
            }
            read.Add(1);
            if (!isChecked)
                continue;
            if (loss < best)
                (best, bestAt) = (loss, iteration);
            if (!isEarly && iteration - bestAt > Patience)
                break;
        }
    }

    /// <summary>
    /// Gives points the spread back with which they began: where vectors hardly have neighbours, exaggeration draws all points together,
    /// and they would take most of the time to part.
    /// </summary>
    private static void Widen(double[] map)
    {
        var largest = map.Max(Math.Abs);
        if (largest is 0 or >= FirstSpread)
            return;
        for (var i = 0; i < map.Length; i++)
            map[i] *= FirstSpread / largest;
    }

    /// <summary>
    /// The gradient of the divergence between the neighbourhoods of vectors and of the map, and the divergence if asked.
    /// </summary>
    private static double Gradient(
        double[] map,
        SparseGraph graph,
        double exaggeration,
        double[] gradient,
        bool wantsLoss,
        CancellationToken cancellation
    )
    {
        var count = graph.Count;
        var tree = new QuadTree(map);
        var push = new (double X, double Y, double Sum)[count];
        var pull = new (double X, double Y)[count];
        var losses = new double[wantsLoss ? count : 0];
        var parallel = new ParallelOptions { CancellationToken = cancellation };
        Parallel.For(0, (count + Block - 1) / Block, parallel, block =>
        {
            for (var place = block * Block; place < Math.Min(count, (block + 1) * Block); place++)
            {
                var i = tree.Order[place];
                var (x, y) = (map[2 * i], map[(2 * i) + 1]);
                push[i] = tree.Push(x, y);
                var (sumX, sumY, loss) = (0.0, 0.0, 0.0);
                for (var e = graph.Starts[i]; e < graph.Starts[i + 1]; e++)
                {
                    var j = graph.Columns[e];
                    var (dx, dy) = (x - map[2 * j], y - map[(2 * j) + 1]);
                    var near = 1 / (1 + (dx * dx) + (dy * dy));
                    var share = exaggeration * graph.Weights[e];
                    (sumX, sumY) = (sumX + (share * near * dx), sumY + (share * near * dy));
                    if (wantsLoss)
                        loss += share * Math.Log(share / near);
                }
                pull[i] = (sumX, sumY);
                if (wantsLoss)
                    losses[i] = loss;
            }
        });
        // In the order of the points, so that threads do not change the sum.
        var total = 0.0;
        foreach (var (_, _, sum) in push)
            total += sum;
        for (var i = 0; i < count; i++)
        {
            gradient[2 * i] = 4 * (pull[i].X - (push[i].X / total));
            gradient[(2 * i) + 1] = 4 * (pull[i].Y - (push[i].Y / total));
        }
        return losses.Sum() + (exaggeration * Math.Log(total));
    }
}
