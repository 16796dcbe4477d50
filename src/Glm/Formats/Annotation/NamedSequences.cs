namespace Glm.Formats.Annotation;

/// <summary>
/// Sequences by name, found although one side writes a name with a database in front (<c>lcl|contig1</c>, <c>gnl|X|contig1</c>,
/// <c>gi|16127995|ref|NP_414542.1|</c>) or a version behind (<c>NZ_CT2.1</c>) and the other does not. Two different versions never match,
/// and neither does what could be meant twice.
/// </summary>
internal sealed class NamedSequences<T>
    where T : class
{
    private const int MostExamples = 3;

    private readonly Dictionary<string, T> _exact = new(StringComparer.Ordinal);

    // Null where two sequences share the shortened name.
    private readonly Dictionary<string, T?> _parts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, T?> _unversioned = new(StringComparer.Ordinal);

    /// <summary>Number of sequences.</summary>
    public int Count => _exact.Count;

    /// <summary>The first few names, for messages.</summary>
    public IEnumerable<string> Examples => _exact.Keys.Take(MostExamples);

    /// <summary>Adds a sequence; of two with one name, the first stays.</summary>
    public void Add(string name, T sequence)
    {
        if (!_exact.TryAdd(name, sequence))
            return;
        foreach (var part in SequenceName.PartsOf(name))
        {
            AddUnlessAmbiguous(_parts, part, sequence);
            AddUnlessAmbiguous(_unversioned, SequenceName.Unversioned(part), sequence);
        }
    }

    /// <summary>The sequence with a name; null if there is none, or more than one that could be meant.</summary>
    public T? Find(string name)
    {
        if (_exact.GetValueOrDefault(name) is { } exact)
            return exact;
        foreach (var part in SequenceName.PartsOf(name))
            if (_parts.GetValueOrDefault(part) is { } found)
                return found;
        foreach (var part in SequenceName.PartsOf(name))
            // A version is made up for by a name that has none, on either side.
            if (
                SequenceName.Unversioned(part) == part
                    ? _unversioned.GetValueOrDefault(part) is { } found
                    : FindWithoutVersion(part, out found)
            )
                return found;
        return null;
    }

    /// <summary>The names nearest to one that was not found, for messages: those that begin alike, or else the first ones.</summary>
    public IReadOnlyList<string> Near(string name)
    {
        var stem = SequenceName.Bare(name);
        var alike = _exact.Keys.Where(other => other.Contains(stem, StringComparison.OrdinalIgnoreCase)).Take(MostExamples).ToList();
        return alike.Count > 0 ? alike : [.. Examples];
    }

    private bool FindWithoutVersion(string part, out T found)
    {
        found = _parts.GetValueOrDefault(SequenceName.Unversioned(part))!;
        return found is not null;
    }

    private static void AddUnlessAmbiguous(Dictionary<string, T?> byName, string name, T sequence)
    {
        if (!byName.TryAdd(name, sequence) && !ReferenceEquals(byName[name], sequence))
            byName[name] = null;
    }
}
