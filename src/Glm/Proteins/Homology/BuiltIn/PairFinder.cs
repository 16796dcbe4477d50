using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Glm.Proteins.Homology.BuiltIn;

/// <summary>
/// Finds pairs of sequences that share a seed and resemble each other around it. Each test costs more than the one before and lets a small
/// part through: a shared seed, identities in a window around it, the best alignment without gaps in the window, the best without gaps on
/// the whole diagonal.
/// </summary>
internal sealed class PairFinder
{
    /// <summary>Residues around a seed that are compared.</summary>
    public const int Window = 64;

    /// <summary>
    /// Identities that a window must have. Two unrelated windows that share a seed have about 6; of homologs with 25% identity that
    /// cover the window, most have more. With 14, one in sixty fewer homologs are found, with 10 hardly more than with 12.
    /// </summary>
    private const int LeastIdentities = 12;

    /// <summary>
    /// Score without gaps that a window must have, in half bits. With 36, and 46 on the diagonal, 0.3% more homologs are found.
    /// </summary>
    private const int LeastWindowScore = 44;

    /// <summary>
    /// Score without gaps that a diagonal must have to be worth an alignment with gaps. Chance gives 50 in a comparison of a protein with
    /// a hundred thousand; a hit of 1e-4 needs about 110 with gaps.
    /// </summary>
    private const int LeastDiagonalScore = 52;

    /// <summary>
    /// Targets of a seed that are looked at. Seeds with more are shared by thousands in a family, which share others, or say little:
    /// four times as many find 0.1% more.
    /// </summary>
    private const int MostTargets = 1000;

    /// <summary>With so many identities the window score is sure enough to look first whether the diagonal is done already.</summary>
    private const int ManyIdentities = 24;

    /// <summary>Occurrences of a seed in one sequence that are looked at.</summary>
    private const int MostRepeats = 8;

    /// <summary>Residues over which so many occurrences count as a repeat.</summary>
    private const int LongestRepeat = 1 << 15;

    /// <summary>Windows of targets that are compared with all queries of a seed while they are in the cache: 4 KB.</summary>
    private const int Tile = 64;

    /// <summary>Diagonals that are remembered as done, to the power of two.</summary>
    private const int SeenBits = 22;

    private readonly ProteinBlock _queries;
    private readonly ProteinBlock _targets;
    private readonly SeedIndex _querySeeds;
    private readonly SeedIndex _targetSeeds;
    private readonly CandidateStore _candidates;
    private readonly ulong[] _seen = new ulong[1 << SeenBits];

    public PairFinder(ProteinBlock queries, SeedIndex querySeeds, ProteinBlock targets, SeedIndex targetSeeds, CandidateStore candidates)
    {
        _queries = queries;
        _querySeeds = querySeeds;
        _targets = targets;
        _targetSeeds = targetSeeds;
        _candidates = candidates;
    }

    /// <summary>Scratch memory of a thread.</summary>
    internal sealed class Scratch
    {
        internal ulong[] Sorting = [];
        internal readonly byte[] Windows = GC.AllocateUninitializedArray<byte>(Tile * Window);
    }

    /// <summary>Joins the seeds of a partition.</summary>
    public void Join(int partition, SeedShape shape, Scratch scratch)
    {
        var queries = _querySeeds.Partition(partition);
        var targets = _targetSeeds.Partition(partition);
        if (queries.Length == 0 || targets.Length == 0)
            return;
        if (scratch.Sorting.Length < Math.Max(queries.Length, targets.Length))
            scratch.Sorting = GC.AllocateUninitializedArray<ulong>(Math.Max(queries.Length, targets.Length) * 5 / 4);
        RadixSort.ByValue(queries, scratch.Sorting);
        RadixSort.ByValue(targets, scratch.Sorting);
        var left = (Window / 2) - (shape.Span / 2);
        var (q, t) = (0, 0);
        while (q < queries.Length && t < targets.Length)
        {
            var (queryValue, targetValue) = (queries[q] >> 32, targets[t] >> 32);
            if (queryValue < targetValue)
                q++;
            else if (queryValue > targetValue)
                t++;
            else
            {
                var (queryEnd, targetEnd) = (q + 1, t + 1);
                while (queryEnd < queries.Length && queries[queryEnd] >> 32 == queryValue)
                    queryEnd++;
                while (targetEnd < targets.Length && targets[targetEnd] >> 32 == queryValue)
                    targetEnd++;
                Compare(
                    WithoutRepeats(queries[q..queryEnd], _queries),
                    Thin(WithoutRepeats(targets[t..targetEnd], _targets)),
                    left,
                    scratch
                );
                (q, t) = (queryEnd, targetEnd);
            }
        }
    }

    /// <summary>
    /// The entries, but only the first few of each sequence: more come from repeats, whose number would count twice over.
    /// </summary>
    private static Span<ulong> WithoutRepeats(Span<ulong> entries, ProteinBlock block)
    {
        var kept = Math.Min(entries.Length, MostRepeats);
        for (var i = kept; i < entries.Length; i++)
        {
            var (earlier, place) = ((int)(uint)entries[kept - MostRepeats], (int)(uint)entries[i]);
            if (place - earlier > LongestRepeat || block.SequenceAt(earlier) != block.SequenceAt(place))
                entries[kept++] = entries[i];
        }
        return entries[..kept];
    }

    /// <summary>Evenly chosen entries, so that near-identical proteins keep the same ones from seed to seed.</summary>
    private static Span<ulong> Thin(Span<ulong> entries)
    {
        if (entries.Length <= MostTargets)
            return entries;
        for (var i = 0; i < MostTargets; i++)
            entries[i] = entries[(int)((long)i * entries.Length / MostTargets)];
        return entries[..MostTargets];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Compare(ReadOnlySpan<ulong> queries, ReadOnlySpan<ulong> targets, int left, Scratch scratch)
    {
        ref var queryResidues = ref MemoryMarshal.GetArrayDataReference(_queries.Residues);
        ref var targetResidues = ref MemoryMarshal.GetArrayDataReference(_targets.Residues);
        ref var windows = ref MemoryMarshal.GetArrayDataReference(scratch.Windows);
        for (var begin = 0; begin < targets.Length; begin += Tile)
        {
            var tile = targets.Slice(begin, Math.Min(Tile, targets.Length - begin));
            for (var i = 0; i < tile.Length; i++)
            {
                ref var source = ref Unsafe.Add(ref targetResidues, (int)(uint)tile[i] - left);
                ref var copy = ref Unsafe.Add(ref windows, i * Window);
                Vector256.LoadUnsafe(ref source).StoreUnsafe(ref copy);
                Vector256.LoadUnsafe(ref source, 32).StoreUnsafe(ref copy, 32);
            }
            foreach (var entry in queries)
            {
                var place = (int)(uint)entry;
                ref var window = ref Unsafe.Add(ref queryResidues, place - left);
                var lower = Vector256.LoadUnsafe(ref window);
                var upper = Vector256.LoadUnsafe(ref window, 32);
                for (var i = 0; i < tile.Length; i++)
                {
                    ref var other = ref Unsafe.Add(ref windows, i * Window);
                    var identities =
                        BitOperations.PopCount(Vector256.Equals(lower, Vector256.LoadUnsafe(ref other)).ExtractMostSignificantBits())
                        + BitOperations.PopCount(
                            Vector256.Equals(upper, Vector256.LoadUnsafe(ref other, 32)).ExtractMostSignificantBits()
                        );
                    if (identities >= LeastIdentities)
                        Extend(place, (int)(uint)tile[i], left, identities);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Extend(int queryPlace, int targetPlace, int left, int identities)
    {
        if (identities < ManyIdentities && WindowScore() < LeastWindowScore)
            return;
        var query = _queries.SequenceAt(queryPlace);
        var queryStart = _queries.Start(query);
        // A place in the block of targets and the query tell a diagonal of a pair.
        var key = ((ulong)(query + 1) << 32) | (uint)(targetPlace - (queryPlace - queryStart));
        ref var seen = ref _seen[(int)((key * 0x9E3779B97F4A7C15) >> (64 - SeenBits))];
        if (seen == key)
            return;
        if (identities >= ManyIdentities && WindowScore() < LeastWindowScore)
            return;
        seen = key;
        var target = _targets.SequenceAt(targetPlace);
        var diagonal = targetPlace - _targets.Start(target) - (queryPlace - queryStart);
        var score = UngappedExtension.OnDiagonal(_queries.Sequence(query), _targets.Sequence(target), diagonal);
        if (score >= LeastDiagonalScore)
            _candidates.Add(query, target, score, diagonal);

        int WindowScore() =>
            UngappedExtension.Best(
                _queries.Residues.AsSpan(queryPlace - left, Window),
                _targets.Residues.AsSpan(targetPlace - left, Window)
            );
    }
}
