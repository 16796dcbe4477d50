using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Glm.Formats.Text;

/// <summary>
/// Recognises the letters of bases (IUPAC, with U and X) in either case. By hand: a set of the library searches as fast, but only once it
/// was compiled a second time, a tenth of a second later, by which time most files are read.
/// </summary>
internal static class BaseLetters
{
    /// <summary>Whether all letters are bases.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool AreBases(ReadOnlySpan<byte> letters)
    {
        if (letters.Length < Vector128<byte>.Count)
        {
            foreach (var letter in letters)
                if (!IsBase(letter))
                    return false;
            return true;
        }
        var last = letters.Length - Vector128<byte>.Count;
        for (var start = 0; start < last; start += Vector128<byte>.Count)
            if (!AreBases(Vector128.Create(letters.Slice(start, Vector128<byte>.Count))))
                return false;
        return AreBases(Vector128.Create(letters[last..]));
    }

    private static bool IsBase(byte letter) => "acgtunryswkmbdhvx"u8.Contains((byte)(letter | 0x20)) && char.IsAsciiLetter((char)letter);

    // By the lower half of each letter: a b c d g h k m n are 0x61 to 0x6E, r to y are 0x72 to 0x79.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AreBases(Vector128<byte> letters)
    {
        var six = Vector128.Create((byte)0, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0xFF, 0xFF, 0, 0, 0xFF, 0, 0xFF, 0xFF, 0);
        var seven = Vector128.Create((byte)0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0);
        var (upper, lower) = ((letters | Vector128.Create((byte)0x20)) >> 4, letters & Vector128.Create((byte)0x0F));
        var known =
            (Vector128.Equals(upper, Vector128.Create((byte)6)) & Vector128.Shuffle(six, lower))
            | (Vector128.Equals(upper, Vector128.Create((byte)7)) & Vector128.Shuffle(seven, lower));
        return known == Vector128<byte>.AllBitsSet;
    }
}
