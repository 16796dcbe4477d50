namespace Glm.Statistics;

/// <summary>How well clusters match known classes, as scikit-learn computes it. Immutable.</summary>
/// <param name="Homogeneity">1 if every cluster has one class only.</param>
/// <param name="Completeness">1 if every class is in one cluster only.</param>
/// <param name="NormalizedMutualInformation">Mutual information over the mean of the two entropies: 0 to 1.</param>
/// <param name="AdjustedRandIndex">Pairs of items that are together in both or in neither, corrected for chance: 0 by chance, 1 at
/// best.</param>
public sealed record ClusterAgreement(
    double Homogeneity,
    double Completeness,
    double NormalizedMutualInformation,
    double AdjustedRandIndex
)
{
    /// <summary>Harmonic mean of homogeneity and completeness, 0 to 1. Grows with the number of clusters, unlike the adjusted Rand
    /// index.</summary>
    public double VMeasure => Homogeneity + Completeness == 0 ? 0 : 2 * Homogeneity * Completeness / (Homogeneity + Completeness);

    /// <summary>Compares two partitions of the same items.</summary>
    /// <param name="classes">The class of each item, any numbers.</param>
    /// <param name="clusters">The cluster of each item, any numbers.</param>
    public static ClusterAgreement Of(ReadOnlySpan<int> classes, ReadOnlySpan<int> clusters)
    {
        if (classes.Length != clusters.Length)
            throw new ArgumentException($"{clusters.Length} clusters do not match {classes.Length} classes.", nameof(clusters));
        var both = new Dictionary<(int Class, int Cluster), long>();
        var byClass = new Dictionary<int, long>();
        var byCluster = new Dictionary<int, long>();
        for (var i = 0; i < classes.Length; i++)
        {
            both[(classes[i], clusters[i])] = both.GetValueOrDefault((classes[i], clusters[i])) + 1;
            byClass[classes[i]] = byClass.GetValueOrDefault(classes[i]) + 1;
            byCluster[clusters[i]] = byCluster.GetValueOrDefault(clusters[i]) + 1;
        }
        double count = classes.Length;
        var (ofClasses, ofClusters) = (Entropy(byClass.Values, count), Entropy(byCluster.Values, count));
        var shared = both.Sum(cell =>
            cell.Value / count * (Math.Log(cell.Value * count) - Math.Log((double)byClass[cell.Key.Class] * byCluster[cell.Key.Cluster]))
        );
        // Independent partitions share nothing; what is left of their sum is rounding.
        shared = shared <= 2.2e-16 ? 0 : shared;
        var (trivial, mean) = (byClass.Count <= 1 && byCluster.Count <= 1, (ofClasses + ofClusters) / 2);
        return new ClusterAgreement(
            ofClasses == 0 ? 1 : shared / ofClasses,
            ofClusters == 0 ? 1 : shared / ofClusters,
            trivial ? 1
                : mean == 0 ? 0
                : shared / mean,
            AdjustedRand(both.Values, byClass.Values, byCluster.Values, classes.Length)
        );
    }

    /// <summary>The V-measure of two partitions where each item counts as often as a weight says, as resamples do.</summary>
    /// <param name="classes">The class of each item, from 0.</param>
    /// <param name="clusters">The cluster of each item, from 0.</param>
    /// <param name="weights">0 or more.</param>
    /// <returns>0 to 1; NaN where nothing counts.</returns>
    internal static double VMeasureOf(ReadOnlySpan<int> classes, ReadOnlySpan<int> clusters, ReadOnlySpan<int> weights)
    {
        var (rows, columns) = (1, 1);
        for (var i = 0; i < classes.Length; i++)
            (rows, columns) = (Math.Max(rows, classes[i] + 1), Math.Max(columns, clusters[i] + 1));
        var both = new long[rows * columns];
        var (byClass, byCluster, count) = (new long[rows], new long[columns], 0L);
        for (var i = 0; i < classes.Length; i++)
        {
            both[(classes[i] * columns) + clusters[i]] += weights[i];
            byClass[classes[i]] += weights[i];
            byCluster[clusters[i]] += weights[i];
            count += weights[i];
        }
        if (count == 0)
            return double.NaN;
        var (ofClasses, ofClusters, ofBoth) = (EntropyOf(byClass), EntropyOf(byCluster), EntropyOf(both));
        var shared = Math.Max(0, ofClasses + ofClusters - ofBoth);
        var (homogeneity, completeness) = (ofClasses == 0 ? 1 : shared / ofClasses, ofClusters == 0 ? 1 : shared / ofClusters);
        return homogeneity + completeness == 0 ? 0 : 2 * homogeneity * completeness / (homogeneity + completeness);

        double EntropyOf(long[] sizes)
        {
            var sum = 0d;
            foreach (var size in sizes)
                sum -= size == 0 ? 0 : (double)size / count * Math.Log((double)size / count);
            return sum;
        }
    }

    private static double Entropy(IEnumerable<long> sizes, double count) =>
        sizes.Count() <= 1 ? 0 : -sizes.Sum(size => size / count * (Math.Log(size) - Math.Log(count)));

    private static double AdjustedRand(IEnumerable<long> both, IEnumerable<long> classes, IEnumerable<long> clusters, long count)
    {
        var (together, inClasses, inClusters, all) = (both.Sum(Pairs), classes.Sum(Pairs), clusters.Sum(Pairs), Pairs(count));
        if (inClasses == together && inClusters == together)
            return 1; // equal partitions, also trivial ones
        var expected = (double)inClasses * inClusters / all;
        return (together - expected) / (((inClasses + inClusters) / 2d) - expected);
    }

    private static long Pairs(long size) => size * (size - 1) / 2;
}
