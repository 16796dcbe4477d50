using Glm.Proteins.Homology;

namespace Glm.Analysis.Neighbourhood;

/// <summary>The homologs of one protein; where its own sequence is one of them, it comes first, with the highest of all scores.</summary>
/// <param name="graph">Has the others.</param>
/// <param name="protein">Number of the query.</param>
/// <param name="withItself">Whether the protein counts as a homolog.</param>
internal readonly ref struct Homologs(HomologyGraph graph, int protein, bool withItself)
{
    private readonly ReadOnlySpan<int> _targets = graph.TargetsOf(protein);
    private readonly ReadOnlySpan<float> _bits = graph.BitScoresOf(protein);
    private readonly ReadOnlySpan<Half> _identities = graph.IdentitiesOf(protein);
    private readonly ReadOnlySpan<Half> _coverages = graph.CoveragesOf(protein);
    private readonly int _own = withItself ? 1 : 0;

    /// <summary>How many there are.</summary>
    public int Count => _targets.Length + _own;

    /// <summary>One of them.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    public Homolog this[int index] =>
        index < _own
            ? new Homolog(protein, float.PositiveInfinity, 1, 1)
            : new Homolog(
                _targets[index - _own],
                _bits[index - _own],
                (double)_identities[index - _own],
                (double)_coverages[index - _own]
            );

    public Enumerator GetEnumerator() => new(this);

    /// <summary>Walks over the homologs.</summary>
    public ref struct Enumerator(Homologs homologs)
    {
        private readonly Homologs _homologs = homologs;
        private int _at = -1;

        public readonly Homolog Current => _homologs[_at];

        public bool MoveNext() => ++_at < _homologs.Count;
    }
}
