namespace Glm.Corpora;

/// <summary>The row of every known sequence by its hash: an open-addressing table of rows, about 25 bytes per sequence.</summary>
internal sealed class SequenceIndex
{
    private UInt128[] _hashes = new UInt128[1024];
    private int[] _slots = NewSlots(2048);

    public int Count { get; private set; }

    /// <summary>The row of a sequence; true if it is new.</summary>
    public bool TryAdd(UInt128 hash, out int row)
    {
        var slot = Find(hash);
        if (_slots[slot] >= 0)
        {
            row = _slots[slot];
            return false;
        }
        if (Count == _hashes.Length)
        {
            Grow();
            slot = Find(hash);
        }
        row = Count++;
        (_hashes[row], _slots[slot]) = (hash, row);
        return true;
    }

    /// <summary>
    /// The slot that holds a hash, or the free one where it belongs. The hash is uniform already, so its low bits will do.
    /// </summary>
    private int Find(UInt128 hash)
    {
        var mask = _slots.Length - 1;
        var slot = (int)(uint)hash & mask;
        while (_slots[slot] >= 0 && _hashes[_slots[slot]] != hash)
            slot = (slot + 1) & mask;
        return slot;
    }

    private void Grow()
    {
        Array.Resize(ref _hashes, checked(_hashes.Length * 2));
        _slots = NewSlots(_hashes.Length * 2);
        for (var row = 0; row < Count; row++)
            _slots[Find(_hashes[row])] = row;
    }

    private static int[] NewSlots(int count)
    {
        var slots = new int[count];
        Array.Fill(slots, -1);
        return slots;
    }
}
