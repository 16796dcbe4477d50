using System.Globalization;
using Glm.Genomes;

namespace Glm.Analysis.Synteny;

/// <summary>
/// Global alignment of two proteins (Gotoh's form of Needleman and Wunsch's method): BLOSUM62, 10 for the first residue of a gap, 0.5 for
/// each further one, at the ends too. Of the alignments with the best score, the one with most matches is taken, then the shortest, so
/// that the result does not depend on the order of the two.
/// </summary>
public static class ProteinAligner
{
    /// <summary>Two proteins with more residues than this together are not aligned.</summary>
    public const int MaxResidues = (1 << 20) - 1;

    // One number holds score, matches and columns, so that one addition and one comparison carry all three through the table: (2 * score)
    // * 2^40 + matches * 2^20 - columns.
    private const int ScoreShift = 40;
    private const int MatchShift = 20;
    private const long FieldMask = (1L << MatchShift) - 1;
    private const long OpenGap = -(20L << ScoreShift) - 1;
    private const long ExtendGap = -(1L << ScoreShift) - 1;
    private const long Impossible = long.MinValue / 2;

    private const string Order = "ARNDCQEGHILKMFPSTWYVBZX";

    // Henikoff and Henikoff 1992, in half bits; rows and columns in the order above.
    // csharpier-ignore
    private static readonly sbyte[] Blosum62 =
    [
        4, -1, -2, -2, 0, -1, -1, 0, -2, -1, -1, -1, -1, -2, -1, 1, 0, -3, -2, 0, -2, -1, 0,
        -1, 5, 0, -2, -3, 1, 0, -2, 0, -3, -2, 2, -1, -3, -2, -1, -1, -3, -2, -3, -1, 0, -1,
        -2, 0, 6, 1, -3, 0, 0, 0, 1, -3, -3, 0, -2, -3, -2, 1, 0, -4, -2, -3, 3, 0, -1,
        -2, -2, 1, 6, -3, 0, 2, -1, -1, -3, -4, -1, -3, -3, -1, 0, -1, -4, -3, -3, 4, 1, -1,
        0, -3, -3, -3, 9, -3, -4, -3, -3, -1, -1, -3, -1, -2, -3, -1, -1, -2, -2, -1, -3, -3, -2,
        -1, 1, 0, 0, -3, 5, 2, -2, 0, -3, -2, 1, 0, -3, -1, 0, -1, -2, -1, -2, 0, 3, -1,
        -1, 0, 0, 2, -4, 2, 5, -2, 0, -3, -3, 1, -2, -3, -1, 0, -1, -3, -2, -2, 1, 4, -1,
        0, -2, 0, -1, -3, -2, -2, 6, -2, -4, -4, -2, -3, -3, -2, 0, -2, -2, -3, -3, -1, -2, -1,
        -2, 0, 1, -1, -3, 0, 0, -2, 8, -3, -3, -1, -2, -1, -2, -1, -2, -2, 2, -3, 0, 0, -1,
        -1, -3, -3, -3, -1, -3, -3, -4, -3, 4, 2, -3, 1, 0, -3, -2, -1, -3, -1, 3, -3, -3, -1,
        -1, -2, -3, -4, -1, -2, -3, -4, -3, 2, 4, -2, 2, 0, -3, -2, -1, -2, -1, 1, -4, -3, -1,
        -1, 2, 0, -1, -3, 1, 1, -2, -1, -3, -2, 5, -1, -3, -1, 0, -1, -3, -2, -2, 0, 1, -1,
        -1, -1, -2, -3, -1, 0, -2, -3, -2, 1, 2, -1, 5, 0, -2, -1, -1, -1, -1, 1, -3, -1, -1,
        -2, -3, -3, -3, -2, -3, -3, -3, -1, 0, 0, -3, 0, 6, -4, -2, -2, 1, 3, -1, -3, -3, -1,
        -1, -2, -2, -1, -3, -1, -1, -2, -2, -3, -3, -1, -2, -4, 7, -1, -1, -4, -3, -2, -2, -1, -2,
        1, -1, 1, 0, -1, 0, 0, 0, -1, -2, -2, 0, -1, -2, -1, 4, 1, -3, -2, -2, 0, 0, 0,
        0, -1, 0, -1, -1, -1, -1, -2, -2, -1, -1, -1, -1, -2, -1, 1, 5, -2, -2, 0, -1, -1, 0,
        -3, -3, -4, -4, -2, -2, -3, -2, -2, -3, -2, -3, -1, 1, -4, -3, -2, 11, 2, -3, -4, -3, -2,
        -2, -2, -2, -3, -2, -1, -2, -3, 2, -1, -1, -2, -1, 3, -3, -2, -2, 2, 7, -1, -3, -2, -1,
        0, -3, -3, -3, -1, -2, -2, -3, -3, 3, 1, -2, 1, -1, -2, -2, 0, -3, -1, 4, -3, -2, -1,
        -2, -1, 3, 4, -3, 0, 1, -1, 0, -3, -4, 0, -3, -3, -2, 0, -1, -4, -3, -3, 4, 1, -1,
        -1, 0, 0, 1, -3, 3, 4, -2, 0, -3, -3, 1, -1, -3, -1, 0, -1, -3, -2, -2, 1, 4, -1,
        0, -1, -1, -1, -2, -1, -1, -1, -1, -1, -1, -1, -1, -1, -2, 0, 0, -2, -1, -1, -1, -1, -1,
    ];

    private static readonly byte[] IndexOfLetter = [.. Enumerable.Range('A', 26).Select(letter => Index((char)letter))];

    /// <summary>What each of 26 x 26 letters adds to the number above.</summary>
    private static readonly long[] Steps = [.. Enumerable.Range(0, 26 * 26).Select(pair => Step(pair / 26, pair % 26))];

    /// <summary>
    /// Aligns two sequences of upper-case letters, as in <see cref="Protein.Sequence"/>; U counts as C, O as K, J as unknown.
    /// </summary>
    /// <exception cref="ArgumentException">They have more than <see cref="MaxResidues"/> residues together, or another
    /// character.</exception>
    public static ProteinAlignment Align(string first, string second)
    {
        if (first.Length + second.Length > MaxResidues)
            throw new ArgumentException(
                $"Two proteins of {first.Length} and {second.Length} residues; at most {MaxResidues} together are aligned."
            );
        // The shorter one lies along the rows: less memory, and the result is symmetric.
        var (rows, columns) = first.Length <= second.Length ? (second, first) : (first, second);
        var across = Letters(columns);
        var best = new long[across.Length + 1];
        var down = new long[across.Length + 1];
        for (var j = 1; j <= across.Length; j++)
            (best[j], down[j]) = (OpenGap + ((j - 1) * ExtendGap), Impossible);
        foreach (var letter in Letters(rows))
            AddRow(Steps.AsSpan(letter * 26, 26), across, best, down);
        return Unpack(best[^1]);
    }

    private static void AddRow(ReadOnlySpan<long> steps, ReadOnlySpan<byte> across, Span<long> best, Span<long> down)
    {
        var diagonal = best[0];
        // The first column is one gap that began with the first row.
        best[0] = diagonal == 0 ? OpenGap : diagonal + ExtendGap;
        var left = Impossible;
        var previous = best[0];
        for (var j = 0; j < across.Length; j++)
        {
            var above = best[j + 1];
            var gapDown = Math.Max(above + OpenGap, down[j + 1] + ExtendGap);
            left = Math.Max(previous + OpenGap, left + ExtendGap);
            var value = Math.Max(diagonal + steps[across[j]], Math.Max(gapDown, left));
            down[j + 1] = gapDown;
            best[j + 1] = value;
            previous = value;
            diagonal = above;
        }
    }

    private static ProteinAlignment Unpack(long packed)
    {
        var columns = -packed & FieldMask;
        var rest = packed + columns;
        return new ProteinAlignment((rest >> ScoreShift) / 2.0, (int)((rest >> MatchShift) & FieldMask), (int)columns);
    }

    private static byte[] Letters(string sequence)
    {
        var letters = new byte[sequence.Length];
        for (var i = 0; i < letters.Length; i++)
            letters[i] = sequence[i] is >= 'A' and <= 'Z'
                ? (byte)(sequence[i] - 'A')
                : throw new ArgumentException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"Residue {i + 1} is U+{(int)sequence[i]:X4}; residues are the letters A to Z."
                    )
                );
        return letters;
    }

    private static long Step(int first, int second) =>
        ((2L * Blosum62[(IndexOfLetter[first] * Order.Length) + IndexOfLetter[second]]) << ScoreShift)
        + (first == second && IndexOfLetter[first] != Index('X') ? 1L << MatchShift : 0)
        - 1;

    private static byte Index(char letter) =>
        (byte)(
            letter switch
            {
                'U' => Order.IndexOf('C'),
                'O' => Order.IndexOf('K'),
                _ => Order.IndexOf(letter) is var index and >= 0 ? index : Order.IndexOf('X'),
            }
        );
}
