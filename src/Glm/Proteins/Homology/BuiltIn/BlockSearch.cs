using System.Runtime.InteropServices;

namespace Glm.Proteins.Homology.BuiltIn;

/// <summary>Searches queries in one block of targets after the other and keeps the best hits of each.</summary>
internal sealed class BlockSearch
{
    // A query keeps more pairs than it may report, for the best score without gaps is not always that of the best with gaps.
    private const int SpareCandidates = 1000;
    private const int MostCandidates = 1 << 20;

    private readonly ProteinBlock _queries;
    private readonly HomologyStatistics _statistics;
    private readonly HomologyOptions _options;
    private readonly ParallelOptions _parallel;
    private readonly SeedIndex _querySeeds;
    private readonly HomologyHit[][] _hits;

    public BlockSearch(ProteinBlock queries, HomologyStatistics statistics, HomologyOptions options, CancellationToken cancellation)
    {
        _queries = queries;
        _statistics = statistics;
        _options = options;
        _parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Threads, CancellationToken = cancellation };
        _querySeeds = new SeedIndex(Groups(queries));
        _hits = new HomologyHit[queries.Count][];
        Array.Fill(_hits, []);
    }

    /// <summary>Searches a block.</summary>
    /// <param name="targets">The block.</param>
    /// <param name="report">Gets the steps done and their number.</param>
    public void Add(ProteinBlock targets, Action<int, int> report)
    {
        var steps = SeedShape.All.Length + 1;
        var candidates = Find(targets, done => report(done, steps));
        Parallel.For(
            0,
            _queries.Count,
            _parallel,
            () => new QueryAligner(_queries, targets, _statistics, _options, _parallel.CancellationToken),
            (query, _, aligner) =>
            {
                var hits = aligner.Align(query, candidates.Of(query));
                if (hits.Count > 0)
                    _hits[query] = Best([.. _hits[query], .. hits]);
                return aligner;
            },
            _ => { }
        );
        report(steps, steps);
    }

    /// <summary>All hits, those of equal queries again for each of them.</summary>
    public HomologyHit[] Hits(int queries)
    {
        var sequenceOf = new int[queries];
        for (var sequence = 0; sequence < _queries.Count; sequence++)
            foreach (var member in _queries.Members(sequence))
                sequenceOf[member] = sequence;
        var all = new HomologyHit[sequenceOf.Sum(sequence => (long)_hits[sequence].Length)];
        var next = 0;
        for (var query = 0; query < queries; query++)
            foreach (var hit in _hits[sequenceOf[query]])
                all[next++] = hit with { Query = query };
        return all;
    }

    private CandidateStore Find(ProteinBlock targets, Action<int> report)
    {
        var candidates = new CandidateStore(_queries.Count, (int)Math.Min((2L * _options.MaxTargets) + SpareCandidates, MostCandidates));
        var targetSeeds = new SeedIndex(Groups(targets));
        var finder = new PairFinder(_queries, _querySeeds, targets, targetSeeds, candidates);
        var step = 0;
        foreach (var shape in SeedShape.All)
        {
            _querySeeds.Fill(shape, _parallel);
            targetSeeds.Fill(shape, _parallel);
            Parallel.For(
                0,
                SeedIndex.Partitions,
                _parallel,
                () => new PairFinder.Scratch(),
                (partition, _, scratch) =>
                {
                    finder.Join(partition, shape, scratch);
                    return scratch;
                },
                _ => { }
            );
            report(++step);
        }
        return candidates;
    }

    private HomologyHit[] Best(List<HomologyHit> hits)
    {
        CollectionsMarshal
            .AsSpan(hits)
            .Sort((x, y) => x.BitScore != y.BitScore ? y.BitScore.CompareTo(x.BitScore) : x.Target.CompareTo(y.Target));
        return [.. CollectionsMarshal.AsSpan(hits)[..Math.Min(hits.Count, _options.MaxTargets)]];
    }

    private byte[] Groups(ProteinBlock block)
    {
        var groups = GC.AllocateUninitializedArray<byte>(block.Residues.Length);
        Array.Fill(groups, ReducedAlphabet.None);
        Parallel.For(0, block.Count, _parallel, sequence =>
            ComplexityMask.Apply(block.Sequence(sequence), groups.AsSpan(block.Start(sequence), block.Length(sequence)))
        );
        return groups;
    }
}
