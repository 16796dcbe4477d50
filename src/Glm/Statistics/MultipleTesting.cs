namespace Glm.Statistics;

/// <summary>
/// p-values corrected for how many were looked at. A p that is NaN (nothing could be tested) stays NaN and does not count.
/// </summary>
public static class MultipleTesting
{
    /// <summary>Family-wise error rate: p times the number of tests.</summary>
    /// <param name="pValues">0 to 1 or NaN.</param>
    /// <returns>In the same order, at most 1.</returns>
    public static double[] Bonferroni(ReadOnlySpan<double> pValues)
    {
        var result = pValues.ToArray();
        var tests = Order(result).Length;
        return Array.ConvertAll(result, p => double.IsNaN(p) ? p : Math.Min(1, p * tests));
    }

    /// <summary>Family-wise error rate, by Holm's step-down procedure: never weaker than Bonferroni's, and as widely valid.</summary>
    /// <param name="pValues">0 to 1 or NaN.</param>
    /// <returns>In the same order, at most 1.</returns>
    public static double[] Holm(ReadOnlySpan<double> pValues)
    {
        var result = pValues.ToArray();
        var order = Order(result);
        var most = 0d;
        for (var rank = 0; rank < order.Length; rank++)
            result[order[rank]] = most = Math.Max(most, Math.Min(1, result[order[rank]] * (order.Length - rank)));
        return result;
    }

    /// <summary>False discovery rate, by Benjamini's and Hochberg's step-up procedure; for tests that are independent or positively
    /// dependent.</summary>
    /// <param name="pValues">0 to 1 or NaN.</param>
    /// <returns>In the same order, at most 1.</returns>
    public static double[] BenjaminiHochberg(ReadOnlySpan<double> pValues)
    {
        var result = pValues.ToArray();
        var order = Order(result);
        var least = 1d;
        for (var rank = order.Length - 1; rank >= 0; rank--)
            result[order[rank]] = least = Math.Min(least, result[order[rank]] * order.Length / (rank + 1));
        return result;
    }

    /// <summary>The tests by their p, the smallest first.</summary>
    private static int[] Order(double[] pValues)
    {
        foreach (var p in pValues)
            if (p is < 0 or > 1)
                throw new ArgumentOutOfRangeException(nameof(pValues), p, "A p-value is from 0 to 1.");
        return [.. Enumerable.Range(0, pValues.Length).Where(i => !double.IsNaN(pValues[i])).OrderBy(i => pValues[i])];
    }
}
