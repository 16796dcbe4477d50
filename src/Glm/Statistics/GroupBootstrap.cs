using Glm.Runtime;

namespace Glm.Statistics;

/// <summary>
/// 95% bootstrap intervals for items that are not independent of each other, such as the genes of an operon: whole groups are drawn with
/// replacement, as many as there are, and the figure is computed anew from the items of the drawn ones (percentile interval). Seeded and
/// repeatable.
/// </summary>
public static class GroupBootstrap
{
    /// <summary>Enough that the ends of a 95% interval, the 25th of 1,000 from either side, are steady to a tenth of its width.</summary>
    public const int DefaultResamples = 1000;

    /// <summary>The share of resamples outside the interval on either side.</summary>
    private const double Tail = 0.025;

    /// <summary>The mean of some values, NaN where there is no value.</summary>
    /// <param name="values">One per item.</param>
    /// <param name="groups">The group of each item, from 0.</param>
    /// <param name="resamples">At least 1.</param>
    /// <param name="seed">Equal seeds give equal intervals.</param>
    public static Estimate OfMean(ReadOnlySpan<double> values, ReadOnlySpan<int> groups, int resamples = DefaultResamples, int seed = 1) =>
        Of(groups, MeanOfGroups(values, groups), resamples, seed);

    /// <summary>Any figure of items.</summary>
    /// <param name="groups">The group of each item, from 0.</param>
    /// <param name="statistic">The figure of some items, which may occur several times. NaN leaves a resample out.</param>
    /// <param name="resamples">At least 1.</param>
    /// <param name="seed">Equal seeds give equal intervals, and the same groups for every statistic: two can be compared.</param>
    public static Estimate OfItems(ReadOnlySpan<int> groups, Func<int[], double> statistic, int resamples = 200, int seed = 1)
    {
        var items = new List<int>[GroupCount(groups)];
        for (var i = 0; i < groups.Length; i++)
            (items[groups[i]] ??= []).Add(i);
        return Of(groups, drawn => statistic([.. drawn.SelectMany(group => items[group])]), resamples, seed);
    }

    /// <summary>
    /// Any figure of items, for statistics that sort or sum once and then only weigh: nothing is copied. It draws the same groups as
    /// <see cref="OfItems"/>.
    /// </summary>
    /// <param name="groups">The group of each item, from 0.</param>
    /// <param name="statistic">The figure where each item counts as often as this says, [items]; the array is used again. NaN leaves a
    /// resample out.</param>
    /// <param name="resamples">At least 1.</param>
    /// <param name="seed">Equal seeds give equal intervals.</param>
    /// <param name="cancellation">Polled at every resample.</param>
    /// <returns>The ends are NaN where there are fewer than two groups: nothing is known of how they vary.</returns>
    public static Estimate OfWeights(
        ReadOnlySpan<int> groups,
        Func<int[], double> statistic,
        int resamples = DefaultResamples,
        int seed = 1,
        CancellationToken cancellation = default
    ) => Sample(groups, weights => [statistic(weights)], resamples, seed, cancellation)[0].ToEstimate();

    /// <summary>Several figures of items at once, with every resample's: figures of different predictions can then be compared.</summary>
    /// <param name="groups">The group of each item, from 0.</param>
    /// <param name="statistics">The figures where each item counts as often as this says, as in <see cref="OfWeights"/>; always as
    /// many.</param>
    /// <param name="resamples">At least 1.</param>
    /// <param name="seed">Equal seeds draw equal groups.</param>
    /// <param name="cancellation">Polled at every resample.</param>
    /// <returns>One per figure.</returns>
    public static BootstrapSample[] Sample(
        ReadOnlySpan<int> groups,
        Func<int[], double[]> statistics,
        int resamples = DefaultResamples,
        int seed = 1,
        CancellationToken cancellation = default
    )
    {
        var weigh = Weigher(groups);
        var present = Present(groups);
        var values = statistics(weigh(present));
        var draws = present.Length < 2 ? 0 : resamples;
        var samples = Array.ConvertAll(values, value => new BootstrapSample(value, new double[draws]));
        if (draws > 0)
            Draw(present, draws, seed, cancellation, (resample, drawn) =>
            {
                var figures = statistics(weigh(drawn));
                for (var i = 0; i < samples.Length; i++)
                    samples[i].Resampled[resample] = figures[i];
            });
        return samples;
    }

    /// <summary>The difference of two figures of the same items, both computed on the same draws.</summary>
    /// <param name="groups">The group of each item, from 0.</param>
    /// <param name="first">The figure where each item counts as often as this says, as in <see cref="OfWeights"/>.</param>
    /// <param name="second">The figure that is taken from it.</param>
    /// <param name="resamples">At least 1.</param>
    /// <param name="seed">Equal seeds give equal intervals.</param>
    /// <param name="cancellation">Polled at every resample.</param>
    public static PairedDifference Difference(
        ReadOnlySpan<int> groups,
        Func<int[], double> first,
        Func<int[], double> second,
        int resamples = DefaultResamples,
        int seed = 1,
        CancellationToken cancellation = default
    )
    {
        var samples = Sample(groups, weights => [first(weights), second(weights)], resamples, seed, cancellation);
        return samples[0].Minus(samples[1]);
    }

    /// <summary>The difference of two means over the same items.</summary>
    /// <param name="first">One value per item.</param>
    /// <param name="second">The values whose mean is taken from that of the first.</param>
    /// <param name="groups">The group of each item, from 0.</param>
    /// <param name="resamples">At least 1.</param>
    /// <param name="seed">Equal seeds give equal intervals.</param>
    public static PairedDifference DifferenceOfMeans(
        ReadOnlySpan<double> first,
        ReadOnlySpan<double> second,
        ReadOnlySpan<int> groups,
        int resamples = DefaultResamples,
        int seed = 1
    )
    {
        if (first.Length != second.Length)
            throw new ArgumentException($"{second.Length} values do not match {first.Length}.", nameof(second));
        var mean = MeanOfGroups(first, groups);
        var (present, other) = (Present(groups), MeanOfGroups(second, groups));
        if (present.Length == 0)
            return new PairedDifference(double.NaN, double.NaN, double.NaN, double.NaN);
        var draws = present.Length < 2 ? 0 : resamples;
        var (a, b) = (new double[draws], new double[draws]);
        if (draws > 0)
            Draw(present, draws, seed, default, (resample, drawn) => (a[resample], b[resample]) = (mean(drawn), other(drawn)));
        return new BootstrapSample(mean(present), a).Minus(new BootstrapSample(other(present), b));
    }

    private static Estimate Of(ReadOnlySpan<int> groups, Func<int[], double> statistic, int resamples, int seed)
    {
        var present = Present(groups);
        if (present.Length == 0)
            return new Estimate(double.NaN, double.NaN, double.NaN);
        if (present.Length < 2)
            return new Estimate(statistic(present), double.NaN, double.NaN); // nothing is known of how groups vary
        var figures = new double[resamples];
        Draw(present, resamples, seed, default, (resample, drawn) => figures[resample] = statistic(drawn));
        return new BootstrapSample(statistic(present), figures).ToEstimate();
    }

    /// <summary>Draws as many groups as there are, again and again.</summary>
    private static void Draw(int[] present, int resamples, int seed, CancellationToken cancellation, Action<int, int[]> take)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 1);
        var drawn = new int[present.Length];
        for (var resample = 0; resample < resamples; resample++)
        {
            cancellation.ThrowIfCancellationRequested();
            var random = new SeededRandom(seed, resample);
            for (var i = 0; i < drawn.Length; i++)
                drawn[i] = present[random.Next(present.Length)];
            take(resample, drawn);
        }
    }

    /// <summary>Figures in rising order, without NaN.</summary>
    internal static double[] Sorted(double[] figures)
    {
        var sorted = Array.FindAll(figures, figure => !double.IsNaN(figure));
        Array.Sort(sorted);
        return sorted;
    }

    /// <summary>The lower end of the interval of sorted figures.</summary>
    internal static double Low(double[] sorted) => Quantile(sorted, Tail);

    /// <summary>The upper end.</summary>
    internal static double High(double[] sorted) => Quantile(sorted, 1 - Tail);

    /// <summary>Linear between the two nearest, as numpy.quantile; NaN of nothing.</summary>
    private static double Quantile(double[] sorted, double share)
    {
        if (sorted.Length == 0)
            return double.NaN;
        var position = share * (sorted.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((position - below) * (sorted[above] - sorted[below]));
    }

    /// <summary>A mean needs only the sum and the size of each group, however many items there are.</summary>
    private static Func<int[], double> MeanOfGroups(ReadOnlySpan<double> values, ReadOnlySpan<int> groups)
    {
        if (values.Length != groups.Length)
            throw new ArgumentException($"{values.Length} values do not match {groups.Length} groups.", nameof(groups));
        var sums = new double[GroupCount(groups)];
        var sizes = new int[sums.Length];
        for (var i = 0; i < values.Length; i++)
        {
            sums[groups[i]] += values[i];
            sizes[groups[i]]++;
        }
        return drawn =>
        {
            var (sum, size) = (0.0, 0L);
            foreach (var group in drawn)
                (sum, size) = (sum + sums[group], size + sizes[group]);
            return sum / size;
        };
    }

    /// <summary>How often each item was drawn, of the groups that were; always the same array.</summary>
    private static Func<int[], int[]> Weigher(ReadOnlySpan<int> groups)
    {
        var groupOf = groups.ToArray();
        var times = new int[GroupCount(groups)];
        var weights = new int[groupOf.Length];
        return drawn =>
        {
            Array.Clear(times);
            foreach (var group in drawn)
                times[group]++;
            for (var i = 0; i < weights.Length; i++)
                weights[i] = times[groupOf[i]];
            return weights;
        };
    }

    private static int[] Present(ReadOnlySpan<int> groups) => [.. new SortedSet<int>(groups.ToArray())];

    private static int GroupCount(ReadOnlySpan<int> groups)
    {
        var most = -1;
        foreach (var group in groups)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(group, nameof(groups));
            most = Math.Max(most, group);
        }
        return most + 1;
    }
}
