namespace Glm.Genomes;

/// <summary>Each sequence of some proteins once, under a number, from 0 in the order in which they come. Not thread-safe.</summary>
internal sealed class DistinctProteins
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<Protein> _proteins = [];

    /// <summary>Number of sequences.</summary>
    public int Count => _proteins.Count;

    /// <summary>The sequences by number, each as the first protein that has it.</summary>
    public IReadOnlyList<Protein> Proteins => _proteins;

    /// <summary>The number of a protein's sequence, a new one where it is new.</summary>
    public int NumberOf(Protein protein)
    {
        if (!_numbers.TryGetValue(protein.Sequence, out var number))
        {
            _numbers.Add(protein.Sequence, number = _proteins.Count);
            _proteins.Add(protein);
        }
        return number;
    }
}
