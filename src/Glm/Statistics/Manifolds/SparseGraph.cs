namespace Glm.Statistics.Manifolds;

/// <summary>
/// A symmetric matrix of weights between points, of which most are 0, by rows: those of point i are at <see cref="Starts"/>[i] to
/// <see cref="Starts"/>[i + 1], by column. Immutable by convention.
/// </summary>
internal sealed class SparseGraph
{
    private SparseGraph(int[] starts, int[] columns, double[] weights) => (Starts, Columns, Weights) = (starts, columns, weights);

    /// <summary>[N + 1].</summary>
    public int[] Starts { get; }

    /// <summary>The point at the other end of each weight.</summary>
    public int[] Columns { get; }

    /// <summary>All above 0.</summary>
    public double[] Weights { get; }

    /// <summary>N.</summary>
    public int Count => Starts.Length - 1;

    /// <summary>Joins the two directions of each pair of points.</summary>
    /// <param name="neighbours">Who has a weight with whom.</param>
    /// <param name="weights">[N, K]: of each point to its neighbours, 0 or more.</param>
    /// <param name="join">The weight of a pair from the weights of its two directions, of which one may be 0. Symmetric.</param>
    public static SparseGraph Join(NearestNeighbours neighbours, double[] weights, Func<double, double, double> join)
    {
        var (count, k) = (neighbours.Count, neighbours.K);
        var room = new int[count + 1];
        for (var i = 0; i < neighbours.Indices.Length; i++)
        {
            room[(i / k) + 1]++;
            room[neighbours.Indices[i] + 1]++;
        }
        for (var i = 0; i < count; i++)
            room[i + 1] += room[i];
        var entries = new (int Column, double Out, double In)[room[count]];
        var next = room[..count];
        for (var i = 0; i < neighbours.Indices.Length; i++)
        {
            var (from, to) = (i / k, neighbours.Indices[i]);
            entries[next[from]++] = (to, weights[i], 0);
            entries[next[to]++] = (from, 0, weights[i]);
        }
        var starts = new int[count + 1];
        var (columns, joined) = (new List<int>(entries.Length), new List<double>(entries.Length));
        for (var i = 0; i < count; i++)
        {
            var row = entries.AsSpan(room[i]..room[i + 1]);
            row.Sort(static (a, b) => a.Column.CompareTo(b.Column));
            for (var e = 0; e < row.Length; e++)
            {
                var (column, outward, inward) = row[e];
                if (e + 1 < row.Length && row[e + 1].Column == column)
                    (outward, inward) = (outward + row[e + 1].Out, inward + row[++e].In);
                var weight = join(outward, inward);
                if (weight <= 0)
                    continue;
                columns.Add(column);
                joined.Add(weight);
            }
            starts[i + 1] = columns.Count;
        }
        return new SparseGraph(starts, [.. columns], [.. joined]);
    }

    /// <summary>The same without the weights below a limit.</summary>
    public SparseGraph AtLeast(double limit)
    {
        var starts = new int[Count + 1];
        var (columns, weights) = (new List<int>(Columns.Length), new List<double>(Columns.Length));
        for (var i = 0; i < Count; i++)
        {
            for (var e = Starts[i]; e < Starts[i + 1]; e++)
            {
                if (Weights[e] < limit)
                    continue;
                columns.Add(Columns[e]);
                weights.Add(Weights[e]);
            }
            starts[i + 1] = columns.Count;
        }
        return new SparseGraph(starts, [.. columns], [.. weights]);
    }

    /// <summary>Whether every point can be reached from every other.</summary>
    public bool IsConnected()
    {
        var parts = new UnionFind(Count);
        for (var i = 0; i < Count; i++)
        for (var e = Starts[i]; e < Starts[i + 1]; e++)
            parts.Join(i, Columns[e]);
        var root = parts.RootOf(0);
        return Enumerable.Range(0, Count).All(i => parts.RootOf(i) == root);
    }
}
