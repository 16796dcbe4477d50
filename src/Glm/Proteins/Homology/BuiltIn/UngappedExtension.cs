using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Glm.Proteins.Homology.BuiltIn;

/// <summary>Best alignments without gaps.</summary>
internal static class UngappedExtension
{
    /// <summary>What aligning with a gap byte costs: more than any alignment without gaps recovers from within a window.</summary>
    private const sbyte Never = -100;

    /// <summary>Scores of 32 x 32 codes, gap codes among them.</summary>
    private static readonly sbyte[] Scores =
    [
        .. Enumerable
            .Range(0, 32 * 32)
            .Select(pair =>
                pair / 32 < Blosum62.Count && pair % 32 < Blosum62.Count
                    ? (sbyte)Blosum62.Score((byte)(pair / 32), (byte)(pair % 32))
                    : Never
            ),
    ];

    /// <summary>Rows of 32 scores, one for each code; codes that are no residue score -100.</summary>
    public static ReadOnlySpan<sbyte> ScoreTable => Scores;

    /// <summary>The best score of a run of columns of two stretches that lie side by side; 0 if none is better.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Best(ReadOnlySpan<byte> query, ReadOnlySpan<byte> target)
    {
        ref var scores = ref MemoryMarshal.GetArrayDataReference(Scores);
        ref var other = ref MemoryMarshal.GetReference(target);
        var (best, score) = (0, 0);
        for (var i = 0; i < query.Length; i++)
        {
            score = Math.Max(score + Unsafe.Add(ref scores, (query[i] << 5) | Unsafe.Add(ref other, i)), 0);
            best = Math.Max(best, score);
        }
        return best;
    }

    /// <summary>The best score on a diagonal.</summary>
    public static int OnDiagonal(ReadOnlySpan<byte> query, ReadOnlySpan<byte> target, int diagonal)
    {
        var begin = Math.Max(0, -diagonal);
        var count = Math.Min(query.Length, target.Length - diagonal) - begin;
        return count <= 0 ? 0 : Best(query.Slice(begin, count), target.Slice(begin + diagonal, count));
    }
}
