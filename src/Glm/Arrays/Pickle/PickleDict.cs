using System.Collections;

namespace Glm.Arrays.Pickle;

/// <summary>
/// A Python dict (or OrderedDict), in the order of the file. String and integer keys are unique; a later value replaces the earlier one.
/// </summary>
internal sealed class PickleDict : PickleNode, IReadOnlyList<KeyValuePair<object?, object?>>
{
    private readonly List<KeyValuePair<object?, object?>> _entries = [];
    private readonly Dictionary<object, int> _index = new(KeyComparer.Instance);

    public int Count => _entries.Count;

    public KeyValuePair<object?, object?> this[int index] => _entries[index];

    internal override int ChildCount => 2 * _entries.Count;

    /// <summary>Finds the value of a string or integer key.</summary>
    public bool TryGetValue(object key, out object? value)
    {
        var found = _index.TryGetValue(key, out var at);
        value = found ? _entries[at].Value : null;
        return found;
    }

    internal void Set(object? key, object? value)
    {
        var entry = KeyValuePair.Create(key, value);
        if (key is not (string or long))
        {
            _entries.Add(entry);
            return;
        }
        if (_index.TryAdd(key, _entries.Count))
            _entries.Add(entry);
        else
            _entries[_index[key]] = entry;
    }

    internal override object? ChildAt(int index) => index % 2 == 0 ? _entries[index / 2].Key : _entries[index / 2].Value;

    public IEnumerator<KeyValuePair<object?, object?>> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Hashes integers with a secret seed: chosen keys that collide would make reading quadratic.</summary>
    private sealed class KeyComparer : IEqualityComparer<object>
    {
        public static readonly KeyComparer Instance = new();

        public new bool Equals(object? x, object? y) => object.Equals(x, y);

        public int GetHashCode(object key) => key is long number ? HashCode.Combine((int)number, (int)(number >> 32)) : key.GetHashCode();
    }
}
