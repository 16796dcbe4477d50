using System.Runtime.InteropServices;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Glm.Analysis.Dark;

/// <summary>The annotated genes most similar to others, in several spaces at once. Exact; of equal ones the first.</summary>
/// <param name="spaces">The first is that of proteins, by which genes may be forbidden.</param>
/// <param name="candidates">Items that are asked.</param>
/// <param name="units">[items]: none is asked of a gene's own unit.</param>
/// <param name="count">The most that are found.</param>
internal sealed class NearestAnnotated(IReadOnlyList<DarkSpace> spaces, int[] candidates, int[] units, int count)
{
    /// <summary>Numbers of cosines at once: 64 MiB for each space.</summary>
    private const int BlockCosines = 1 << 24;

    /// <summary>A found gene.</summary>
    /// <param name="Candidate">Its number among candidates.</param>
    /// <param name="Cosine">-1 to 1.</param>
    public readonly record struct Found(int Candidate, float Cosine);

    /// <summary>[spaces][queries]: the nearest, the most similar first; fewer where there are no more.</summary>
    /// <param name="queries">Items.</param>
    /// <param name="mostAlike">[queries]: candidates whose proteins are more similar than this are passed over.</param>
    /// <param name="done">Told of queries that are answered.</param>
    /// <param name="cancellation">Polled between blocks.</param>
    public Found[][][] Of(int[] queries, float[] mostAlike, Action<int> done, CancellationToken cancellation)
    {
        var found = new Found[spaces.Count][][];
        for (var s = 0; s < found.Length; s++)
            found[s] = new Found[queries.Length][];
        using var still = no_grad();
        using var scope = NewDisposeScope();
        Tensor[] to = [.. spaces.Select(space => Unit(space, candidates).t())]; // [width, candidates]
        var block = Math.Max(1, BlockCosines / candidates.Length);
        for (var start = 0; start < queries.Length; start += block)
        {
            cancellation.ThrowIfCancellationRequested();
            var (first, rows) = (start, Math.Min(block, queries.Length - start));
            var cosines = new float[spaces.Count][];
            for (var s = 0; s < cosines.Length; s++)
            {
                using var inner = NewDisposeScope();
                var own = Unit(spaces[s], queries[first..(first + rows)]);
                cosines[s] = MemoryMarshal.Cast<byte, float>(own.mm(to[s]).contiguous().bytes).ToArray();
            }
            Parallel.For(0, rows, row =>
            {
                var query = first + row;
                var unit = units[queries[query]];
                for (var s = 0; s < cosines.Length; s++)
                    found[s][query] = Best(
                        cosines[s].AsSpan(row * candidates.Length, candidates.Length),
                        cosines[0].AsSpan(row * candidates.Length, candidates.Length),
                        unit,
                        mostAlike[query]
                    );
            });
            done(rows);
        }
        return found;
    }

    private Found[] Best(ReadOnlySpan<float> cosines, ReadOnlySpan<float> ofProteins, int unit, float mostAlike)
    {
        var best = new PriorityQueue<int, (float Cosine, int Order)>(count + 1);
        for (var j = 0; j < cosines.Length; j++)
        {
            if (units[candidates[j]] == unit || ofProteins[j] > mostAlike)
                continue;
            if (best.Count < count)
                best.Enqueue(j, (cosines[j], -j));
            else
                best.EnqueueDequeue(j, (cosines[j], -j));
        }
        var found = new Found[best.Count];
        for (var place = found.Length - 1; place >= 0; place--)
        {
            var j = best.Dequeue();
            found[place] = new Found(j, Math.Clamp(cosines[j], -1, 1));
        }
        return found;
    }

    private static Tensor Unit(DarkSpace space, int[] items) =>
        tensor(
            Statistics.Rows.ToUnitLength(Statistics.Rows.Take(space.Rows, space.Width, items), space.Width),
            [items.Length, space.Width]
        );
}
