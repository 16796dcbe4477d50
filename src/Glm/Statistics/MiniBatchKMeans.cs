using System.Numerics.Tensors;
using Glm.Runtime;

namespace Glm.Statistics;

/// <summary>
/// Clusters of many rows by k-means on small random batches (Sculley 2010), begun by k-means++. Seeded and repeatable; not the numbers of
/// scikit-learn's, which draws others.
/// </summary>
public static class MiniBatchKMeans
{
    private const int MostPasses = 100;
    private const int MostWithoutGain = 10;
    private const int StartBatches = 3;

    /// <summary>The cluster of each row, from 0.</summary>
    /// <param name="rows">[items, width] row-major; finite.</param>
    /// <param name="width">At least 1.</param>
    /// <param name="clusters">How many, 1 to the number of items.</param>
    /// <param name="batchSize">Rows per step, at least 1.</param>
    /// <param name="seed">Equal seeds give equal clusters.</param>
    /// <param name="cancellation">Polled at every step.</param>
    public static int[] Fit(
        float[] rows,
        int width,
        int clusters,
        int batchSize = 500,
        int seed = 42,
        CancellationToken cancellation = default
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        var items = rows.Length / width;
        ArgumentOutOfRangeException.ThrowIfLessThan(clusters, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(clusters, items);
        var random = new SeededRandom(seed);
        var centers = Start(rows, width, clusters, batchSize, random, cancellation);
        var (counts, place) = (new long[clusters], new int[items]);
        var (smoothed, best, without) = (double.NaN, double.PositiveInfinity, 0);
        batchSize = Math.Min(batchSize, items);
        var share = Math.Min(1, 2d * batchSize / (items + 1));
        var steps = (int)Math.Ceiling((double)MostPasses * items / batchSize);
        for (var step = 0; step < steps && without < MostWithoutGain; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            int[] batch = [.. Enumerable.Range(0, batchSize).Select(_ => random.Next(items))];
            var distances = Assign(rows, width, batch, centers, place, cancellation);
            foreach (var item in batch)
            {
                var cluster = place[item];
                var rate = 1f / ++counts[cluster];
                var center = centers.AsSpan(cluster * width, width);
                var row = rows.AsSpan(item * width, width);
                for (var k = 0; k < width; k++)
                    center[k] += rate * (row[k] - center[k]);
            }
            smoothed = double.IsNaN(smoothed) ? distances : (smoothed * (1 - share)) + (distances * share);
            (best, without) = smoothed < best ? (smoothed, 0) : (best, without + 1);
        }
        Assign(rows, width, [.. Enumerable.Range(0, items)], centers, place, cancellation);
        return place;
    }

    /// <summary>Puts rows to their nearest centres; the mean squared distance.</summary>
    private static double Assign(float[] rows, int width, int[] items, float[] centers, int[] place, CancellationToken cancellation)
    {
        var count = centers.Length / width;
        var nearest = new float[items.Length];
        Parallel.For(0, items.Length, new ParallelOptions { CancellationToken = cancellation }, i =>
        {
            var row = rows.AsSpan(items[i] * width, width);
            var (best, at) = (float.PositiveInfinity, 0);
            for (var c = 0; c < count; c++)
                if (TensorPrimitives.Distance<float>(row, centers.AsSpan(c * width, width)) is var distance && distance < best)
                    (best, at) = (distance, c);
            (nearest[i], place[items[i]]) = (best * best, at);
        });
        return nearest.Average();
    }

    /// <summary>k-means++ on a sample: each centre is drawn with a weight of its squared distance to those before.</summary>
    private static float[] Start(float[] rows, int width, int clusters, int batchSize, SeededRandom random, CancellationToken cancellation)
    {
        var items = rows.Length / width;
        var size = Math.Min(items, Math.Max(StartBatches * batchSize, StartBatches * clusters));
        // Without replacement: a row that is drawn twice would be two centres.
        int[] sample = [.. Enumerable.Range(0, items)];
        for (var i = 0; i < size; i++)
        {
            var other = i + random.Next(items - i);
            (sample[i], sample[other]) = (sample[other], sample[i]);
        }
        var centers = new float[checked(clusters * width)];
        var distances = new double[size];
        Array.Fill(distances, double.PositiveInfinity);
        var chosen = sample[random.Next(size)];
        for (var c = 0; c < clusters; c++)
        {
            cancellation.ThrowIfCancellationRequested();
            rows.AsSpan(chosen * width, width).CopyTo(centers.AsSpan(c * width));
            var center = c;
            Parallel.For(0, size, i =>
            {
                var distance = TensorPrimitives.Distance<float>(
                    rows.AsSpan(sample[i] * width, width),
                    centers.AsSpan(center * width, width)
                );
                distances[i] = Math.Min(distances[i], (double)distance * distance);
            });
            var total = distances.Sum();
            var at = 0;
            if (total > 0)
                for (var left = random.NextDouble() * total; at < size - 1 && (left -= distances[at]) >= 0; )
                    at++;
            else
                at = random.Next(size); // all rows are centres already
            chosen = sample[at];
        }
        return centers;
    }
}
