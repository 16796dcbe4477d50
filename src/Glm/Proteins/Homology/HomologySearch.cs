using Glm.Runtime;

namespace Glm.Proteins.Homology;

/// <summary>Finds homologous proteins, with DIAMOND where it is installed and by itself where it is not.</summary>
public static class HomologySearch
{
    /// <summary>Queries per step: enough that starting DIAMOND costs little, few enough that a stop costs minutes.</summary>
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
            var hits = index.Search(block, BlockProgress.Of(progress, first, queries.Count), cancellation);
            for (var i = 0; i < hits.Length; i++)
                hits[i] = hits[i] with { Query = hits[i].Query + first };
            yield return hits;
        }
    }

    /// <summary>Which of some proteins are homologous.</summary>
    /// <param name="proteins">Searched among themselves.</param>
    /// <param name="engine">What searches.</param>
    /// <param name="options">What makes an edge of a hit; null for the defaults.</param>
    /// <param name="progress">Proteins searched.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="GlmException">A sequence holds a character that is not a residue, or the program fails.</exception>
    public static HomologyGraph Within(
        IProteinSource proteins,
        IHomologyEngine engine,
        HomologyGraphOptions? options = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        List<HomologyHit[]> hits = [.. Run(proteins, proteins, engine, options: null, progress, cancellation)];
        return HomologyGraph.Within(NameOf(engine), LengthsOf(proteins), hits, options, cancellation);
    }

    /// <summary>Which proteins are homologous to which of another collection.</summary>
    /// <param name="queries">A row of the graph each.</param>
    /// <param name="targets">What the rows name.</param>
    /// <param name="engine">What searches.</param>
    /// <param name="options">What makes an edge of a hit; null for the defaults.</param>
    /// <param name="progress">Queries searched.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="GlmException">A sequence holds a character that is not a residue, or the program fails.</exception>
    public static HomologyGraph Between(
        IProteinSource queries,
        IProteinSource targets,
        IHomologyEngine engine,
        HomologyGraphOptions? options = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        List<HomologyHit[]> hits = [.. Run(queries, targets, engine, options: null, progress, cancellation)];
        return HomologyGraph.Between(NameOf(engine), LengthsOf(queries), LengthsOf(targets), hits, options, cancellation);
    }

    /// <summary>What a search is called in results, for example "DIAMOND 2.1.3 --sensitive".</summary>
    internal static string NameOf(IHomologyEngine engine) => $"{engine.Name} {engine.Settings}".TrimEnd();

    private static int[] LengthsOf(IProteinSource proteins) => [.. proteins.All().Select(protein => protein.Sequence.Length)];
}
