using System.Runtime.InteropServices;

namespace Glm.Proteins.Homology.BuiltIn;

/// <summary>
/// Scores a query's candidates exactly, then aligns those that are better than chance. Keeps its buffers; one thread at a time.
/// </summary>
internal sealed class QueryAligner(
    ProteinBlock queries,
    ProteinBlock targets,
    HomologyStatistics statistics,
    HomologyOptions options,
    CancellationToken cancellation
)
{
    /// <summary>
    /// Diagonals on which to look for an alignment of the known score. The narrowest band holds nine in ten, the next ones most others;
    /// the rest needs all.
    /// </summary>
    private static readonly int[] BandWidths = [48, 256, 1024, int.MaxValue];

    private readonly SmithWaterman _smithWaterman = new();
    private readonly BandedTraceback _traceback = new();
    private readonly BandedAligner _aligner = new();

    /// <summary>
    /// Hits of a query in the block, one for each target protein, in no particular order; of equal targets no more than
    /// <see cref="HomologyOptions.MaxTargets"/>.
    /// </summary>
    public List<HomologyHit> Align(int query, Candidate[] candidates)
    {
        var sequence = queries.Sequence(query);
        var accepted = Accept(sequence, candidates, Score(sequence, candidates));
        var hits = new List<HomologyHit>();
        var alignments = Align(sequence, accepted);
        for (var i = 0; i < accepted.Length; i++)
        {
            var target = accepted[i].Pair.Target;
            var alignment = alignments[i];
            var hit = new HomologyHit(
                query,
                0,
                (float)HomologyStatistics.BitScore(alignment.Score),
                statistics.EValue(alignment.Score, sequence.Length, targets.Length(target)),
                alignment.Matches,
                alignment.Columns,
                alignment.QueryStart,
                alignment.QueryEnd,
                alignment.TargetStart,
                alignment.TargetEnd
            );
            var members = targets.Members(target);
            foreach (var member in members[..Math.Min(members.Length, options.MaxTargets)])
                hits.Add(hit with { Target = member });
        }
        return hits;
    }

    /// <summary>The scores of the candidates, which come to stand in another order.</summary>
    private int[] Score(ReadOnlySpan<byte> query, Candidate[] candidates)
    {
        // Targets of similar length share a vector, so that its lanes end together.
        Array.Sort(candidates, (x, y) => (targets.Length(x.Target), x.Target).CompareTo((targets.Length(y.Target), y.Target)));
        var scores = new int[candidates.Length];
        var (narrow, wide) = (new List<int>(), new List<int>());
        var highest = HighestScore(query);
        for (var i = 0; i < candidates.Length; i++)
            if (candidates[i].Score == highest || candidates[i].Score == HighestScore(targets.Sequence(candidates[i].Target)))
                scores[i] = candidates[i].Score;
            else
                (candidates[i].Score <= SmithWaterman.MaxNarrow ? narrow : wide).Add(i);
        Span<int> sequences = stackalloc int[SmithWaterman.NarrowLanes];
        Span<int> best = stackalloc int[SmithWaterman.NarrowLanes];
        for (var begin = 0; begin < narrow.Count; begin += SmithWaterman.NarrowLanes)
        {
            cancellation.ThrowIfCancellationRequested();
            var lanes = Math.Min(SmithWaterman.NarrowLanes, narrow.Count - begin);
            for (var lane = 0; lane < lanes; lane++)
                sequences[lane] = candidates[narrow[begin + lane]].Target;
            _smithWaterman.Narrow(query, targets, sequences[..lanes], best);
            for (var lane = 0; lane < lanes; lane++)
                if ((scores[narrow[begin + lane]] = best[lane]) == SmithWaterman.Overflow)
                    wide.Add(narrow[begin + lane]);
        }
        wide.Sort();
        for (var begin = 0; begin < wide.Count; begin += SmithWaterman.WideLanes)
        {
            cancellation.ThrowIfCancellationRequested();
            var lanes = Math.Min(SmithWaterman.WideLanes, wide.Count - begin);
            for (var lane = 0; lane < lanes; lane++)
                sequences[lane] = candidates[wide[begin + lane]].Target;
            _smithWaterman.Wide(query, targets, sequences[..lanes], best);
            for (var lane = 0; lane < lanes; lane++)
                scores[wide[begin + lane]] = best[lane];
        }
        for (var i = 0; i < scores.Length; i++)
            if (scores[i] == SmithWaterman.Overflow)
                scores[i] = SmithWaterman.Unlimited(query, targets.Sequence(candidates[i].Target));
        return scores;
    }

    /// <summary>What no alignment of a sequence exceeds, for no residue scores higher than with itself, or 0 if it is X.</summary>
    private static int HighestScore(ReadOnlySpan<byte> sequence)
    {
        var sum = 0;
        foreach (var code in sequence)
            sum += Math.Max(0, Blosum62.Score(code, code));
        return sum;
    }

    private (Candidate Pair, int Score)[] Accept(ReadOnlySpan<byte> query, Candidate[] candidates, int[] scores)
    {
        var accepted = new List<(Candidate Pair, int Score)>();
        for (var i = 0; i < candidates.Length; i++)
            if (statistics.EValue(scores[i], query.Length, targets.Length(candidates[i].Target)) <= options.MaxEValue)
                accepted.Add((candidates[i], scores[i]));
        if (accepted.Count > options.MaxTargets)
        {
            accepted.Sort((x, y) => (-x.Score, x.Pair.Target).CompareTo((-y.Score, y.Pair.Target)));
            accepted.RemoveRange(options.MaxTargets, accepted.Count - options.MaxTargets);
        }
        return [.. accepted];
    }

    private Alignment[] Align(ReadOnlySpan<byte> query, (Candidate Pair, int Score)[] accepted)
    {
        var alignments = new Alignment[accepted.Length];
        var pending = new List<int>();
        Span<Candidate> pairs = stackalloc Candidate[BandedTraceback.Lanes];
        Span<Alignment> found = stackalloc Alignment[BandedTraceback.Lanes];
        foreach (var bandWidth in BandWidths)
        {
            pending.Clear();
            for (var i = 0; i < accepted.Length; i++)
            {
                if (alignments[i].Score == accepted[i].Score)
                    continue;
                cancellation.ThrowIfCancellationRequested();
                var (pair, width) = Band(query, accepted[i].Pair, bandWidth);
                if (BandedTraceback.Fits(query, width, accepted[i].Score))
                    pending.Add(i);
                else
                    alignments[i] = _aligner.Align(
                        query,
                        targets.Sequence(pair.Target),
                        pair.Diagonal - (width / 2),
                        pair.Diagonal + (width / 2) - 1
                    );
            }
            for (var begin = 0; begin < pending.Count; begin += BandedTraceback.Lanes)
            {
                var group = CollectionsMarshal.AsSpan(pending).Slice(begin, Math.Min(BandedTraceback.Lanes, pending.Count - begin));
                var widest = 0;
                for (var lane = 0; lane < group.Length; lane++)
                {
                    (pairs[lane], var width) = Band(query, accepted[group[lane]].Pair, bandWidth);
                    widest = Math.Max(widest, width);
                }
                _traceback.Align(query, targets, pairs[..group.Length], widest, found);
                for (var lane = 0; lane < group.Length; lane++)
                    alignments[group[lane]] = found[lane];
            }
        }
        return alignments;
    }

    /// <summary>The band around the diagonal of a pair, or around the middle one where it takes in all.</summary>
    private (Candidate Pair, int Width) Band(ReadOnlySpan<byte> query, Candidate pair, int width)
    {
        var target = targets.Length(pair.Target);
        var all = (query.Length + target + 1) & ~1;
        return width < all ? (pair, width) : (pair with { Diagonal = (target - query.Length) / 2 }, all + 2);
    }
}
