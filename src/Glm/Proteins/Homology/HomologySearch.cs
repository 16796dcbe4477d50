using Glm.Runtime;

namespace Glm.Proteins.Homology;

/// <summary>Finds homologous proteins, with DIAMOND where it is installed and by itself where it is not.</summary>
public static class HomologySearch
{
    /// <summary>Queries per step: enough that DIAMOND is not kept waiting for its own start, few enough that a stop costs minutes.</summary>
    public const int QueryBlock = 25_000;

    /// <summary>All hits of some proteins among others, in blocks of queries.</summary>
    /// <param name="queries">Read block by block.</param>
    /// <param name="targets">The proteins to find; may be the queries themselves.</param>
    /// <param name="engine">What searches.</param>
    /// <param name="options">What counts as a hit; null for the defaults.</param>
    /// <param name="progress">Queries finished.</param>
    /// <param name="cancellation">Stops.</param>
    /// <returns>Blocks of hits in the order of the queries, numbered over all queries; lazily, a block when it is asked for.</returns>
    /// <exception cref="GlmException">A sequence holds a character that is not a residue, or the program fails.</exception>
    public static IEnumerable<HomologyHit[]> Run(
        IProteinSource queries,
        IProteinSource targets,
        IHomologyEngine engine,
        HomologyOptions? options = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        using var index = engine.Index(targets, options ?? new HomologyOptions(), cancellation);
        for (var first = 0; first < queries.Count; first += QueryBlock)
        {
            var block = queries.Read(first, QueryBlock);
            var hits = index.Search(block, Shifted(progress, first, queries.Count), cancellation);
            for (var i = 0; i < hits.Length; i++)
                hits[i] = hits[i] with { Query = hits[i].Query + first };
            yield return hits;
        }
    }

    /// <summary>Counts the queries of a block as part of all.</summary>
    internal static IProgress<ProgressReport>? Shifted(IProgress<ProgressReport>? progress, int first, int total) =>
        progress is null ? null : new BlockProgress(progress, first, total);

    private sealed class BlockProgress(IProgress<ProgressReport> whole, int first, int total) : IProgress<ProgressReport>
    {
        public void Report(ProgressReport value) => whole.Report(value with { Done = first + value.Done, Total = total });
    }
}
