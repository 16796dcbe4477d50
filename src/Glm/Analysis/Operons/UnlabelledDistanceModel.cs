using Glm.Runtime;

namespace Glm.Analysis.Operons;

/// <summary>
/// How probable it is that two genes at some distance on one strand are in one operon, learned from a genome without any labels, as UniOP
/// does it. The share of operonic pairs follows from the number of runs of genes on one strand, and the distances between transcription
/// units from those between genes that point apart or towards each other. Immutable.
/// </summary>
/// <remarks>
/// M genes in O runs on one strand make M - O pairs on one strand. The next transcription unit lies as often on the same strand as on the
/// other, so that as many of these pairs as there are runs are between units, and q = (M - 2·O) / (M - O) are operonic. A gap between
/// units on one strand has one promoter and one terminator, as half of a divergent and half of a convergent gap together: its distances
/// are drawn as the mean of one of each. With the densities p of all pairs on one strand and p₀ of those draws, on the scale of ranks, the
/// probability is 1 - (1 - q)·p₀/p, made to fall with the distance.
/// </remarks>
public sealed class UnlabelledDistanceModel
{
    private const int Draws = 10_000;
    private const int GridPoints = 201;

    /// <summary>The least probability: an estimate of 0 would rule out what was merely not seen.</summary>
    private const double Floor = 0.01;

    private readonly double[] _sorted;
    private readonly double[] _probabilities;

    private UnlabelledDistanceModel(double operonicShare, double[] sorted, double[] probabilities) =>
        (OperonicShare, _sorted, _probabilities) = (operonicShare, sorted, probabilities);

    /// <summary>q, the share of operonic pairs among those on one strand; 0 to 1.</summary>
    public double OperonicShare { get; }

    /// <summary>Learns from pairs with coordinates.</summary>
    /// <param name="pairs">Of one genome, or of several of a kind.</param>
    /// <param name="seed">Determines the draws.</param>
    /// <returns>Null where pairs on one strand, or on two, are too few to speak of densities.</returns>
    public static UnlabelledDistanceModel? Fit(IReadOnlyList<GenePair> pairs, int seed = 1)
    {
        const int Fewest = 10;
        double[] same = [.. pairs.Where(pair => pair.IsSameStrand && pair.Distance is not null).Select(pair => (double)pair.Distance!)];
        double[] convergent = [.. Opposite(pairs, Genomes.Strand.Forward)];
        double[] divergent = [.. Opposite(pairs, Genomes.Strand.Reverse)];
        if (same.Length < Fewest || convergent.Length < Fewest || divergent.Length < Fewest)
            return null;
        var scaffolds = pairs.Select(pair => pair.Scaffold.Id).Distinct(StringComparer.Ordinal).Count();
        var genes = pairs.Count + scaffolds;
        var runs = pairs.Count(pair => !pair.IsSameStrand) + scaffolds;
        var share = Math.Clamp((genes - (2.0 * runs)) / (genes - runs), 0, 1);

        var random = new SeededRandom(seed);
        var background = new double[Draws];
        for (var i = 0; i < Draws; i++)
            background[i] = (convergent[random.Next(convergent.Length)] + divergent[random.Next(divergent.Length)]) / 2;
        Array.Sort(same);
        // On the scale of ranks every part of the distribution gets its share of the grid.
        var ranks = Array.ConvertAll(same, distance => Rank(same, distance));
        var backgroundRanks = Array.ConvertAll(background, distance => Rank(same, distance));
        var bandwidth = 2 * Math.Max(0.01, Math.Round(100.0 / same.Length, 2));
        var probabilities = new double[GridPoints];
        for (var i = 0; i < GridPoints; i++)
        {
            var at = i / (double)(GridPoints - 1);
            var ratio = Density(backgroundRanks, at, bandwidth) / Math.Max(1e-12, Density(ranks, at, bandwidth));
            probabilities[i] = Math.Clamp(1 - ((1 - share) * ratio), Floor, 1);
        }
        MakeFall(probabilities);
        return new UnlabelledDistanceModel(share, same, probabilities);
    }

    /// <summary>The probability that a pair is in one operon: 0 on two strands, NaN where the distance is unknown.</summary>
    public double Probability(GenePair pair)
    {
        if (!pair.IsSameStrand)
            return 0;
        if (pair.Distance is not { } distance)
            return double.NaN;
        var position = Rank(_sorted, distance) * (GridPoints - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, GridPoints - 1);
        return _probabilities[below] + ((position - below) * (_probabilities[above] - _probabilities[below]));
    }

    /// <summary>Distances between genes on two strands, the first of which is on this one: convergent ones for the forward
    /// strand.</summary>
    private static IEnumerable<double> Opposite(IReadOnlyList<GenePair> pairs, Genomes.Strand first) =>
        pairs
            .Where(pair => !pair.IsSameStrand && pair.First.Strand == first && pair.Distance is not null)
            .Select(pair => (double)pair.Distance!);

    /// <summary>The share of values below, and half of the equal ones; 0 to 1.</summary>
    private static double Rank(double[] sorted, double value)
    {
        var below = Bound(sorted, value, inclusive: false);
        var notAbove = Bound(sorted, value, inclusive: true);
        return (below + notAbove) / 2.0 / sorted.Length;
    }

    /// <summary>How many values are less, or not greater.</summary>
    private static int Bound(double[] sorted, double value, bool inclusive)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (sorted[middle] < value || (inclusive && sorted[middle] == value))
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    private static double Density(double[] values, double at, double bandwidth)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            // Mirrored at both ends: nothing lies beyond the ranks 0 and 1.
            sum += Bell((at - value) / bandwidth) + Bell((at + value) / bandwidth) + Bell((2 - at - value) / bandwidth);
        }
        return sum / values.Length;
    }

    private static double Bell(double z) => Math.Exp(-0.5 * z * z);

    /// <summary>
    /// The nearest falling sequence by squares: neighbours that rise become their mean (pool adjacent violators). Between the middles of
    /// such steps it falls evenly, so that pairs of different distance do not tie.
    /// </summary>
    private static void MakeFall(double[] values)
    {
        var (means, sizes) = (new List<double>(), new List<int>());
        foreach (var value in values)
        {
            means.Add(value);
            sizes.Add(1);
            while (means.Count > 1 && means[^2] < means[^1])
            {
                var size = sizes[^2] + sizes[^1];
                means[^2] = ((means[^2] * sizes[^2]) + (means[^1] * sizes[^1])) / size;
                sizes[^2] = size;
                means.RemoveAt(means.Count - 1);
                sizes.RemoveAt(sizes.Count - 1);
            }
        }
        var middles = new double[means.Count];
        for (var (i, before) = (0, 0); i < middles.Length; before += sizes[i++])
            middles[i] = before + ((sizes[i] - 1) / 2.0);
        for (var (at, step) = (0, 0); at < values.Length; at++)
        {
            while (step + 1 < middles.Length && middles[step + 1] <= at)
                step++;
            values[at] =
                at <= middles[step] || step + 1 == middles.Length
                    ? means[step]
                    : means[step] + ((at - middles[step]) / (middles[step + 1] - middles[step]) * (means[step + 1] - means[step]));
        }
    }
}
