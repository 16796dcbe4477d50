using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Glm.Proteins.Homology.BuiltIn;

/// <summary>
/// The best local score of one query with many targets at once, one target in each lane of a vector (Rognes 2011). Scores are exact: a
/// lane whose numbers are too narrow says so. Keeps its buffers; one thread at a time.
/// </summary>
/// <remarks>
/// The lowest number of a lane stands for score 0, so that saturating arithmetic does the "or 0" of Smith and Waterman. Four columns are
/// computed at one go: then the scores of three of them never leave the registers.
/// </remarks>
internal sealed class SmithWaterman
{
    /// <summary>In place of a score that does not fit.</summary>
    public const int Overflow = -1;

    /// <summary>Targets at once in the narrow form.</summary>
    public const int NarrowLanes = 32;

    /// <summary>Targets at once in the wide form, whose scores reach 65,534.</summary>
    public const int WideLanes = 16;

    /// <summary>Highest score of the narrow form.</summary>
    public const int MaxNarrow = 254;

    private const int Columns = 4;

    private byte[] _letters = [];
    private Vector256<sbyte>[] _narrow = [];
    private Vector256<short>[] _wide = [];
    private readonly Vector256<sbyte>[] _narrowProfile = new Vector256<sbyte>[32 * Columns];
    private readonly Vector256<short>[] _wideProfile = new Vector256<short>[32 * Columns];

    /// <summary>
    /// Scores of a query with up to <see cref="NarrowLanes"/> targets; <see cref="Overflow"/> where one is above <see cref="MaxNarrow"/>.
    /// </summary>
    public void Narrow(ReadOnlySpan<byte> query, ProteinBlock targets, ReadOnlySpan<int> sequences, Span<int> scores)
    {
        var columns = Transpose(targets, sequences, NarrowLanes);
        var best = Sweep(query, columns, ref _narrow, _narrowProfile, NarrowLanes);
        for (var lane = 0; lane < sequences.Length; lane++)
            scores[lane] = best[lane] == sbyte.MaxValue ? Overflow : best[lane] - sbyte.MinValue;
    }

    /// <summary>Scores of a query with up to <see cref="WideLanes"/> targets; <see cref="Overflow"/> where one is above 65,534.</summary>
    public void Wide(ReadOnlySpan<byte> query, ProteinBlock targets, ReadOnlySpan<int> sequences, Span<int> scores)
    {
        var columns = Transpose(targets, sequences, WideLanes);
        var best = Sweep(query, columns, ref _wide, _wideProfile, WideLanes);
        for (var lane = 0; lane < sequences.Length; lane++)
            scores[lane] = best[lane] == short.MaxValue ? Overflow : best[lane] - short.MinValue;
    }

    /// <summary>The score of any two sequences, one cell after the other.</summary>
    public static int Unlimited(ReadOnlySpan<byte> query, ReadOnlySpan<byte> target)
    {
        var table = UngappedExtension.ScoreTable;
        // Of each column: the score in the row above, and that of an alignment that ends with a gap in the target.
        var (above, down) = (new int[target.Length], new int[target.Length]);
        var best = 0;
        foreach (var code in query)
        {
            var scores = table.Slice(code * 32, 32);
            var (corner, left, across) = (0, 0, 0);
            for (var j = 0; j < target.Length; j++)
            {
                down[j] = Math.Max(above[j] - Blosum62.OpenGap, down[j] - Blosum62.ExtendGap);
                across = Math.Max(left - Blosum62.OpenGap, across - Blosum62.ExtendGap);
                left = Math.Max(Math.Max(0, corner + scores[target[j]]), Math.Max(down[j], across));
                (corner, above[j]) = (above[j], left);
                best = Math.Max(best, left);
            }
        }
        return best;
    }

    /// <summary>Lays the targets side by side: the letters of a column follow each other.</summary>
    private int Transpose(ProteinBlock targets, ReadOnlySpan<int> sequences, int lanes)
    {
        var columns = 0;
        foreach (var sequence in sequences)
            columns = Math.Max(columns, targets.Length(sequence));
        columns = (columns + Columns - 1) / Columns * Columns;
        if (_letters.Length < columns * lanes)
            _letters = GC.AllocateUninitializedArray<byte>(columns * lanes * 5 / 4);
        _letters.AsSpan(0, columns * lanes).Fill(ProteinBlock.TargetGap);
        ref var letters = ref MemoryMarshal.GetArrayDataReference(_letters);
        for (var lane = 0; lane < sequences.Length; lane++)
        {
            var sequence = targets.Sequence(sequences[lane]);
            for (var column = 0; column < sequence.Length; column++)
                Unsafe.Add(ref letters, (column * lanes) + lane) = sequence[column];
        }
        return columns;
    }

    private Vector256<T> Sweep<T>(ReadOnlySpan<byte> query, int columns, ref Vector256<T>[] rows, Vector256<T>[] profile, int lanes)
        where T : struct, INumber<T>, IMinMaxValue<T>
    {
        var none = Vector256.Create(T.MinValue);
        if (rows.Length < query.Length * 2)
            rows = new Vector256<T>[query.Length * 5 / 2];
        // Of each row: the score in the column before, and that of an alignment that ends with a gap in the query.
        rows.AsSpan(0, query.Length * 2).Fill(none);
        ref var firstRow = ref MemoryMarshal.GetArrayDataReference(rows);
        ref var firstScore = ref MemoryMarshal.GetArrayDataReference(profile);
        ref var firstLetter = ref MemoryMarshal.GetReference(query);
        var open = Vector256.Create(T.CreateTruncating(Blosum62.OpenGap));
        var extend = Vector256.Create(T.CreateTruncating(Blosum62.ExtendGap));
        var best = none;
        for (var column = 0; column < columns; column += Columns)
        {
            FillProfile(column * lanes, lanes, ref firstScore);
            var (score0, score1, score2, score3) = (none, none, none, none);
            var (down0, down1, down2, down3) = (none, none, none, none);
            var corner = none;
            for (var i = 0; i < query.Length; i++)
            {
                ref var row = ref Unsafe.Add(ref firstRow, i * 2);
                ref var pair = ref Unsafe.Add(ref firstScore, Unsafe.Add(ref firstLetter, i) * Columns);
                var across = Unsafe.Add(ref row, 1);

                var score = Vector256.Max(Vector256.Max(Vector256.AddSaturate(corner, pair), across), down0);
                corner = row;
                best = Vector256.Max(best, score);
                var opened = Vector256.SubtractSaturate(score, open);
                across = Vector256.Max(Vector256.SubtractSaturate(across, extend), opened);
                down0 = Vector256.Max(Vector256.SubtractSaturate(down0, extend), opened);
                var diagonal = score0;
                score0 = score;

                score = Vector256.Max(Vector256.Max(Vector256.AddSaturate(diagonal, Unsafe.Add(ref pair, 1)), across), down1);
                best = Vector256.Max(best, score);
                opened = Vector256.SubtractSaturate(score, open);
                across = Vector256.Max(Vector256.SubtractSaturate(across, extend), opened);
                down1 = Vector256.Max(Vector256.SubtractSaturate(down1, extend), opened);
                diagonal = score1;
                score1 = score;

                score = Vector256.Max(Vector256.Max(Vector256.AddSaturate(diagonal, Unsafe.Add(ref pair, 2)), across), down2);
                best = Vector256.Max(best, score);
                opened = Vector256.SubtractSaturate(score, open);
                across = Vector256.Max(Vector256.SubtractSaturate(across, extend), opened);
                down2 = Vector256.Max(Vector256.SubtractSaturate(down2, extend), opened);
                diagonal = score2;
                score2 = score;

                score = Vector256.Max(Vector256.Max(Vector256.AddSaturate(diagonal, Unsafe.Add(ref pair, 3)), across), down3);
                best = Vector256.Max(best, score);
                opened = Vector256.SubtractSaturate(score, open);
                across = Vector256.Max(Vector256.SubtractSaturate(across, extend), opened);
                down3 = Vector256.Max(Vector256.SubtractSaturate(down3, extend), opened);
                score3 = score;

                row = score;
                Unsafe.Add(ref row, 1) = across;
            }
        }
        return best;
    }

    /// <summary>Of every residue code, the scores with the letters of four columns.</summary>
    private void FillProfile<T>(int begin, int lanes, ref Vector256<T> profile)
        where T : struct
    {
        ref var letters = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_letters), begin);
        for (var column = 0; column < Columns; column++)
        {
            if (typeof(T) == typeof(sbyte))
            {
                var codes = Vector256.LoadUnsafe(ref letters, (nuint)(column * lanes));
                for (var code = 0; code < Blosum62.Count; code++)
                {
                    var (lower, upper) = ScoreLookup.Row(code);
                    Unsafe.Add(ref profile, (code * Columns) + column) = ScoreLookup.Of(lower, upper, codes).As<byte, T>();
                }
            }
            else
            {
                var codes = Vector128.LoadUnsafe(ref letters, (nuint)(column * lanes));
                for (var code = 0; code < Blosum62.Count; code++)
                {
                    var (lower, upper) = ScoreLookup.Row(code);
                    var scores = ScoreLookup.Of(lower, upper, codes).AsSByte().ToVector256Unsafe();
                    Unsafe.Add(ref profile, (code * Columns) + column) = Vector256.WidenLower(scores).As<short, T>();
                }
            }
        }
    }
}
