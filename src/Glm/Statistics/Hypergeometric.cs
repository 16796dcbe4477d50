namespace Glm.Statistics;

/// <summary>
/// The exact permutation test of an enrichment (Fisher's, one-sided): how often as many marked items or more come out when some are drawn
/// without replacement. No permutation has to be made.
/// </summary>
public static class Hypergeometric
{
    /// <summary>The probability of at least so many marked items among those drawn.</summary>
    /// <param name="marked">Marked items among those drawn.</param>
    /// <param name="drawn">Items drawn, 0 to <paramref name="items"/>.</param>
    /// <param name="markedItems">Marked items in all, 0 to <paramref name="items"/>.</param>
    /// <param name="items">All items.</param>
    /// <returns>0 to 1; 1 where <paramref name="marked"/> is 0.</returns>
    public static double UpperTail(int marked, int drawn, int markedItems, int items)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(marked);
        ArgumentOutOfRangeException.ThrowIfNegative(items);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)drawn, (uint)items, nameof(drawn));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)markedItems, (uint)items, nameof(markedItems));
        var (least, most) = (Math.Max(0, drawn + markedItems - items), Math.Min(drawn, markedItems));
        if (marked <= least)
            return 1;
        if (marked > most)
            return 0;
        // The smaller part is summed, from its largest term, each term by its ratio to the one before.
        var mode = (int)(((long)drawn + 1) * (markedItems + 1) / (items + 2L));
        return marked > mode ? Math.Min(1, Sum(marked, most, 1)) : Math.Max(0, 1 - Sum(marked - 1, least, -1));

        double Sum(int from, int to, int step)
        {
            var term = Math.Exp(LogChoose(markedItems, from) + LogChoose(items - markedItems, drawn - from) - LogChoose(items, drawn));
            var sum = term;
            for (var k = from; k != to; k += step)
            {
                term *=
                    step > 0
                        ? (double)(markedItems - k) * (drawn - k) / ((k + 1.0) * (items - markedItems - drawn + k + 1.0))
                        : k * (double)(items - markedItems - drawn + k) / ((markedItems - k + 1.0) * (drawn - k + 1.0));
                sum += term;
            }
            return sum;
        }
    }

    private static double LogChoose(int n, int k) => LogFactorial(n) - LogFactorial(k) - LogFactorial(n - k);

    /// <summary>Stirling's series where it is exact to double precision, else the sum.</summary>
    private static double LogFactorial(int n)
    {
        const int Small = 30;
        if (n > Small)
        {
            double x = n;
            var inverse = 1 / (x * x);
            return ((x + 0.5) * Math.Log(x))
                - x
                + (0.5 * Math.Log(2 * Math.PI))
                + ((1 - (inverse * (1 / 30.0 - (inverse / 105)))) / (12 * x));
        }
        var sum = 0d;
        for (var i = 2; i <= n; i++)
            sum += Math.Log(i);
        return sum;
    }
}
