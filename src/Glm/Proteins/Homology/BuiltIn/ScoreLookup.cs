using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Glm.Proteins.Homology.BuiltIn;

/// <summary>Scores of one residue with many others at once, as signed bytes.</summary>
internal static class ScoreLookup
{
    /// <summary>Of each code the scores with the codes 0 to 15, then with 16 to 31.</summary>
    private static readonly Vector128<byte>[] Halves = MakeHalves();

    /// <summary>The scores of a code, in two halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector128<byte> Lower, Vector128<byte> Upper) Row(int code)
    {
        ref var half = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(Halves), code * 2);
        return (half, Unsafe.Add(ref half, 1));
    }

    /// <summary>The scores of a row with 32 codes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Of(Vector128<byte> lower, Vector128<byte> upper, Vector256<byte> codes)
    {
        if (!Avx2.IsSupported)
            return Vector256.Create(Of(lower, upper, codes.GetLower()), Of(lower, upper, codes.GetUpper()));
        // A shuffle gives 0 where the highest bit of the index is set; these make it so where the other half is meant.
        var inLower = codes + Vector256.Create((byte)0x70);
        var inUpper = codes - Vector256.Create((byte)16);
        return Avx2.Shuffle(Vector256.Create(lower, lower), inLower) | Avx2.Shuffle(Vector256.Create(upper, upper), inUpper);
    }

    /// <summary>The scores of a row with 16 codes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Of(Vector128<byte> lower, Vector128<byte> upper, Vector128<byte> codes)
    {
        var inUpper = codes - Vector128.Create((byte)16);
        return Ssse3.IsSupported
            ? Ssse3.Shuffle(lower, codes + Vector128.Create((byte)0x70)) | Ssse3.Shuffle(upper, inUpper)
            : Vector128.Shuffle(lower, codes) | Vector128.Shuffle(upper, inUpper);
    }

    private static Vector128<byte>[] MakeHalves()
    {
        var table = UngappedExtension.ScoreTable;
        var halves = new Vector128<byte>[64];
        for (var half = 0; half < halves.Length; half++)
            halves[half] = Vector128.Create(table.Slice(half * 16, 16)).AsByte();
        return halves;
    }
}
