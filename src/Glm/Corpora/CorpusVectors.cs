using Glm.Arrays.Npy;
using Glm.Proteins;
using Glm.Proteins.Families;
using Glm.Proteins.LanguageModels.Embedding;
using Glm.Statistics;

namespace Glm.Corpora;

/// <summary>The vectors of a corpus, read in place.</summary>
public sealed class CorpusVectors : IProteinVectors
{
    private readonly NpyMap<Half> _map;

    private readonly Lazy<FamilySpace?> _families;

    internal CorpusVectors(NpyMap<Half> map, string source, VectorOrigin? origin, Normalizer? normalizer, Func<FamilySpace?> families) =>
        (_map, Source, Origin, Normalizer, _families) = (map, source, origin, normalizer, new Lazy<FamilySpace?>(families));

    public string Source { get; }

    public int Count => (int)_map.Rows;

    public int Width => _map.Width;

    public Normalizer? Normalizer { get; }

    /// <inheritdoc/>
    public VectorOrigin? Origin { get; }

    /// <inheritdoc/>
    public FamilySpace? Families => _families.Value;

    public ReadOnlySpan<Half> this[int row] => _map[row];
}
