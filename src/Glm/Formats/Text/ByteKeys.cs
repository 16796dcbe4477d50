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
    private readonly record struct Key(int Start, int Length);

    private readonly List<Key> _keys = [];
    private byte[] _bytes = [];
    private int _used;

    // A key's hash, and one more than its number; 0 where there is none. Keys that differ nearly always differ in their hashes, so that no
    // more than one place of memory is looked at. A power of two, at most half full; null while the keys are sorted.
    private ulong[]? _slots;

    public int Count => _keys.Count;

    /// <summary>A key by its number; valid until the next is added.</summary>
    public ReadOnlySpan<byte> this[int number] => _bytes.AsSpan(_keys[number].Start, _keys[number].Length);

    /// <summary>The number of a key; -1 if it has not come.</summary>
    public int IndexOf(ReadOnlySpan<byte> key)
    {
        if (_slots is not null)
            return NumberIn(_slots[SlotOf(_slots, key, HashOf(key))]);
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
            _slots = Hashed(Math.Max(1 << 10, Count * 4));
        }
        var hash = HashOf(key);
        var place = SlotOf(_slots, key, hash);
        number = NumberIn(_slots[place]);
        if (number >= 0)
            return false;
        number = Append(key);
        _slots[place] = Slot(hash, number);
        if (Count * 2 > _slots.Length)
            _slots = Enlarged(_slots);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Append(ReadOnlySpan<byte> key)
    {
        if (_bytes.Length - _used < key.Length)
            Array.Resize(ref _bytes, Math.Max(_used + key.Length, Math.Max(1 << 10, _used + (_used / 2))));
        key.CopyTo(_bytes.AsSpan(_used));
        _keys.Add(new Key(_used, key.Length));
        _used += key.Length;
        return Count - 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private ulong[] Hashed(int least)
    {
        var slots = new ulong[System.Numerics.BitOperations.RoundUpToPowerOf2((uint)least)];
        for (var number = 0; number < Count; number++)
        {
            var hash = HashOf(this[number]);
            slots[SlotOf(slots, this[number], hash)] = Slot(hash, number);
        }
        return slots;
    }

    // All keys differ and their hashes are known, so that none is looked at.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static ulong[] Enlarged(ulong[] slots)
    {
        var larger = new ulong[slots.Length * 4];
        var mask = larger.Length - 1;
        foreach (var slot in slots)
        {
            if (slot == 0)
                continue;
            var place = (int)(slot >> 32) & mask;
            while (larger[place] > 0)
                place = (place + 1) & mask;
            larger[place] = slot;
        }
        return larger;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int SlotOf(ulong[] slots, ReadOnlySpan<byte> key, uint hash)
    {
        var mask = slots.Length - 1;
        var place = (int)hash & mask;
        while (slots[place] is > 0 and var slot && ((uint)(slot >> 32) != hash || !this[NumberIn(slot)].SequenceEqual(key)))
            place = (place + 1) & mask;
        return place;
    }

    private static ulong Slot(uint hash, int number) => ((ulong)hash << 32) | (uint)(number + 1);

    private static int NumberIn(ulong slot) => (int)(uint)slot - 1;

    private static int Compare(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other) =>
        one.Length != other.Length ? one.Length.CompareTo(other.Length) : one.SequenceCompareTo(other);

    // The hash of strings: no file can be made so that its keys collide.
    private static uint HashOf(ReadOnlySpan<byte> key) =>
        (uint)string.GetHashCode(MemoryMarshal.Cast<byte, char>(key)) * 31 + (key.Length % 2 == 0 ? 0u : key[^1]);
}
