using Glm.Analysis.Synteny;
using Glm.Genomes;
using Glm.Runtime;
using Glm.Statistics.Manifolds;

namespace Glm.Analysis.Embeddings;

/// <summary>Finds the genes, windows, scaffolds or genomes whose vectors are nearest to that of one of them. Exact.</summary>
public static class EmbeddingNeighbourFinder
{
    /// <summary>Genes on each side of a gene in the picture of its surroundings.</summary>
    private const int Flank = 6;

    /// <summary>The most neighbours whose surroundings are laid below those of the gene.</summary>
    private const int MostTracks = 6;

    /// <summary>The nearest points of one point.</summary>
    /// <param name="context">Whose genes.</param>
    /// <param name="name">A gene by its id, name, locus tag or protein, of which the first reading counts; else an id.</param>
    /// <param name="level">What a point stands for.</param>
    /// <param name="space">Which vectors are compared.</param>
    /// <param name="top">The most neighbours, at least 1.</param>
    /// <param name="metric">What near means.</param>
    /// <param name="set">The scaffolds that were read, for the picture of surroundings; null for none.</param>
    /// <param name="progress">Points compared.</param>
    /// <param name="cancellation">Polled between blocks of points.</param>
    /// <exception cref="GlmException">No point goes by that name, there is no other, its vector has no direction, or a number is not
    /// finite.</exception>
    public static EmbeddingNeighbours Find(
        ContextEmbeddings context,
        string name,
        EmbeddingLevel level = EmbeddingLevel.Gene,
        EmbeddingSpace space = EmbeddingSpace.Context,
        int top = 10,
        VectorMetric metric = VectorMetric.Cosine,
        ScaffoldSet? set = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        if (top < 1)
            throw new GlmException($"{Setting.Of("Top", top)}: at least 1 neighbour must be asked for. Use 10, or leave it out.");
        var pooled = EmbeddingPooling.Pool(context, level);
        var asked = new PointNames(pooled).Find(name)[0];
        var point = pooled.Points[asked];
        // All readings of the gene itself stay out; it is no neighbour of its own.
        var others = pooled.Points.Select(other => other.Key).Where(key => key != point.Key).ToHashSet(StringComparer.Ordinal).Count;
        if (others == 0)
            throw new GlmException(
                $"{LineText.Quoted(name)} is the only {level.ToString().ToLowerInvariant()} that was read, so it has no neighbours. Load "
                    + $"more genomes, or use a narrower {Setting.Of(nameof(EmbeddingMapOptions.Level))}."
            );
        var (rows, width) = pooled.In(space);
        var query = rows.AsSpan(asked * width, width).ToArray();
        if (metric == VectorMetric.Cosine && query.AsSpan().IndexOfAnyExcept(0f) < 0)
            throw new GlmException(
                $"The vector of {LineText.Quoted(name)} is zero, which has no direction to compare. Use "
                    + $"{Setting.Of(nameof(EmbeddingMapOptions.Metric), "euclidean")}."
            );
        var ranked = NearestNeighbours.Of(
            query,
            rows,
            pooled.Points.Count,
            metric,
            i => pooled.Points[i].Key == point.Key,
            progress,
            cancellation
        );
        EmbeddingNeighbour[] nearest =
        [
            .. ranked
                .DistinctBy(found => pooled.Points[found.Row].Key, StringComparer.Ordinal)
                .Take(top)
                .Select(found => new EmbeddingNeighbour(pooled.Points[found.Row], found.Distance)),
        ];
        var surroundings = level == EmbeddingLevel.Gene && set is not null ? Surroundings(point, nearest, set, cancellation) : null;
        return new EmbeddingNeighbours(point, level, space, metric, nearest, others, surroundings);
    }

    /// <summary>The gene and its nearest ones among their neighbours; null where the set is not the one that was read.</summary>
    private static SyntenyMap? Surroundings(
        EmbeddingPoint point,
        EmbeddingNeighbour[] nearest,
        ScaffoldSet set,
        CancellationToken cancellation
    )
    {
        var (windows, marked, titles) = (new List<GeneWindow>(), new List<int>(), new List<string>());
        foreach (var shown in nearest.Select(neighbour => neighbour.Point).Prepend(point).Take(1 + MostTracks))
        {
            if (set.FindScaffold(shown.Scaffold!.Id) is not { } scaffold)
                return null;
            var place = Enumerable.Range(0, scaffold.Genes.Count).FirstOrDefault(i => scaffold.Genes[i].Id == shown.Gene!.Id, -1);
            if (place < 0)
                return null;
            var (start, end) = (Math.Max(0, place - Flank), Math.Min(scaffold.Genes.Count, place + Flank + 1));
            windows.Add(new GeneWindow(scaffold, start, end - start));
            marked.Add(place - start);
            titles.Add(shown.Genome.Lineage?.Narrowest ?? shown.Genome.Id);
        }
        if (windows.SelectMany(window => window.Genes).Any(gene => !set.Proteins.ContainsKey(gene.ProteinId)))
            return null;
        var map = SyntenyMapper.Compare(windows, set.Proteins, cancellation: cancellation);
        return map with { Tracks = [.. map.Tracks.Select((track, t) => track with { Title = titles[t], Marked = marked[t] })] };
    }
}
