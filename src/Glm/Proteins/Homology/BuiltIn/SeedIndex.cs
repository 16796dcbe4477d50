using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Glm.Proteins.Homology.BuiltIn;

/// <summary>
/// The seeds of one shape in a block, in partitions by their value. An entry is the mixed value (upper half) and the place (lower half).
/// Its array is used again from shape to shape.
/// </summary>
internal sealed class SeedIndex
{
    /// <summary>
    /// Number of partitions is two to this power. A partition of 48 million residues has 12,000 entries, which stay in the cache while
    /// they are sorted.
    /// </summary>
    public const int PartitionBits = 12;

    /// <summary>Number of partitions.</summary>
    public const int Partitions = 1 << PartitionBits;

    /// <summary>Bits of a mixed value that the partition leaves open.</summary>
    public const int ValueBits = 32 - PartitionBits;

    /// <summary>Places that are counted and distributed at one go by one thread.</summary>
    private const int Stretch = 1 << 20;

    /// <summary>Odd, so that mixing loses nothing; the golden ratio's bits spread the values over the partitions.</summary>
    private const uint Mixer = 0x9E3779B1;

    private readonly byte[] _groups;
    private readonly int _places;
    private readonly int[][] _next;
    private readonly int[] _starts = new int[Partitions + 1];
    private ulong[] _entries = [];

    /// <param name="groups">Groups of the residues of a block, <see cref="ReducedAlphabet.None"/> where no seed may lie.</param>
    public SeedIndex(byte[] groups)
    {
        _groups = groups;
        _places = groups.Length - ProteinBlock.Margin;
        _next = [.. Enumerable.Range(0, (_places + Stretch - 1) / Stretch).Select(_ => new int[Partitions])];
    }

    /// <summary>Entries of a partition, by place; the caller may sort them.</summary>
    public Span<ulong> Partition(int partition) => _entries.AsSpan(_starts[partition].._starts[partition + 1]);

    /// <summary>Collects the seeds of a shape.</summary>
    public void Fill(SeedShape shape, ParallelOptions parallel)
    {
        Parallel.For(0, _next.Length, parallel, stretch => Scan(shape, stretch, null));
        var total = 0;
        for (var partition = 0; partition < Partitions; partition++)
        {
            _starts[partition] = total;
            foreach (var next in _next)
                (next[partition], total) = (total, total + next[partition]);
        }
        _starts[Partitions] = total;
        if (_entries.Length < total)
            _entries = GC.AllocateUninitializedArray<ulong>(Math.Max(total, _places - (_places / 16)));
        Parallel.For(0, _next.Length, parallel, stretch => Scan(shape, stretch, _entries));
    }

    /// <summary>Counts the seeds of each partition, or writes them where entries are given.</summary>
    private void Scan(SeedShape shape, int stretch, ulong[]? entries)
    {
        var next = _next[stretch];
        if (entries is null)
            Array.Clear(next);
        ref var group = ref MemoryMarshal.GetArrayDataReference(_groups);
        ref var slots = ref MemoryMarshal.GetArrayDataReference(next);
        ref var output = ref MemoryMarshal.GetArrayDataReference(entries ?? []);
        var end = Math.Min(_places, (stretch + 1) * Stretch);
        Span<uint> values = stackalloc uint[16];
        Span<byte> masked = stackalloc byte[16];
        for (var place = stretch * Stretch; place < end; place += 16)
        {
            Collect(shape.Positions, ref Unsafe.Add(ref group, place), values, masked);
            var count = Math.Min(16, end - place);
            for (var i = 0; i < count; i++)
            {
                if (masked[i] >= ReducedAlphabet.None)
                    continue;
                var value = values[i];
                ref var slot = ref Unsafe.Add(ref slots, value >> ValueBits);
                if (entries is not null)
                    Unsafe.Add(ref output, slot) = ((ulong)value << 32) | (uint)(place + i);
                slot++;
            }
        }
    }

    /// <summary>Mixed values of sixteen places, and a byte with the highest bit set where one is masked.</summary>
    private static void Collect(int[] positions, ref byte first, Span<uint> values, Span<byte> masked)
    {
        var mask = Vector128<byte>.Zero;
        var (a, b, c, d) = (Vector128<uint>.Zero, Vector128<uint>.Zero, Vector128<uint>.Zero, Vector128<uint>.Zero);
        foreach (var position in positions)
        {
            var groups = Vector128.LoadUnsafe(ref first, (nuint)position);
            mask |= groups;
            var (lower, upper) = Vector128.Widen(groups);
            var (w0, w1) = Vector128.Widen(lower);
            var (w2, w3) = Vector128.Widen(upper);
            a = Vector128.ShiftLeft(a, ReducedAlphabet.Bits) | w0;
            b = Vector128.ShiftLeft(b, ReducedAlphabet.Bits) | w1;
            c = Vector128.ShiftLeft(c, ReducedAlphabet.Bits) | w2;
            d = Vector128.ShiftLeft(d, ReducedAlphabet.Bits) | w3;
        }
        ref var output = ref MemoryMarshal.GetReference(values);
        (a * Mixer).StoreUnsafe(ref output);
        (b * Mixer).StoreUnsafe(ref output, 4);
        (c * Mixer).StoreUnsafe(ref output, 8);
        (d * Mixer).StoreUnsafe(ref output, 12);
        mask.StoreUnsafe(ref MemoryMarshal.GetReference(masked));
    }
}
