using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Glm.Proteins.Homology.BuiltIn;

/// <summary>Sorts the entries of a seed partition by value; entries of the same value stay in order of place.</summary>
internal static class RadixSort
{
    private const int Bits = SeedIndex.ValueBits / 2;
    private const int Buckets = 1 << Bits;

    /// <param name="entries">Of one partition.</param>
    /// <param name="scratch">At least as long.</param>
    public static void ByValue(Span<ulong> entries, Span<ulong> scratch)
    {
        Span<int> lower = stackalloc int[Buckets];
        Span<int> upper = stackalloc int[Buckets];
        foreach (var entry in entries)
        {
            lower[(int)(entry >> 32) & (Buckets - 1)]++;
            upper[(int)(entry >> (32 + Bits)) & (Buckets - 1)]++;
        }
        var (lowerTotal, upperTotal) = (0, 0);
        for (var i = 0; i < Buckets; i++)
        {
            (lower[i], lowerTotal) = (lowerTotal, lowerTotal + lower[i]);
            (upper[i], upperTotal) = (upperTotal, upperTotal + upper[i]);
        }
        Distribute(entries, scratch, lower, 32);
        Distribute(scratch[..entries.Length], entries, upper, 32 + Bits);
    }

    private static void Distribute(Span<ulong> from, Span<ulong> to, Span<int> next, int shift)
    {
        ref var target = ref MemoryMarshal.GetReference(to);
        ref var slots = ref MemoryMarshal.GetReference(next);
        foreach (var entry in from)
            Unsafe.Add(ref target, Unsafe.Add(ref slots, (int)(entry >> shift) & (Buckets - 1))++) = entry;
    }
}
