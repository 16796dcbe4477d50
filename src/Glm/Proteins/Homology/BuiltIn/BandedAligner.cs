using System.Runtime.CompilerServices;

namespace Glm.Proteins.Homology.BuiltIn;

/// <summary>
/// The best local alignment of two sequences with its ends and identities, in memory that grows with one of them. Of alignments with the
/// best score the one that ends first in the query, then in the target, is taken. Keeps its buffers; one thread at a time.
/// </summary>
internal sealed class BandedAligner
{
    private Cell[] _best = [];
    private Cell[] _down = [];

    /// <summary>Aligns on the diagonals from lowest to highest (place in the target less place in the query).</summary>
    public Alignment Align(ReadOnlySpan<byte> query, ReadOnlySpan<byte> target, int lowest, int highest)
    {
        lowest = Math.Max(lowest, 1 - query.Length);
        highest = Math.Min(highest, target.Length - 1);
        var width = highest - lowest + 1;
        if (width <= 0)
            return default;
        if (_best.Length < width + 2)
            (_best, _down) = (new Cell[width * 5 / 4 + 2], new Cell[width * 5 / 4 + 2]);
        Array.Fill(_best, Cell.None, 0, width + 2);
        Array.Fill(_down, Cell.None, 0, width + 2);
        var found = Cell.None;
        var (queryEnd, targetEnd) = (0, 0);
        var table = UngappedExtension.ScoreTable;
        // Slot k + 1 is the diagonal lowest + k: what was there belongs to the row before and is the upper left neighbour; slot k + 2 is
        // the upper one.
        for (var i = 0; i < query.Length; i++)
        {
            var from = Math.Max(0, -(i + lowest));
            var to = Math.Min(width, target.Length - i - lowest);
            if (from >= to)
                continue;
            var scores = table.Slice(query[i] * 32, 32);
            var left = Cell.None;
            var across = Cell.None;
            for (var k = from; k < to; k++)
            {
                var j = i + lowest + k;
                var diagonal = _best[k + 1];
                if (diagonal.Score <= 0)
                    diagonal = new Cell(0, i, j, 0, 0);
                var same = query[i] == target[j] && query[i] != Blosum62.Unknown;
                var cell = new Cell(
                    diagonal.Score + scores[target[j]],
                    diagonal.QueryStart,
                    diagonal.TargetStart,
                    diagonal.Matches + (same ? 1 : 0),
                    diagonal.Columns + 1
                );
                across = Longer(left, across);
                var down = Longer(_best[k + 2], _down[k + 2]);
                if (down.Score > cell.Score)
                    cell = down;
                if (across.Score > cell.Score)
                    cell = across;
                if (cell.Score <= 0)
                    cell = Cell.None;
                _down[k + 1] = down;
                _best[k + 1] = cell;
                left = cell;
                if (cell.Score > found.Score)
                    (found, queryEnd, targetEnd) = (cell, i + 1, j + 1);
            }
            if (to < width)
                _best[to + 1] = _down[to + 1] = Cell.None;
        }
        return new Alignment(
            Math.Max(found.Score, 0),
            found.Matches,
            found.Columns,
            found.QueryStart,
            queryEnd,
            found.TargetStart,
            targetEnd
        );
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Cell Longer(in Cell opened, in Cell extended)
    {
        var (open, extend) = (opened.Score - Blosum62.OpenGap, extended.Score - Blosum62.ExtendGap);
        return open >= extend
            ? opened with
            {
                Score = open,
                Columns = opened.Columns + 1,
            }
            : extended with
            {
                Score = extend,
                Columns = extended.Columns + 1,
            };
    }

    private readonly record struct Cell(int Score, int QueryStart, int TargetStart, int Matches, int Columns)
    {
        /// <summary>No alignment ends here. Far enough below 0 that nothing comes of extending it, and from overflow.</summary>
        public static readonly Cell None = new(int.MinValue / 2, 0, 0, 0, 0);
    }
}
