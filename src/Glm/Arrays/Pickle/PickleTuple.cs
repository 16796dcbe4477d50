using System.Collections;

namespace Glm.Arrays.Pickle;

/// <summary>A Python tuple.</summary>
internal sealed class PickleTuple : PickleNode, IReadOnlyList<object?>
{
    private readonly object?[] _items;

    internal PickleTuple(object?[] items) => _items = items;

    public int Count => _items.Length;

    public object? this[int index] => _items[index];

    internal override int ChildCount => _items.Length;

    internal override object? ChildAt(int index) => _items[index];

    public IEnumerator<object?> GetEnumerator() => ((IEnumerable<object?>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
