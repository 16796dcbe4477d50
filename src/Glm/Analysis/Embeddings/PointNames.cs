using Glm.Runtime;

namespace Glm.Analysis.Embeddings;

/// <summary>Finds points of an embedding by what people call them.</summary>
internal sealed class PointNames
{
    private const int MostSuggestions = 3;

    private readonly PooledEmbeddings _pooled;
    private readonly Dictionary<string, List<int>> _points = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="pooled">The points.</param>
    public PointNames(PooledEmbeddings pooled)
    {
        _pooled = pooled;
        for (var i = 0; i < pooled.Points.Count; i++)
            foreach (var name in NamesOf(pooled.Points[i]))
            {
                if (!_points.TryGetValue(name, out var found))
                    _points.Add(name, found = []);
                if (found.Count == 0 || found[^1] != i)
                    found.Add(i);
            }
    }

    /// <summary>
    /// The points that go by a name: of genes the id, else the name, locus tag or protein in any case; of others the id. At least one.
    /// </summary>
    /// <exception cref="GlmException">No point goes by it; the nearest names are in the message.</exception>
    public IReadOnlyList<int> Find(string name)
    {
        if (!_points.TryGetValue(name, out var found))
        {
            var word = _pooled.Level.ToString().ToLowerInvariant();
            var near = Nearest(name);
            var first = _pooled.Points.Take(MostSuggestions).Select(known => LineText.Quoted(known.Id));
            throw new GlmException(
                $"No {word} of the {_pooled.Points.Count} that were read goes by {LineText.Quoted(name)}. "
                    + (
                        near.Count > 0
                            ? $"Near it are {string.Join(", ", near.Select(known => LineText.Quoted(known)))}."
                            : $"They begin with {string.Join(", ", first)}."
                    )
                    + " Check the name: what no window covers is not read."
            );
        }
        var exact = found.Where(i => _pooled.Points[i].Key == name).ToList();
        return exact.Count > 0 ? exact : found;
    }

    private List<string> Nearest(string name)
    {
        var most = Math.Max(1, name.Length / 3);
        return name.Length > 64
            ? []
            :
            [
                .. _points
                    .Keys.Where(known => Math.Abs(known.Length - name.Length) <= most)
                    .Select(known => (known, Distance: NearestName.Distance(name.ToLowerInvariant(), known.ToLowerInvariant())))
                    .Where(known => known.Distance <= most)
                    .OrderBy(known => known.Distance)
                    .ThenBy(known => known.known, StringComparer.Ordinal)
                    .Take(MostSuggestions)
                    .Select(known => known.known),
            ];
    }

    private static IEnumerable<string> NamesOf(EmbeddingPoint point)
    {
        yield return point.Key;
        if (point.Gene is not { } gene)
            yield break;
        foreach (var name in (string?[])[gene.Name, gene.LocusTag, gene.ProteinId])
            if (!string.IsNullOrEmpty(name))
                yield return name;
    }
}
