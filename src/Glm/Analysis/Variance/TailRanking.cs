using Glm.Statistics;

namespace Glm.Analysis.Variance;

/// <summary>Asks of several orders of the same families how far mobile ones stand in front, on the same draws of families.</summary>
internal static class TailRanking
{
    /// <summary>Number of families in the tail, at least 1.</summary>
    public static int Size(int families, double share) => Math.Max(1, (int)Math.Round(families * share, MidpointRounding.AwayFromZero));

    /// <summary>gLM beyond sequence, gLM, and the baselines.</summary>
    public static VarianceRanking[] All(FamilyVariance[] families, FamilyVarianceOptions options, CancellationToken cancellation)
    {
        (string Name, bool IsBaseline, double[] Scores)[] orders =
        [
            ("gLM beyond sequence", false, Scores(family => family.Excess)),
            ("gLM", false, Scores(family => family.Context.Value)),
            ("variance of proteins", true, Scores(family => family.Protein)),
            ("neighbour entropy", true, Scores(family => family.NeighbourEntropy)),
            ("neighbour turnover", true, Scores(family => family.NeighbourTurnover)),
            ("occurrences", true, Scores(family => family.Occurrences)),
        ];
        int[] known = [.. Enumerable.Range(0, families.Length).Where(i => families[i].IsMobile is not null)];
        bool[] mobile = [.. known.Select(i => families[i].IsMobile == true)];
        RankedScores[] ranked = [.. orders.Select(order => new RankedScores([.. known.Select(i => order.Scores[i])], mobile))];
        Tail[] tails = [.. orders.Select(order => new Tail(families, order.Scores, options.Tail))];
        var ofKnown = new int[known.Length];
        int[] groups = [.. Enumerable.Range(0, families.Length)];
        var samples = GroupBootstrap.Sample(
            groups,
            weights =>
            {
                for (var i = 0; i < known.Length; i++)
                    ofKnown[i] = weights[known[i]];
                return
                [
                    .. ranked.Select(one => known.Length == 0 ? double.NaN : one.Auroc(ofKnown)),
                    .. tails.Select(tail => tail.Fold(weights)),
                ];
            },
            options.Resamples,
            options.Seed,
            cancellation
        );
        var all = mobile.Count(one => one);
        return
        [
            .. orders.Select(
                (order, i) =>
                    new VarianceRanking(
                        order.Name,
                        order.IsBaseline,
                        samples[i].ToEstimate(),
                        samples[orders.Length + i].ToEstimate(),
                        tails[i].Mobile,
                        tails[i].Known,
                        all == 0 ? double.NaN : Hypergeometric.UpperTail(tails[i].Mobile, tails[i].Known, all, known.Length),
                        i == 0 ? new PairedDifference(double.NaN, double.NaN, double.NaN, double.NaN) : samples[0].Minus(samples[i])
                    )
            ),
        ];

        double[] Scores(Func<FamilyVariance, double> score) => Array.ConvertAll(families, family => score(family));
    }

    /// <summary>The families in one order, the largest score first; of equal ones, by name, which knows nothing of gLM.</summary>
    private sealed class Tail
    {
        private readonly int[] _order;
        private readonly bool?[] _isMobile;
        private readonly double _share;

        public Tail(FamilyVariance[] families, double[] scores, double share)
        {
            _order =
            [
                .. Enumerable
                    .Range(0, families.Length)
                    .OrderByDescending(i => scores[i])
                    .ThenBy(i => families[i].Name, StringComparer.Ordinal),
            ];
            (_isMobile, _share) = (Array.ConvertAll(families, family => family.IsMobile), share);
            foreach (var i in _order.Take(Size(families.Length, share)))
            {
                Known += _isMobile[i] is null ? 0 : 1;
                Mobile += _isMobile[i] == true ? 1 : 0;
            }
        }

        public int Mobile { get; }

        public int Known { get; }

        /// <summary>Share of mobile families in the tail by their share of all; NaN where there are none.</summary>
        public double Fold(int[] weights)
        {
            var total = 0;
            foreach (var weight in weights)
                total += weight;
            var left = Size(total, _share);
            var (known, mobile, knownTail, mobileTail) = (0, 0, 0, 0);
            foreach (var i in _order)
            {
                var inTail = Math.Min(weights[i], left);
                left -= inTail;
                if (_isMobile[i] is not { } isMobile)
                    continue;
                (known, knownTail) = (known + weights[i], knownTail + inTail);
                if (isMobile)
                    (mobile, mobileTail) = (mobile + weights[i], mobileTail + inTail);
            }
            return mobile == 0 || knownTail == 0 ? double.NaN : (double)mobileTail / knownTail / ((double)mobile / known);
        }
    }
}
