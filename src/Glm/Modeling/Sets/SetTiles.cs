using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Glm.Modeling.Sets;

/// <summary>
/// The attention of a batch of sets cut into tiles, some queries each with the neighbours they may see, and the tiles of similar size laid
/// side by side. Memory grows with the proteins, not with their square. Owns its tensors.
/// </summary>
/// <remarks>T tiles of a group, Q queries, K keys of its largest tiles.</remarks>
internal sealed class SetTiles : IDisposable
{
    /// <summary>Queries of a tile that sees a whole stretch.</summary>
    private const int MostQueries = 256;

    /// <summary>Queries of a tile that sees a band of a long stretch.</summary>
    private const int BandQueries = 128;

    /// <summary>Scores of all heads that a group may have: 64 MB of them.</summary>
    private const long MostScores = 1L << 24;

    private SetTiles(IReadOnlyList<Group> groups, Tensor? order) => (Groups, Order) = (groups, order);

    /// <summary>All tiles.</summary>
    public IReadOnlyList<Group> Groups { get; }

    /// <summary>[N] where each protein's row stands among the groups' results; null where they are in order.</summary>
    public Tensor? Order { get; }

    /// <summary>Cuts the attention of sets.</summary>
    public static SetTiles Of(IReadOnlyList<int> sizes, SetAttention attention, int heads, Device device)
    {
        var tiles = new List<Tile>();
        var start = 0;
        foreach (var size in sizes)
        {
            foreach (var (first, count, reach) in attention.Stretches(size))
                tiles.AddRange(Cut(start + first, count, reach));
            start += size;
        }
        // A stable sort, so that equal tiles stay in order.
        var sorted = tiles.OrderByDescending(tile => tile.Keys).ThenByDescending(tile => tile.Queries).ToList();
        var (groups, order, rows) = (new List<Group>(), new long[start], 0L);
        for (var at = 0; at < sorted.Count; )
        {
            var (q, k, end) = (sorted[at].Queries, sorted[at].Keys, at + 1);
            for (; end < sorted.Count; end++)
            {
                var wide = Math.Max(q, sorted[end].Queries);
                if ((end - at + 1L) * wide * k * heads > MostScores || 2L * sorted[end].Queries * sorted[end].Keys < (long)wide * k)
                    break;
                q = wide;
            }
            groups.Add(Lay(CollectionsMarshal.AsSpan(sorted)[at..end], q, k, order, ref rows, device));
            at = end;
        }
        var isInOrder = rows == start && Enumerable.Range(0, start).All(i => order[i] == i);
        return new SetTiles(groups, isInOrder ? null : tensor(order, device: device).DetachFromDisposeScope());
    }

    public void Dispose()
    {
        Order?.Dispose();
        foreach (var group in Groups)
            group.Dispose();
    }

    private static IEnumerable<Tile> Cut(int start, int count, int? reach)
    {
        if (reach is not { } band || band >= count - 1)
        {
            for (var first = 0; first < count; first += MostQueries)
                yield return new Tile(start + first, Math.Min(MostQueries, count - first), start, count, null);
            yield break;
        }
        var most = count <= MostQueries ? count : BandQueries;
        for (var first = 0; first < count; first += most)
        {
            var queries = Math.Min(most, count - first);
            var (from, to) = (Math.Max(0, first - band), (int)Math.Min(count, (long)first + queries + band));
            yield return new Tile(start + first, queries, start + from, to - from, band);
        }
    }

    /// <summary>Pads tiles to one size.</summary>
    private static Group Lay(ReadOnlySpan<Tile> tiles, int q, int k, long[] order, ref long rows, Device device)
    {
        var (queries, keys) = (new long[tiles.Length * q], new long[tiles.Length * k]);
        var isSelf = true;
        var isWhole = true;
        for (var t = 0; t < tiles.Length; t++)
        {
            var tile = tiles[t];
            // What is padded repeats the last row; nobody reads the padded queries, and nobody sees the padded keys.
            for (var i = 0; i < q; i++)
                queries[(t * q) + i] = tile.FirstQuery + Math.Min(i, tile.Queries - 1);
            for (var i = 0; i < k; i++)
                keys[(t * k) + i] = tile.FirstKey + Math.Min(i, tile.Keys - 1);
            for (var i = 0; i < tile.Queries; i++)
                order[tile.FirstQuery + i] = rows + (t * q) + i;
            isSelf &= tile.FirstQuery == tile.FirstKey && tile.Queries == tile.Keys;
            isWhole &= tile.Keys == k && tile.Reach is null;
        }
        rows += queries.Length;
        return new Group(
            tiles.Length,
            tensor(queries, device: device).DetachFromDisposeScope(),
            isSelf && q == k ? null : tensor(keys, device: device).DetachFromDisposeScope(),
            isWhole ? null : Mask(tiles, q, k, device)
        );
    }

    /// <summary>[T, 1, Q, K], true where a query sees a key.</summary>
    private static Tensor Mask(ReadOnlySpan<Tile> tiles, int q, int k, Device device)
    {
        var seen = new bool[(long)tiles.Length * q * k];
        for (var t = 0; t < tiles.Length; t++)
        {
            var tile = tiles[t];
            for (var i = 0; i < q; i++)
            {
                var query = tile.FirstQuery + Math.Min(i, tile.Queries - 1) - tile.FirstKey;
                var (from, to) = tile.Reach is { } reach
                    ? (Math.Max(0, query - reach), (int)Math.Min(tile.Keys, (long)query + reach + 1))
                    : (0, tile.Keys);
                seen.AsSpan((((t * q) + i) * k) + from, to - from).Fill(true);
            }
        }
        using var scope = NewDisposeScope();
        return tensor(seen, device: device).view(tiles.Length, 1, q, k).DetachFromDisposeScope();
    }

    /// <summary>Some queries and what they see, by the rows of the batch.</summary>
    private readonly record struct Tile(int FirstQuery, int Queries, int FirstKey, int Keys, int? Reach);

    /// <summary>Tiles padded to one size.</summary>
    /// <param name="Count">T.</param>
    /// <param name="Queries">[T·Q] rows.</param>
    /// <param name="Keys">[T·K] rows; null where they are the queries.</param>
    /// <param name="Seen">[T, 1, Q, K]; null where each query sees each key.</param>
    internal sealed record Group(int Count, Tensor Queries, Tensor? Keys, Tensor? Seen) : IDisposable
    {
        public void Dispose()
        {
            Queries.Dispose();
            Keys?.Dispose();
            Seen?.Dispose();
        }
    }
}
