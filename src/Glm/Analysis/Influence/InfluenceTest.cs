using Glm.Analysis.Operons;
using Glm.Genomes;
using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Analysis.Influence;

/// <summary>Tests influence, attention and what needs no model on pairs of which it is known whether one operon has both.</summary>
internal static class InfluenceTest
{
    /// <summary>Genes of a stretch that is drawn as a whole for an interval.</summary>
    private const int BlockGenes = WindowCutter.DefaultMaxGenes;

    /// <summary>More pairs within windows than this are sampled, whole stretches at a time.</summary>
    private const int MostPairs = 150_000;

    /// <summary>A labelled pair.</summary>
    private readonly record struct Pair(InfluenceBand Band, int First, int Second, bool IsOperonic, int Block)
    {
        public Gene FirstGene => Band.Stretch.Scaffold.Genes[Band.Stretch.Start + First];

        public Gene SecondGene => Band.Stretch.Scaffold.Genes[Band.Stretch.Start + Second];

        public bool IsSameStrand => FirstGene.Strand == SecondGene.Strand;

        /// <summary>Between them; null without coordinates.</summary>
        public int? Bases => FirstGene.End is { } end && SecondGene.Start is { } start ? start - end - 1 : null;
    }

    public static InfluenceResult Run(
        InfluenceResult result,
        ScaffoldSet set,
        OperonTruth truth,
        IProgress<ProgressReport>? progress,
        CancellationToken cancellation
    )
    {
        var notes = result.Notes.ToList();
        var neighbours = Neighbours(result, set, truth);
        var within = Within(result, truth, notes, cancellation);
        (string Name, List<Pair> Pairs)[] groups =
        [
            ("neighbours", neighbours),
            ("neighbours on one strand", [.. neighbours.Where(pair => pair.IsSameStrand)]),
            ("pairs within windows", within),
        ];
        InfluencePairs[] counts =
        [
            .. groups.Select(group => new InfluencePairs(group.Name, group.Pairs.Count, group.Pairs.Count(pair => pair.IsOperonic))),
        ];
        result = result with { Truth = truth, Notes = notes };
        if (!counts.Any(HasBoth))
        {
            notes.Add(
                "What is known of operons names no pair of one operon beside a pair of two among the genes that were read: nothing is "
                    + "tested."
            );
            return result;
        }
        var hasBases = neighbours.Concat(within).Any(pair => pair.Bases is not null);
        if (!hasBases)
            notes.Add("No gene has coordinates: the scores of distance in bases are absent.");
        (string Name, Func<Pair, double> Value)[] scores =
        [
            (InfluenceScore.GeneDistance, pair => pair.First - pair.Second),
            .. hasBases
                ? [(InfluenceScore.StrandAndBases, (Func<Pair, double>)StrandAndBases)]
                : Array.Empty<(string, Func<Pair, double>)>(),
            (InfluenceScore.Likeness, Likeness),
            .. hasBases ? [(InfluenceScore.LikenessAndBases, (Func<Pair, double>)Bacformer)] : Array.Empty<(string, Func<Pair, double>)>(),
            (InfluenceScore.Attention, pair => pair.Band.AttentionBetween(pair.First, pair.Second)),
            (InfluenceScore.Influence, pair => pair.Band.Between(pair.First, pair.Second)),
        ];
        var count = new ProgressCount(progress, "compare", groups.Length, "groups of pairs", cancellation);
        var figures = new InfluenceFigures[groups.Length][];
        for (var g = 0; g < groups.Length; g++)
        {
            figures[g] = Figures(groups[g].Pairs, [.. scores.Select(score => score.Value)], result.Options, cancellation);
            count.Add(1);
        }
        return result with
        {
            PairGroups = counts,
            Scores = [.. scores.Select((score, s) => new InfluenceScore(score.Name, [.. figures.Select(group => group[s])]))],
        };
    }

    private static bool HasBoth(InfluencePairs pairs) => pairs.Operonic > 0 && pairs.Operonic < pairs.Pairs;

    /// <summary>The pairs that <c>operons</c> tests too, as far as both genes were read.</summary>
    private static List<Pair> Neighbours(InfluenceResult result, ScaffoldSet set, OperonTruth truth)
    {
        var places = result.PlacesOf();
        var blocks = new Blocks();
        var pairs = new List<Pair>();
        foreach (var pair in GenePairs.Of(set, truth))
            if (
                pair.HasProteins
                && truth.Label(pair.First, pair.Second) is { } label
                && places.TryGetValue(pair.First, out var first)
                && places.TryGetValue(pair.Second, out var second)
                && ReferenceEquals(first.Band, second.Band)
            )
                pairs.Add(new Pair(first.Band, first.Gene, second.Gene, label, blocks.Of(first.Band, first.Gene)));
        return pairs;
    }

    private static List<Pair> Within(InfluenceResult result, OperonTruth truth, List<string> notes, CancellationToken cancellation)
    {
        var all = result.Bands.Sum(band => (long)band.Length * band.Reach);
        var every = (int)((all + MostPairs - 1) / MostPairs);
        var (blocks, pairs, left) = (new Blocks(), new List<Pair>(), 0);
        foreach (var band in result.Bands)
        {
            cancellation.ThrowIfCancellationRequested();
            for (var first = 0; first < band.Length; first++)
            {
                var block = blocks.Of(band, first);
                if (every > 1 && block % every != 0)
                {
                    left++;
                    continue;
                }
                for (var second = first + 1; second <= Math.Min(band.Length - 1, first + band.Reach); second++)
                    if (
                        !float.IsNaN(band.Of(first, second))
                        && truth.Label(
                            band.Stretch.Scaffold.Genes[band.Stretch.Start + first],
                            band.Stretch.Scaffold.Genes[band.Stretch.Start + second]
                        )
                            is { } label
                    )
                        pairs.Add(new Pair(band, first, second, label, block));
            }
        }
        if (left > 0)
            notes.Add(
                $"Of all pairs within windows every {every}th stretch of {BlockGenes} genes is tested; {left} genes begin none of them."
            );
        return pairs;
    }

    /// <summary>Figures of every score on the same pairs and the same draws.</summary>
    private static InfluenceFigures[] Figures(
        List<Pair> pairs,
        Func<Pair, double>[] scores,
        InfluenceOptions options,
        CancellationToken cancellation
    )
    {
        bool[] operonic = [.. pairs.Select(pair => pair.IsOperonic)];
        if (!operonic.Contains(true) || !operonic.Contains(false))
        {
            var none = new Estimate(double.NaN, double.NaN, double.NaN);
            return
            [
                .. scores.Select(_ => new InfluenceFigures(
                    none,
                    none,
                    new PairedDifference(double.NaN, double.NaN, double.NaN, double.NaN)
                )),
            ];
        }
        int[] blocks = [.. pairs.Select(pair => pair.Block)];
        var ranked = Array.ConvertAll(scores, score => new RankedScores([.. pairs.Select(pair => Ranked(score(pair)))], operonic, blocks));
        var samples = GroupBootstrap.Sample(
            blocks,
            weights => [.. ranked.Select(one => one.AveragePrecision(weights)), .. ranked.Select(one => one.Auroc(weights))],
            options.Resamples,
            options.Seed,
            cancellation
        );
        var influence = samples[scores.Length - 1];
        return
        [
            .. scores.Select(
                (_, s) =>
                    new InfluenceFigures(
                        samples[s].ToEstimate(),
                        samples[scores.Length + s].ToEstimate(),
                        s == scores.Length - 1
                            ? new PairedDifference(double.NaN, double.NaN, double.NaN, double.NaN)
                            : influence.Minus(samples[s])
                    )
            ),
        ];
    }

    /// <summary>A pair of which a score says nothing ranks last.</summary>
    private static double Ranked(double value) => double.IsNaN(value) ? double.NegativeInfinity : value;

    private static double StrandAndBases(Pair pair) => PairBaselines.NearestOnStrand(pair.IsSameStrand, pair.Bases);

    private static double Likeness(Pair pair) => pair.Band.LikenessBetween(pair.First, pair.Second);

    private static double Bacformer(Pair pair) => PairBaselines.Bacformer(pair.IsSameStrand, pair.Bases, Likeness(pair));

    /// <summary>Numbers stretches of genes from 0, in the order in which they are asked for.</summary>
    private sealed class Blocks
    {
        private readonly Dictionary<(InfluenceBand, int), int> _numbers = new(ByBand.Instance);

        public int Of(InfluenceBand band, int gene)
        {
            var key = (band, gene / BlockGenes);
            if (!_numbers.TryGetValue(key, out var number))
                _numbers.Add(key, number = _numbers.Count);
            return number;
        }

        /// <summary>By reference: records compare all that they hold.</summary>
        private sealed class ByBand : IEqualityComparer<(InfluenceBand, int)>
        {
            public static ByBand Instance { get; } = new();

            public bool Equals((InfluenceBand, int) x, (InfluenceBand, int) y) => ReferenceEquals(x.Item1, y.Item1) && x.Item2 == y.Item2;

            public int GetHashCode((InfluenceBand, int) block) =>
                HashCode.Combine(System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(block.Item1), block.Item2);
        }
    }
}
