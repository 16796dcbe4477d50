using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Glm.Proteins.Homology.BuiltIn;

/// <summary>
/// Local alignments of one query with several targets at once, one in each lane of a vector, each on a band of diagonals of its own. The
/// same alignments as <see cref="BandedAligner"/> finds, ten times faster. Keeps its buffers; one thread at a time.
/// </summary>
internal sealed class BandedTraceback
{
    /// <summary>Alignments at once.</summary>
    public const int Lanes = 16;

    /// <summary>Longest query, so that the number of a row fits in a lane.</summary>
    private const int MaxQuery = short.MaxValue;

    /// <summary>Most cells of a lane: 64 MB of steps.</summary>
    private const int MaxCells = 1 << 22;

    /// <summary>Highest score that fits in a lane.</summary>
    private const int MaxScore = ushort.MaxValue - 1;

    // A step is a byte for each lane: which of three moves led to the best score of a cell, and whether the gaps that end there are longer
    // than one residue.
    private const byte Down = 1;
    private const byte Across = 2;
    private const byte LongDown = 4;
    private const byte LongAcross = 8;

    private byte[] _letters = [];
    private byte[] _steps = [];
    private Vector256<short>[] _cells = [];

    /// <summary>Whether the numbers of a lane suffice for a query and the score of its alignment, and the memory for the band.</summary>
    public static bool Fits(ReadOnlySpan<byte> query, int width, int score) =>
        Math.Max(query.Length, width) <= MaxQuery && score <= MaxScore && (long)query.Length * width <= MaxCells;

    /// <summary>Aligns.</summary>
    /// <param name="query">One that fits.</param>
    /// <param name="targets">Where the targets stand.</param>
    /// <param name="pairs">The targets, at most <see cref="Lanes"/>, and the diagonal in the middle of the band of each.</param>
    /// <param name="width">Diagonals of the band; even, at most <see cref="short.MaxValue"/>.</param>
    /// <param name="alignments">One for each pair.</param>
    public void Align(ReadOnlySpan<byte> query, ProteinBlock targets, ReadOnlySpan<Candidate> pairs, int width, Span<Alignment> alignments)
    {
        var (begin, end) = Transpose(query.Length, targets, pairs, width);
        if (_steps.Length < (end - begin) * width * Lanes)
            _steps = GC.AllocateUninitializedArray<byte>((int)BitOperations.RoundUpToPowerOf2((uint)((end - begin) * width * Lanes)));
        Span<short> best = stackalloc short[Lanes];
        Span<short> rows = stackalloc short[Lanes];
        Span<short> slots = stackalloc short[Lanes];
        Fill(query[begin..end], width, best, rows, slots);
        for (var lane = 0; lane < pairs.Length; lane++)
        {
            var lowest = pairs[lane].Diagonal - (width / 2);
            alignments[lane] = Trace(
                query,
                targets.Sequence(pairs[lane].Target),
                lane,
                begin,
                width,
                lowest,
                best[lane] - short.MinValue,
                rows[lane],
                slots[lane]
            );
        }
    }

    /// <summary>Lays the bands side by side: letter c of a lane is the one that slot c of the first row meets.</summary>
    /// <returns>The rows of the query that meet any target.</returns>
    private (int Begin, int End) Transpose(int query, ProteinBlock targets, ReadOnlySpan<Candidate> pairs, int width)
    {
        var (begin, end) = (query, 0);
        foreach (var pair in pairs)
        {
            var lowest = pair.Diagonal - (width / 2);
            begin = Math.Min(begin, Math.Max(0, 1 - lowest - width));
            end = Math.Max(end, Math.Min(query, targets.Length(pair.Target) - lowest));
        }
        end = Math.Max(begin, end);
        var columns = end - begin + width;
        if (_letters.Length < columns * Lanes)
            _letters = GC.AllocateUninitializedArray<byte>(columns * Lanes * 5 / 4);
        _letters.AsSpan(0, columns * Lanes).Fill(ProteinBlock.TargetGap);
        ref var letters = ref MemoryMarshal.GetArrayDataReference(_letters);
        for (var lane = 0; lane < pairs.Length; lane++)
        {
            var sequence = targets.Sequence(pairs[lane].Target);
            var shift = pairs[lane].Diagonal - (width / 2) + begin;
            var last = Math.Min(columns, sequence.Length - shift);
            for (var column = Math.Max(0, -shift); column < last; column++)
                Unsafe.Add(ref letters, (column * Lanes) + lane) = sequence[column + shift];
        }
        return (begin, end);
    }

    private void Fill(ReadOnlySpan<byte> query, int width, Span<short> bestScores, Span<short> bestRows, Span<short> bestSlots)
    {
        var none = Vector256.Create(short.MinValue);
        if (_cells.Length < (width + 1) * 2)
            _cells = new Vector256<short>[(width + 1) * 2];
        // Of each slot: the best score, and that of an alignment that ends with a gap in the target.
        _cells.AsSpan(0, (width + 1) * 2).Fill(none);
        ref var cells = ref MemoryMarshal.GetArrayDataReference(_cells);
        ref var letters = ref MemoryMarshal.GetArrayDataReference(_letters);
        ref var steps = ref MemoryMarshal.GetArrayDataReference(_steps);
        var open = Vector256.Create((short)Blosum62.OpenGap);
        var extend = Vector256.Create((short)Blosum62.ExtendGap);
        var (down1, across2) = (Vector256.Create((short)Down), Vector256.Create((short)Across));
        var (down4, across8) = (Vector256.Create((short)LongDown), Vector256.Create((short)LongAcross));
        var (best, bestRow, bestSlot) = (none, Vector256<short>.Zero, Vector256<short>.Zero);
        for (var i = 0; i < query.Length; i++)
        {
            var (lower, upper) = ScoreLookup.Row(query[i]);
            var (left, across) = (none, none);
            var (row, slot) = (Vector256.Create((short)i), Vector256<short>.Zero);
            for (var k = 0; k < width; k++)
            {
                ref var cell = ref Unsafe.Add(ref cells, k * 2);
                var codes = Vector128.LoadUnsafe(ref letters, (nuint)((i + k) * Lanes));
                var scores = Vector256.WidenLower(ScoreLookup.Of(lower, upper, codes).AsSByte().ToVector256Unsafe());
                var diagonal = Vector256.AddSaturate(cell, scores);
                var opened = Vector256.SubtractSaturate(Unsafe.Add(ref cell, 2), open);
                var longer = Vector256.SubtractSaturate(Unsafe.Add(ref cell, 3), extend);
                var step = Vector256.GreaterThan(longer, opened) & down4;
                var down = Vector256.Max(opened, longer);
                opened = Vector256.SubtractSaturate(left, open);
                longer = Vector256.SubtractSaturate(across, extend);
                step |= Vector256.GreaterThan(longer, opened) & across8;
                across = Vector256.Max(opened, longer);
                var move = Vector256.GreaterThan(down, diagonal) & down1;
                var score = Vector256.Max(diagonal, down);
                move = Vector256.ConditionalSelect(Vector256.GreaterThan(across, score), across2, move);
                score = Vector256.Max(score, across);
                step |= move;
                Vector128.Narrow(step.GetLower(), step.GetUpper()).AsByte().StoreUnsafe(ref steps, (nuint)(((i * width) + k) * Lanes));
                cell = score;
                Unsafe.Add(ref cell, 1) = down;
                left = score;
                var better = Vector256.GreaterThan(score, best);
                best = Vector256.Max(best, score);
                bestSlot = Vector256.ConditionalSelect(better, slot, bestSlot);
                bestRow = Vector256.ConditionalSelect(better, row, bestRow);
                slot += Vector256<short>.One;
            }
        }
        best.CopyTo(bestScores);
        bestRow.CopyTo(bestRows);
        bestSlot.CopyTo(bestSlots);
    }

    private Alignment Trace(
        ReadOnlySpan<byte> query,
        ReadOnlySpan<byte> target,
        int lane,
        int begin,
        int width,
        int lowest,
        int score,
        int row,
        int slot
    )
    {
        if (score == 0)
            return default;
        var table = UngappedExtension.ScoreTable;
        var (matches, columns) = (0, 0);
        var i = row;
        var k = slot;
        var rest = score;
        var state = 0;
        while (true)
        {
            var step = _steps[(((i * width) + k) * Lanes) + lane];
            if (state == 0)
                state = step & (Down | Across);
            columns++;
            if (state == Down)
            {
                var isLong = (step & LongDown) != 0;
                rest += isLong ? Blosum62.ExtendGap : Blosum62.OpenGap;
                (i, k) = (i - 1, k + 1);
                if (!isLong)
                    state = 0;
            }
            else if (state == Across)
            {
                var isLong = (step & LongAcross) != 0;
                rest += isLong ? Blosum62.ExtendGap : Blosum62.OpenGap;
                k--;
                if (!isLong)
                    state = 0;
            }
            else
            {
                var (q, t) = (query[begin + i], target[begin + i + lowest + k]);
                if (q == t && q != Blosum62.Unknown)
                    matches++;
                rest -= table[(q * 32) + t];
                if (rest == 0)
                    break;
                i--;
            }
        }
        return new Alignment(score, matches, columns, begin + i, begin + row + 1, begin + i + lowest + k, begin + row + lowest + slot + 1);
    }
}
