using Glm.Genomes;
using Glm.Runtime;
using Glm.Statistics.Manifolds;

namespace Glm.Analysis.Embeddings;

/// <summary>Finds the genes, windows, scaffolds or genomes whose vectors are nearest to that of one of them. Exact.</summary>
public static class EmbeddingNeighbourFinder
{
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
        var surroundings =
            level == EmbeddingLevel.Gene && set is not null
                ? GeneSurroundings.Of(set, nearest.Select(neighbour => neighbour.Point).Prepend(point).Select(Place), cancellation)
                : null;
        return new EmbeddingNeighbours(point, level, space, metric, nearest, others, surroundings);
    }

    private static (string Scaffold, string Gene, string Title) Place(EmbeddingPoint point) =>
        (point.Scaffold!.Id, point.Gene!.Id, GeneSurroundings.TitleOf(point.Genome));
}
