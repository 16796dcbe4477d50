using Glm.Arrays.Npy;
using Glm.Proteins;
using Glm.Statistics;

namespace Glm.Corpora;

/// <summary>The vectors of a corpus, read in place.</summary>
public sealed class CorpusVectors : IProteinVectors
{
    private readonly NpyMap<Half> _map;

    internal CorpusVectors(NpyMap<Half> map, string source, Normalizer? normalizer) =>
        (_map, Source, Normalizer) = (map, source, normalizer);

    public string Source { get; }

    public int Count => (int)_map.Rows;

    public int Width => _map.Width;

    public Normalizer? Normalizer { get; }

    public ReadOnlySpan<Half> this[int row] => _map[row];
}
