using Glm.Genomes;
using Glm.Proteins.Homology;
using Glm.Runtime;

namespace Glm.Tests.Proteins.Homology;

/// <summary>
/// A search that knows families by the first two letters of a sequence: fast, and counted, so that tests see what was searched when.
/// </summary>
internal sealed class CannedSearch(string name = "canned 1") : IHomologyEngine
{
    /// <summary>The queries of each search so far.</summary>
    public List<IReadOnlyList<Protein>> Searches { get; } = [];

    /// <summary>Called before each search.</summary>
    public Action<int> Before { get; init; } = _ => { };

    public string Name => name;

    public string Settings => "by two letters";

    public IHomologyIndex Index(IProteinSource targets, HomologyOptions options, CancellationToken cancellation = default) =>
        new Found(this, [.. targets.All()]);

    private sealed class Found(CannedSearch owner, Protein[] targets) : IHomologyIndex
    {
        public HomologyHit[] Search(
            IReadOnlyList<Protein> queries,
            IProgress<ProgressReport>? progress = null,
            CancellationToken cancellation = default
        )
        {
            owner.Before(owner.Searches.Count);
            cancellation.ThrowIfCancellationRequested();
            owner.Searches.Add(queries);
            return
            [
                .. from query in Enumerable.Range(0, queries.Count)
                from target in Enumerable.Range(0, targets.Length)
                let a = queries[query].Sequence
                let b = targets[target].Sequence
                where a[..2] == b[..2]
                let end = Math.Min(a.Length, b.Length)
                select new HomologyHit(query, target, 2 * end, 1e-30, end / 2, end, 0, end, 0, end),
            ];
        }

        public void Dispose() { }
    }
}
