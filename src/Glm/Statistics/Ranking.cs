namespace Glm.Statistics;

/// <summary>
/// How well a search ranks what it should find. One ranking is the answer to one query: whether each hit is relevant, the best hit
/// first. It may be cut off; the number of relevant items that could have been found is given apart.
/// </summary>
public static class Ranking
{
    /// <summary>Recall@k: the share of the relevant items that are among the first k hits.</summary>
    /// <param name="hits">Whether each hit is relevant, the best first; a list shorter than k ends there.</param>
    /// <param name="relevant">How many relevant items there are.</param>
    /// <param name="k">At least 1.</param>
    /// <returns>0 to 1; NaN if nothing is relevant.</returns>
    public static double RecallAt(ReadOnlySpan<bool> hits, int relevant, int k)
    {
        Check(hits, relevant, k);
        return relevant == 0 ? double.NaN : (double)hits[..Math.Min(k, hits.Length)].Count(true) / relevant;
    }

    /// <summary>Average precision at k: the mean precision at the relevant ones of the first k hits, over min(k, relevant).</summary>
    /// <param name="hits">Whether each hit is relevant, the best first; a list shorter than k ends there.</param>
    /// <param name="relevant">How many relevant items there are.</param>
    /// <param name="k">At least 1.</param>
    /// <returns>0 to 1; NaN if nothing is relevant.</returns>
    public static double AveragePrecisionAt(ReadOnlySpan<bool> hits, int relevant, int k)
    {
        Check(hits, relevant, k);
        if (relevant == 0)
            return double.NaN;
        var (found, sum) = (0, 0d);
        for (var i = 0; i < Math.Min(k, hits.Length); i++)
            if (hits[i])
                sum += (double)++found / (i + 1);
        return sum / Math.Min(k, relevant);
    }

    /// <summary>MAP@k: the mean of <see cref="AveragePrecisionAt"/> over the queries for which something is relevant.</summary>
    /// <param name="hits">[queries][hits].</param>
    /// <param name="relevant">[queries].</param>
    /// <param name="k">At least 1.</param>
    /// <returns>0 to 1; NaN if there is no such query.</returns>
    public static double MeanAveragePrecisionAt(IReadOnlyList<bool[]> hits, IReadOnlyList<int> relevant, int k)
    {
        if (hits.Count != relevant.Count)
            throw new ArgumentException($"{relevant.Count} numbers do not match {hits.Count} rankings.", nameof(relevant));
        return Enumerable
            .Range(0, hits.Count)
            .Where(query => relevant[query] > 0)
            .Select(query => AveragePrecisionAt(hits[query], relevant[query], k))
            .DefaultIfEmpty(double.NaN)
            .Average();
    }

    private static void Check(ReadOnlySpan<bool> hits, int relevant, int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        if (hits.Count(true) is var found && found > relevant)
            throw new ArgumentOutOfRangeException(nameof(relevant), relevant, $"{found} hits are relevant.");
    }
}
