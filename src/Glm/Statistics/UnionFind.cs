namespace Glm.Statistics;

/// <summary>Which of some things are connected; the root of a set is its smallest member, whatever the order of joining.</summary>
/// <param name="count">Number of things.</param>
internal sealed class UnionFind(int count)
{
    private readonly int[] _parents = [.. Enumerable.Range(0, count)];

    /// <summary>Number of things.</summary>
    public int Count => _parents.Length;

    /// <summary>The smallest thing connected with one.</summary>
    public int RootOf(int thing)
    {
        while (_parents[thing] != thing)
            thing = _parents[thing] = _parents[_parents[thing]];
        return thing;
    }

    /// <summary>Connects two things, and all that either was connected with.</summary>
    public void Join(int a, int b)
    {
        var (first, second) = (RootOf(a), RootOf(b));
        _parents[Math.Max(first, second)] = Math.Min(first, second);
    }
}
