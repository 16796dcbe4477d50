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
    public static Estimate OfMean(ReadOnlySpan<double> values, ReadOnlySpan<int> groups, int resamples = DefaultResamples, int seed = 1)
    {
        if (values.Length != groups.Length)
            throw new ArgumentException($"{values.Length} values do not match {groups.Length} groups.", nameof(groups));
        // A mean needs only the sum and the size of each group, however many items there are.
        var sums = new double[GroupCount(groups)];
        var sizes = new int[sums.Length];
        for (var i = 0; i < values.Length; i++)
        {
            sums[groups[i]] += values[i];
            sizes[groups[i]]++;
        }
        return Of(
            groups,
            drawn =>
            {
                var (sum, size) = (0.0, 0L);
                foreach (var group in drawn)
                    (sum, size) = (sum + sums[group], size + sizes[group]);
                return sum / size;
            },
            resamples,
            seed
        );
    }

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

    private static Estimate Of(ReadOnlySpan<int> groups, Func<int[], double> statistic, int resamples, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 1);
        var present = new SortedSet<int>(groups.ToArray()).ToArray();
        if (present.Length == 0)
            return new Estimate(double.NaN, double.NaN, double.NaN);
        var value = statistic(present);
        var figures = new List<double>(resamples);
        var drawn = new int[present.Length];
        for (var resample = 0; resample < resamples; resample++)
        {
            var random = new SeededRandom(seed, resample);
            for (var i = 0; i < drawn.Length; i++)
                drawn[i] = present[random.Next(present.Length)];
            if (statistic(drawn) is var figure && !double.IsNaN(figure))
                figures.Add(figure);
        }
        if (figures.Count == 0)
            return new Estimate(value, double.NaN, double.NaN);
        figures.Sort();
        return new Estimate(value, Quantile(Tail), Quantile(1 - Tail));

        // Linear between the two nearest, as numpy.quantile.
        double Quantile(double share)
        {
            var position = share * (figures.Count - 1);
            var below = (int)position;
            var above = Math.Min(below + 1, figures.Count - 1);
            return figures[below] + ((position - below) * (figures[above] - figures[below]));
        }
    }

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
