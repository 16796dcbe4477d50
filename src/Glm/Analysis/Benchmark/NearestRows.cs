using System.Numerics.Tensors;
using Glm.Statistics;

namespace Glm.Analysis.Benchmark;

/// <summary>The most similar of some rows by cosine.</summary>
internal static class NearestRows
{
    /// <summary>[queries][at most count]: numbers of candidates, the most similar first; of equal ones the first.</summary>
    /// <param name="vectors">Of all genes.</param>
    /// <param name="queries">Genes.</param>
    /// <param name="candidates">Genes.</param>
    /// <param name="mayPair">Whether a candidate, by its number, may answer a query.</param>
    /// <param name="count">The most that are listed.</param>
    /// <param name="cancellation">Polled at every query.</param>
    public static int[][] Of(
        SpaceVectors vectors,
        int[] queries,
        int[] candidates,
        Func<int, int, bool> mayPair,
        int count,
        CancellationToken cancellation
    )
    {
        var width = vectors.Width;
        var (from, to) = (Rows.ToUnitLength(vectors.Take(queries), width), Rows.ToUnitLength(vectors.Take(candidates), width));
        var nearest = new int[queries.Length][];
        Parallel.For(0, queries.Length, new ParallelOptions { CancellationToken = cancellation }, i =>
        {
            var best = new PriorityQueue<int, (float Likeness, int Order)>(count + 1);
            for (var j = 0; j < candidates.Length; j++)
            {
                if (!mayPair(i, j))
                    continue;
                var rank = (TensorPrimitives.Dot<float>(from.AsSpan(i * width, width), to.AsSpan(j * width, width)), -j);
                if (best.Count < count)
                    best.Enqueue(j, rank);
                else
                    best.EnqueueDequeue(j, rank);
            }
            var ranked = new int[best.Count];
            for (var place = ranked.Length - 1; place >= 0; place--)
                ranked[place] = best.Dequeue();
            nearest[i] = ranked;
        });
        return nearest;
    }
}
