using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Glm.Formats.Text;

/// <summary>
/// Numbers different keys from 0 on in the order in which they come. Keys are bytes of a file, kept side by side in one array: a third of
/// what strings in a dictionary take. Names in files are mostly sorted, shorter ones first (c_9, c_10), and as long as they are, none can
/// have come before; only from the first that is not are they hashed. Not thread-safe.
/// </summary>
internal sealed class ByteKeys
{
    private const int LeastSlots = 1 << 10;

    // Those of strings, drawn anew in every process: no file can be made so that its keys collide.
    private readonly ulong _seed = Drawn("seed");
    private readonly ulong _factor = Drawn("factor") | 1;

    // Key i begins at _starts[i] and ends where the next begins. Plain arrays: what is generic would be compiled at every start.
    private byte[] _bytes = new byte[1 << 10];
    private int[] _starts = new int[1 << 6];

    // Open addressing: one more than the number of a key in as many of the lower bits as there are places, and bits of its hash in the
    // others; 0 where there is none. So a place is four bytes, of which a cache holds many, and nearly always tells keys apart without
    // their bytes. A power of two, at most three quarters full; null while the keys are sorted.
    private uint[]? _slots;

    public int Count { get; private set; }

    /// <summary>A key by its number; valid until the next is added.</summary>
    public ReadOnlySpan<byte> this[int number] => _bytes.AsSpan(_starts[number], _starts[number + 1] - _starts[number]);

    /// <summary>The number of a key; -1 if it has not come.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int IndexOf(ReadOnlySpan<byte> key)
    {
        if (_slots is not null)
            return Find(_slots, key, HashOf(key), out _);
        var (low, high) = (0, Count - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = Compare(key, this[middle]);
            if (order == 0)
                return middle;
            (low, high) = order > 0 ? (middle + 1, high) : (low, middle - 1);
        }
        return -1;
    }

    /// <summary>Takes a key; false if it has come before. Either way the number is the key's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryAdd(ReadOnlySpan<byte> key, out int number)
    {
        if (_slots is null)
        {
            if (Count == 0 || Compare(key, this[Count - 1]) > 0)
            {
                number = Append(key);
                return true;
            }
            _slots = Hashed(Math.Max(LeastSlots, Count * 2L));
        }
        var hash = HashOf(key);
        number = Find(_slots, key, hash, out var place);
        if (number >= 0)
            return false;
        number = Append(key);
        _slots[place] = Slot(_slots, hash, number);
        if (Count > _slots.Length / 4 * 3)
            _slots = Hashed(_slots.Length * 4L);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Append(ReadOnlySpan<byte> key)
    {
        var start = _starts[Count];
        if (_bytes.Length - start < key.Length)
            Array.Resize(ref _bytes, (int)Math.Max(start + key.Length, Math.Min(Array.MaxLength, start * 3L / 2)));
        if (Count + 1 == _starts.Length)
            Array.Resize(ref _starts, _starts.Length * 2);
        key.CopyTo(_bytes.AsSpan(start));
        _starts[Count + 1] = start + key.Length;
        return Count++;
    }

    /// <summary>A table of all keys, which differ, so that their bytes are hashed and not compared.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private uint[] Hashed(long least)
    {
        var slots = new uint[BitOperations.RoundUpToPowerOf2((ulong)least)];
        var mask = (uint)slots.Length - 1;
        for (var number = 0; number < Count; number++)
        {
            var hash = HashOf(this[number]);
            var place = PlaceOf(hash, mask);
            while (slots[place] > 0)
                place = (place + 1) & mask;
            slots[place] = Slot(slots, hash, number);
        }
        return slots;
    }

    /// <summary>The number of a key and its place; -1 and a free place if it has not come.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Find(uint[] slots, ReadOnlySpan<byte> key, ulong hash, out uint place)
    {
        var mask = (uint)slots.Length - 1;
        var mark = (uint)hash & ~mask;
        for (place = PlaceOf(hash, mask); slots[place] is > 0 and var slot; place = (place + 1) & mask)
            if ((slot & ~mask) == mark && (int)(slot & mask) - 1 is var number && this[number].SequenceEqual(key))
                return number;
        return -1;
    }

    // The upper half says where a key begins to be looked for, the lower how it differs from others there.
    private static uint PlaceOf(ulong hash, uint mask) => (uint)(hash >> 32) & mask;

    private static uint Slot(uint[] slots, ulong hash, int number)
    {
        var mask = (uint)slots.Length - 1;
        return ((uint)hash & ~mask) | (uint)(number + 1);
    }

    private static int Compare(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other) =>
        one.Length != other.Length ? one.Length.CompareTo(other.Length) : one.SequenceCompareTo(other);

    // Eight bytes at a time, the last of which overlap those before; each is mixed in by the two halves of a long product.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong HashOf(ReadOnlySpan<byte> key)
    {
        var hash = _seed ^ (ulong)key.Length;
        if (key.Length >= sizeof(ulong))
        {
            var last = key.Length - sizeof(ulong);
            for (var at = 0; at < last; at += sizeof(ulong))
                hash = Mix(hash ^ MemoryMarshal.Read<ulong>(key[at..]));
            return Mix(hash ^ MemoryMarshal.Read<ulong>(key[last..]));
        }
        var rest = 0ul;
        foreach (var letter in key)
            rest = (rest << 8) | letter;
        return Mix(hash ^ rest);
    }

    private static ulong Drawn(string name) =>
        ((ulong)(uint)name.GetHashCode(StringComparison.Ordinal) << 32) | (uint)string.GetHashCode(name.AsSpan(1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Mix(ulong value) => Math.BigMul(value, _factor, out var low) ^ low;
}
