using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Analysis.Neighbourhood;

/// <summary>
/// Finds in how many other genomes the homologs of two neighbouring genes are neighbours too (Overbeek et al. 1999): chance rearranges
/// genomes, so that what stays together over long times does so for a reason, as the genes of an operon do.
/// </summary>
/// <remarks>
/// A reference genome has the pair if homologs of both genes stand on one scaffold within
/// <see cref="NeighbourConservationOptions.MaxDistance"/> genes of each other in the orientation that the two have: on one strand where
/// they are on one strand, else pointing apart or towards each other as they do. Results do not depend on the number of threads.
/// </remarks>
public static class NeighbourConservation
{
    /// <summary>Genes per unit of parallel work and of progress.</summary>
    private const int Block = 256;

    /// <summary>Looks at every pair of neighbours of the query genomes.</summary>
    /// <param name="comparison">Query genes and their homologs.</param>
    /// <param name="options">What counts as near; null for the defaults.</param>
    /// <param name="progress">Pairs done.</param>
    /// <param name="cancellation">Polled between blocks of pairs.</param>
    /// <exception cref="GlmException">An option is out of range.</exception>
    public static ConservedNeighbours Find(
        GenomeComparison comparison,
        NeighbourConservationOptions? options = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    ) => Find(comparison, [.. Enumerable.Range(0, comparison.Query.GenomeCount)], options, progress, cancellation);

    /// <summary>Looks at every pair of neighbours of some query genomes, ascending.</summary>
    internal static ConservedNeighbours Find(
        GenomeComparison comparison,
        int[] genomes,
        NeighbourConservationOptions? options,
        IProgress<ProgressReport>? progress,
        CancellationToken cancellation
    )
    {
        options ??= new NeighbourConservationOptions();
        options.Validate();
        var (first, second) = Pairs(comparison.Query, genomes);
        var result = new ConservedNeighbours(comparison, options.MaxDistance, first, second);
        var parallel = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = options.Threads };
        // Only genomes that are asked about need weights, and every one needs a look at all its homologs.
        var weights = new GenomeWeights[comparison.Query.GenomeCount];
        Parallel.ForEach(genomes, parallel, genome => weights[genome] = comparison.WeightsFor(genome));

        long done = 0;
        Parallel.For(
            0,
            (first.Length + Block - 1) / Block,
            parallel,
            () => new PairSearch(comparison, options.MaxDistance),
            (block, _, search) =>
            {
                var end = Math.Min(first.Length, (block + 1) * Block);
                for (var pair = block * Block; pair < end; pair++)
                    result.Set(pair, search.Find(first[pair], second[pair], weights[comparison.Query.GenomeOf(first[pair])]));
                var finished = Interlocked.Add(ref done, end - (block * Block));
                progress?.Report(new ProgressReport("conserved neighbours", finished, first.Length, "pairs"));
                return search;
            },
            _ => { }
        );
        return result;
    }

    /// <summary>Each gene with the next one on its scaffold; the last with the first where the scaffold is circular.</summary>
    private static (int[] First, int[] Second) Pairs(GeneOrder order, int[] genomes)
    {
        var isAsked = new bool[order.GenomeCount];
        foreach (var genome in genomes)
            isAsked[genome] = true;
        var (first, second) = (new List<int>(), new List<int>());
        for (var gene = 0; gene < order.GeneCount; gene++)
        {
            if (!isAsked[order.GenomeOf(gene)])
                continue;
            var next = order.Step(gene, 1);
            // Of two genes on a ring each is next to the other: one pair, not two.
            if (next < 0 || (next < gene && order.GeneCountOf(order.ScaffoldOf(gene)) == 2))
                continue;
            first.Add(gene);
            second.Add(next);
        }
        return ([.. first], [.. second]);
    }

    /// <summary>What one thread needs to look up pairs.</summary>
    private sealed class PairSearch(GenomeComparison comparison, int maxDistance)
    {
        private readonly GeneOrder _query = comparison.Query;
        private readonly GeneOrder _reference = comparison.Reference;

        // A mark is the number of the last search that set it: nothing needs to be cleared.
        private readonly int[] _isHomologOfSecond = new int[comparison.Reference.GeneCount];
        private readonly int[] _hasSecond = new int[comparison.Reference.GenomeCount];
        private readonly int[] _hasBoth = new int[comparison.Reference.GenomeCount];
        private readonly int[] _hasPair = new int[comparison.Reference.GenomeCount];
        private int _search;

        public NeighbourEvidence Find(int first, int second, GenomeWeights weights)
        {
            _search++;
            foreach (var homolog in comparison.HomologsOf(_query.ProteinOf(second)))
            foreach (var gene in _reference.GenesOf(homolog.Protein))
                if (weights.Counts(_reference.GenomeOf(gene)))
                    _isHomologOfSecond[gene] = _hasSecond[_reference.GenomeOf(gene)] = _search;

            var evidence = new NeighbourEvidence(0, 0, 0, -1, -1);
            foreach (var homolog in comparison.HomologsOf(_query.ProteinOf(first)))
            foreach (var gene in _reference.GenesOf(homolog.Protein))
            {
                var genome = _reference.GenomeOf(gene);
                if (_hasSecond[genome] != _search)
                    continue;
                if (_hasBoth[genome] != _search)
                {
                    _hasBoth[genome] = _search;
                    evidence = evidence with { GenomesWithBoth = evidence.GenomesWithBoth + 1 };
                }
                if (_hasPair[genome] == _search || !HasNeighbour(gene, first, second))
                    continue;
                _hasPair[genome] = _search;
                evidence = evidence.With(genome, weights);
            }
            return evidence;
        }

        /// <summary>Whether a homolog of the second gene stands near this homolog of the first as the second does to the first.</summary>
        private bool HasNeighbour(int gene, int first, int second)
        {
            // Seen along the first gene's direction of reading, the pair is the same from either side of a scaffold.
            var sameStrand = _query.StrandOf(first) == _query.StrandOf(second);
            var isAhead = _query.StrandOf(first) == Strand.Forward;
            for (var distance = 1; distance <= maxDistance; distance++)
            for (var side = -1; side <= 1; side += 2)
            {
                var other = _reference.Step(gene, side * distance);
                if (other < 0 || _isHomologOfSecond[other] != _search)
                    continue;
                if ((_reference.StrandOf(gene) == _reference.StrandOf(other)) != sameStrand)
                    continue;
                // On one strand either order will do: operons shuffle their genes. On two, the order tells apart from towards.
                if (sameStrand || (side > 0 == (_reference.StrandOf(gene) == Strand.Forward)) == isAhead)
                    return true;
            }
            return false;
        }
    }
}
