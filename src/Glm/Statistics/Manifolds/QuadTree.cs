namespace Glm.Statistics.Manifolds;

/// <summary>
/// Points of a plane in squares within squares, of which each knows how many points it holds and where their middle is (Barnes and Hut
/// 1986). The squares stand in the order in which they are visited, each with the place of the next one that is not inside it.
/// </summary>
internal sealed class QuadTree
{
    /// <summary>Bits per axis: squares are halved at most as often.</summary>
    private const int Bits = 31;

    /// <summary>A square is taken as one point from further than twice its side (an angle of 0.5).</summary>
    private const double Angle = 0.5;

    private readonly double[] _map;
    private readonly ulong[] _codes;
    private readonly List<Square> _squares;

    /// <param name="map">[N, 2] row-major, finite.</param>
    public QuadTree(double[] map)
    {
        _map = map;
        var count = map.Length / 2;
        var (lowX, highX, lowY, highY) = (map[0], map[0], map[1], map[1]);
        for (var i = 0; i < count; i++)
        {
            (lowX, highX) = (Math.Min(lowX, map[2 * i]), Math.Max(highX, map[2 * i]));
            (lowY, highY) = (Math.Min(lowY, map[(2 * i) + 1]), Math.Max(highY, map[(2 * i) + 1]));
        }
        var side = Math.Max(Math.Max(highX - lowX, highY - lowY), 1e-300);
        (_codes, Order) = (new ulong[count], new int[count]);
        var scale = ((1L << Bits) - 1) / side;
        for (var i = 0; i < count; i++)
        {
            _codes[i] = Spread((ulong)((map[2 * i] - lowX) * scale)) | (Spread((ulong)((map[(2 * i) + 1] - lowY) * scale)) << 1);
            Order[i] = i;
        }
        Array.Sort(_codes, Order);
        _squares = new List<Square>(2 * count);
        Add(0, count, 0, side);
    }

    /// <summary>The points in an order in which those that follow each other lie near each other.</summary>
    public int[] Order { get; }

    /// <summary>
    /// The sums over all other points, at distance d from a place, of 1 / (1 + d²), and of its square times the way from there.
    /// </summary>
    public (double X, double Y, double Sum) Push(double x, double y)
    {
        var (pushX, pushY, sum) = (0.0, 0.0, 0.0);
        var squares = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_squares);
        for (var i = 0; i < squares.Length; )
        {
            ref readonly var square = ref squares[i];
            var (dx, dy) = (x - square.X, y - square.Y);
            var squared = (dx * dx) + (dy * dy);
            if (squared < square.Reach)
            {
                i++;
                continue;
            }
            var near = 1 / (1 + squared);
            var share = square.Count * near;
            sum += share;
            share *= near;
            (pushX, pushY) = (pushX + (share * dx), pushY + (share * dy));
            i = square.Next;
        }
        // The point itself, at distance 0.
        return (pushX, pushY, sum - 1);
    }

    /// <summary>Adds the square of the points [from, to) in <see cref="Order"/>, and the squares inside it.</summary>
    private void Add(int from, int to, int depth, double side)
    {
        // A square with one inhabited quarter is as good as the quarter.
        while (depth < Bits && to - from > 1 && Quarter(from, depth) == Quarter(to - 1, depth))
            (depth, side) = (depth + 1, side / 2);
        var place = _squares.Count;
        var isLeaf = to - from == 1 || depth == Bits;
        var (x, y) = (0.0, 0.0);
        for (var i = from; i < to; i++)
            (x, y) = (x + _map[2 * Order[i]], y + _map[(2 * Order[i]) + 1]);
        _squares.Add(default);
        if (!isLeaf)
            for (var start = from; start < to; )
            {
                var end = start + 1;
                while (end < to && Quarter(end, depth) == Quarter(start, depth))
                    end++;
                Add(start, end, depth + 1, side / 2);
                start = end;
            }
        var count = to - from;
        _squares[place] = new Square(x / count, y / count, isLeaf ? 0 : side * side / (Angle * Angle), count, _squares.Count);
    }

    private ulong Quarter(int point, int depth) => (_codes[point] >> (2 * (Bits - 1 - depth))) & 3;

    /// <summary>Puts a zero before each bit.</summary>
    private static ulong Spread(ulong value)
    {
        value = (value | (value << 16)) & 0x0000FFFF0000FFFF;
        value = (value | (value << 8)) & 0x00FF00FF00FF00FF;
        value = (value | (value << 4)) & 0x0F0F0F0F0F0F0F0F;
        value = (value | (value << 2)) & 0x3333333333333333;
        return (value | (value << 1)) & 0x5555555555555555;
    }

    /// <param name="X">The middle of its points.</param>
    /// <param name="Y">The middle of its points.</param>
    /// <param name="Reach">Square of the distance from which it counts as one point.</param>
    /// <param name="Count">Its points.</param>
    /// <param name="Next">The next square that is not inside it.</param>
    private readonly record struct Square(double X, double Y, double Reach, int Count, int Next);
}
