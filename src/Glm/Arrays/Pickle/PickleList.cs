using System.Collections;

namespace Glm.Arrays.Pickle;

/// <summary>A Python list, set or frozenset, in the order of the file.</summary>
internal sealed class PickleList : PickleNode, IReadOnlyList<object?>
{
    private readonly List<object?> _items = [];

    public int Count => _items.Count;

    public object? this[int index] => _items[index];

    internal override int ChildCount => _items.Count;

    internal void Add(object? item) => _items.Add(item);

    internal override object? ChildAt(int index) => _items[index];

    public IEnumerator<object?> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
