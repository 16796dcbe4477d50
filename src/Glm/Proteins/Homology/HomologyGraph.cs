using Glm.Runtime;

namespace Glm.Proteins.Homology;

/// <summary>
/// Which proteins are homologous: for each query its targets, strongest alignment each, in compressed rows. Queries and targets may be the
/// same proteins; then every edge is in the rows of both its ends and no protein is its own neighbour. Immutable, safe for concurrent use.
/// </summary>
public sealed class HomologyGraph
{
    private readonly long[] _begins;
    private readonly int[] _targets;
    private readonly float[] _bits;
    private readonly Half[] _identities;
    private readonly Half[] _coverages;

    private HomologyGraph(string source, int targetCount, bool isSymmetric, Rows rows)
    {
        (Source, TargetCount, IsSymmetric) = (source, targetCount, isSymmetric);
        (_begins, _targets, _bits, _identities, _coverages) = (rows.Begins, rows.Targets, rows.Bits, rows.Identities, rows.Coverages);
    }

    /// <summary>What found the hits, for example "DIAMOND 2.1.3 --sensitive".</summary>
    public string Source { get; }

    /// <summary>Number of rows.</summary>
    public int QueryCount => _begins.Length - 1;

    /// <summary>Number of proteins that rows can name.</summary>
    public int TargetCount { get; }

    /// <summary>Whether queries and targets are the same proteins.</summary>
    public bool IsSymmetric { get; }

    /// <summary>Number of pairs of homologous proteins.</summary>
    public long EdgeCount => _begins[^1] / (IsSymmetric ? 2 : 1);

    /// <summary>The homologs of a query, by number, ascending.</summary>
    public ReadOnlySpan<int> TargetsOf(int query) => Row(_targets, query);

    /// <summary>The bit score of each homolog, in the order of <see cref="TargetsOf"/>.</summary>
    public ReadOnlySpan<float> BitScoresOf(int query) => Row(_bits, query);

    /// <summary>The share of identical residues in each alignment, 0 to 1, in the order of <see cref="TargetsOf"/>.</summary>
    public ReadOnlySpan<Half> IdentitiesOf(int query) => Row(_identities, query);

    /// <summary>
    /// The share of residues within each alignment, 0 to 1, of the protein that is covered less; in the order of <see cref="TargetsOf"/>.
    /// </summary>
    public ReadOnlySpan<Half> CoveragesOf(int query) => Row(_coverages, query);

    /// <summary>Number of queries with at least one homolog.</summary>
    public int CountLinked()
    {
        var linked = 0;
        for (var query = 0; query < QueryCount; query++)
            linked += _begins[query + 1] > _begins[query] ? 1 : 0;
        return linked;
    }

    /// <summary>Links the proteins of one collection.</summary>
    /// <param name="source">What found the hits.</param>
    /// <param name="lengths">Residues of each protein.</param>
    /// <param name="hits">Enumerated twice, with the same result; either direction of a pair is enough.</param>
    /// <param name="options">What makes an edge of a hit; null for the defaults.</param>
    /// <param name="cancellation">Polled between blocks.</param>
    /// <exception cref="GlmException">A hit names a protein or residues that there are not.</exception>
    public static HomologyGraph Within(
        string source,
        IReadOnlyList<int> lengths,
        IEnumerable<HomologyHit[]> hits,
        HomologyGraphOptions? options = null,
        CancellationToken cancellation = default
    ) => Build(source, lengths, lengths, hits, options ?? new HomologyGraphOptions(), isSymmetric: true, cancellation);

    /// <summary>Links proteins to those of another collection.</summary>
    /// <param name="source">What found the hits.</param>
    /// <param name="queryLengths">Residues of each query.</param>
    /// <param name="targetLengths">Residues of each target.</param>
    /// <param name="hits">Enumerated twice, with the same result.</param>
    /// <param name="options">What makes an edge of a hit; null for the defaults.</param>
    /// <param name="cancellation">Polled between blocks.</param>
    /// <exception cref="GlmException">A hit names a protein or residues that there are not.</exception>
    public static HomologyGraph Between(
        string source,
        IReadOnlyList<int> queryLengths,
        IReadOnlyList<int> targetLengths,
        IEnumerable<HomologyHit[]> hits,
        HomologyGraphOptions? options = null,
        CancellationToken cancellation = default
    ) => Build(source, queryLengths, targetLengths, hits, options ?? new HomologyGraphOptions(), isSymmetric: false, cancellation);

    /// <summary>The same graph without some of its proteins, which keep their numbers and have no neighbours.</summary>
    /// <param name="keepsQuery">Whether a query keeps its row.</param>
    /// <param name="keepsTarget">Whether a target stays in the rows; the same as the former in a graph within one collection.</param>
    public HomologyGraph Where(Func<int, bool> keepsQuery, Func<int, bool> keepsTarget) =>
        Select((query, at) => keepsQuery(query) && keepsTarget(_targets[at]));

    /// <summary>The edges whose alignment covers at least this share of either protein.</summary>
    /// <param name="coverage">0 to 1.</param>
    public HomologyGraph WithCoverage(double coverage) => Select((_, at) => (double)_coverages[at] >= coverage);

    /// <summary>
    /// The edges from all proteins to some of them, which become targets in the order given: a graph between two collections. Each chosen
    /// protein has itself as a homolog, too, before the others of its row.
    /// </summary>
    /// <param name="chosen">Of the graph's targets, ascending.</param>
    /// <param name="bitScoreOf">Of a chosen protein with itself.</param>
    internal HomologyGraph Among(int[] chosen, Func<int, float> bitScoreOf)
    {
        var rowOf = new int[TargetCount];
        Array.Fill(rowOf, -1);
        for (var i = 0; i < chosen.Length; i++)
            rowOf[chosen[i]] = i;
        var most = chosen.Length + _targets.Count(target => rowOf[target] >= 0);
        var rows = new Rows(QueryCount, most);
        for (var query = 0; query < QueryCount; query++)
        {
            if (rowOf[query] >= 0)
                rows.Add(rowOf[query], bitScoreOf(query), identity: Half.One, coverage: Half.One);
            for (var at = _begins[query]; at < _begins[query + 1]; at++)
                if (rowOf[_targets[at]] >= 0)
                    rows.Add(rowOf[_targets[at]], _bits[at], _identities[at], _coverages[at]);
            rows.EndRow(query);
        }
        return new HomologyGraph(Source, chosen.Length, isSymmetric: false, rows);
    }

    private HomologyGraph Select(Func<int, long, bool> keeps)
    {
        var rows = new Rows(QueryCount, _targets.Length);
        for (var query = 0; query < QueryCount; query++)
        {
            for (var at = _begins[query]; at < _begins[query + 1]; at++)
                if (keeps(query, at))
                    rows.Add(_targets[at], _bits[at], _identities[at], _coverages[at]);
            rows.EndRow(query);
        }
        rows.Trim();
        return new HomologyGraph(Source, TargetCount, IsSymmetric, rows);
    }

    private ReadOnlySpan<T> Row<T>(T[] values, int query) =>
        values.AsSpan(checked((int)_begins[query]), (int)(_begins[query + 1] - _begins[query]));

    private static HomologyGraph Build(
        string source,
        IReadOnlyList<int> queryLengths,
        IReadOnlyList<int> targetLengths,
        IEnumerable<HomologyHit[]> hits,
        HomologyGraphOptions options,
        bool isSymmetric,
        CancellationToken cancellation
    )
    {
        // Once to count, once to fill: nothing is held twice.
        var counts = new long[queryLengths.Count + 1];
        foreach (var (query, _, _) in Accepted())
            counts[query + 1]++;
        for (var query = 0; query < queryLengths.Count; query++)
            counts[query + 1] += counts[query];
        if (counts[^1] > Array.MaxLength)
            throw new GlmException(
                $"{source}: {counts[^1]} pairs of homologous proteins are more than the {Array.MaxLength} of one graph. Compare "
                    + $"fewer genomes."
            );
        var arcs = new (int Target, float Bits, Half Identity, Half Coverage)[counts[^1]];
        var next = counts[..^1];
        foreach (var (query, target, hit) in Accepted())
            arcs[next[query]++] = (target, hit.BitScore, (Half)hit.Identity, Coverage(hit));
        var rows = new Rows(queryLengths.Count, arcs.Length);
        for (var query = 0; query < queryLengths.Count; query++)
        {
            var row = arcs.AsSpan((int)counts[query], (int)(counts[query + 1] - counts[query]));
            // The strongest of several alignments of a pair comes first. All four numbers, or equal scores of the two directions of a
            // pair would leave the choice to the order of the hits.
            row.Sort(
                static (a, b) =>
                    a.Target != b.Target ? a.Target.CompareTo(b.Target)
                    : a.Bits != b.Bits ? b.Bits.CompareTo(a.Bits)
                    : a.Identity != b.Identity ? b.Identity.CompareTo(a.Identity)
                    : b.Coverage.CompareTo(a.Coverage)
            );
            for (var i = 0; i < row.Length; i++)
                if (i == 0 || row[i].Target != row[i - 1].Target)
                    rows.Add(row[i].Target, row[i].Bits, row[i].Identity, row[i].Coverage);
            rows.EndRow(query);
        }
        rows.Trim();
        return new HomologyGraph(source, targetLengths.Count, isSymmetric, rows);

        IEnumerable<(int Query, int Target, HomologyHit Hit)> Accepted()
        {
            foreach (var block in hits)
            {
                cancellation.ThrowIfCancellationRequested();
                foreach (var hit in block)
                {
                    if (!IsPossible(hit, queryLengths, targetLengths))
                        throw new GlmException(
                            $"{source}: a hit of protein {hit.Query} and protein {hit.Target} names proteins or residues that there "
                                + $"are not. Search again."
                        );
                    if (hit.EValue > options.MaxEValue || (double)Coverage(hit) < options.MinCoverage)
                        continue;
                    if (isSymmetric && hit.Query == hit.Target)
                        continue;
                    yield return (hit.Query, hit.Target, hit);
                    if (isSymmetric)
                        yield return (hit.Target, hit.Query, hit);
                }
            }
        }

        Half Coverage(in HomologyHit hit) =>
            (Half)Math.Min(hit.QueryCoverage(queryLengths[hit.Query]), hit.TargetCoverage(targetLengths[hit.Target]));
    }

    /// <summary>Whether a hit is about proteins and residues that there are.</summary>
    internal static bool IsPossible(in HomologyHit hit, IReadOnlyList<int> queryLengths, IReadOnlyList<int> targetLengths) =>
        (uint)hit.Query < (uint)queryLengths.Count
        && (uint)hit.Target < (uint)targetLengths.Count
        && hit.QueryStart >= 0
        && hit.QueryStart < hit.QueryEnd
        && hit.QueryEnd <= queryLengths[hit.Query]
        && hit.TargetStart >= 0
        && hit.TargetStart < hit.TargetEnd
        && hit.TargetEnd <= targetLengths[hit.Target]
        && hit.Columns > 0
        && (uint)hit.Matches <= (uint)hit.Columns
        && float.IsFinite(hit.BitScore)
        && hit.EValue >= 0;

    /// <summary>Compressed rows in the making.</summary>
    private sealed class Rows(int count, int most)
    {
        private int _end;

        public long[] Begins { get; } = new long[count + 1];

        public int[] Targets { get; private set; } = new int[most];

        public float[] Bits { get; private set; } = new float[most];

        public Half[] Identities { get; private set; } = new Half[most];

        public Half[] Coverages { get; private set; } = new Half[most];

        public void Add(int target, float bits, Half identity, Half coverage)
        {
            (Targets[_end], Bits[_end], Identities[_end], Coverages[_end]) = (target, bits, identity, coverage);
            _end++;
        }

        public void EndRow(int row) => Begins[row + 1] = _end;

        public void Trim() =>
            (Targets, Bits, Identities, Coverages) = (Targets[.._end], Bits[.._end], Identities[.._end], Coverages[.._end]);
    }
}
