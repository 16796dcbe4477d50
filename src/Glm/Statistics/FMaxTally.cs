namespace Glm.Statistics;

/// <summary>
/// Precision and recall of every item at the thresholds 0, 0.01, ... 1, added up once by group, so that <see cref="FMax"/> is found
/// quickly however often groups are drawn anew. Items without a label are left out, as the usual programs do. Immutable, safe for
/// concurrent use.
/// </summary>
public sealed class FMaxTally
{
    /// <summary>Thresholds from 0 to 1 in steps of 0.01.</summary>
    public const int Thresholds = 101;

    private readonly double[] _precisions; // [groups, thresholds], over the items with a prediction
    private readonly double[] _recalls;
    private readonly double[] _covered; // items with a prediction
    private readonly int[] _items; // with a label, by group
    private readonly int[] _firsts; // an item of each group
    private readonly int _count;

    /// <param name="scores">[items, labelCount] row-major: the higher, the more likely; those below 0 are never predicted, but at the
    /// threshold 0 all labels are. No NaN.</param>
    /// <param name="labels">[items, labelCount] row-major: whether each item has each label.</param>
    /// <param name="labelCount">At least 1.</param>
    /// <param name="groups">The group of each item, from 0; empty: each is one of its own.</param>
    /// <exception cref="ArgumentException">The lengths disagree or a score is NaN.</exception>
    public FMaxTally(ReadOnlySpan<double> scores, ReadOnlySpan<bool> labels, int labelCount, ReadOnlySpan<int> groups = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(labelCount, 1);
        if (scores.Length != labels.Length || scores.Length % labelCount != 0)
            throw new ArgumentException(
                $"{scores.Length} scores and {labels.Length} labels do not make rows of {labelCount}.",
                nameof(labels)
            );
        _count = scores.Length / labelCount;
        if (!groups.IsEmpty && groups.Length != _count)
            throw new ArgumentException($"{groups.Length} groups do not match {_count} items.", nameof(groups));
        var groupCount = groups.IsEmpty ? _count : Most(groups) + 1;
        (_precisions, _recalls) = (new double[checked(groupCount * Thresholds)], new double[groupCount * Thresholds]);
        (_covered, _items, _firsts) = (new double[groupCount * Thresholds], new int[groupCount], new int[groupCount]);
        Array.Fill(_firsts, -1);
        Span<int> right = stackalloc int[Thresholds + 1];
        Span<int> given = stackalloc int[Thresholds + 1];
        for (var i = 0; i < _count; i++)
        {
            var (group, own) = (groups.IsEmpty ? i : groups[i], labels.Slice(i * labelCount, labelCount).Count(true));
            if (_firsts[group] < 0)
                _firsts[group] = i;
            if (own == 0)
                continue;
            _items[group]++;
            right.Clear();
            given.Clear();
            for (var k = 0; k < labelCount; k++)
            {
                var upTo = Reached(scores[(i * labelCount) + k]);
                given[upTo]++;
                if (labels[(i * labelCount) + k])
                    right[upTo]++;
            }
            // From the highest threshold down, what is predicted at one is predicted at all lower ones.
            var (predicted, found) = (0, 0);
            for (var t = Thresholds; t > 0; t--)
            {
                (predicted, found) = (predicted + given[t], found + right[t]);
                if (predicted == 0)
                    continue;
                var at = (group * Thresholds) + t - 1;
                _precisions[at] += (double)found / predicted;
                _recalls[at] += (double)found / own;
                _covered[at]++;
            }
        }
    }

    /// <summary>The figure of all items, or of groups drawn anew.</summary>
    /// <param name="weights">[items] how often each counts, 0 or more, equal within a group; empty: once.</param>
    public FMax Of(ReadOnlySpan<int> weights = default)
    {
        if (!weights.IsEmpty && weights.Length != _count)
            throw new ArgumentException($"{weights.Length} weights do not match {_count} items.", nameof(weights));
        Span<double> precisions = stackalloc double[Thresholds];
        Span<double> recalls = stackalloc double[Thresholds];
        Span<double> covered = stackalloc double[Thresholds];
        precisions.Clear();
        recalls.Clear();
        covered.Clear();
        var items = 0L;
        for (var group = 0; group < _items.Length; group++)
        {
            double weight = weights.IsEmpty || _firsts[group] < 0 ? 1 : weights[_firsts[group]];
            if (weight == 0 || _items[group] == 0)
                continue;
            items += (long)weight * _items[group];
            var start = group * Thresholds;
            Add(_precisions.AsSpan(start, Thresholds), weight, precisions);
            Add(_recalls.AsSpan(start, Thresholds), weight, recalls);
            Add(_covered.AsSpan(start, Thresholds), weight, covered);
        }
        if (items == 0)
            return new FMax(double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);
        var best = new FMax(0, 1, 0, 0, 0);
        for (var t = Thresholds - 1; t >= 0; t--)
        {
            if (covered[t] == 0)
                continue;
            var (precision, recall) = (precisions[t] / covered[t], recalls[t] / items);
            var value = precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0;
            if (value >= best.Value)
                best = new FMax(value, t / 100.0, precision, recall, covered[t] / items);
        }
        return best;

        static void Add(ReadOnlySpan<double> own, double weight, Span<double> sums) =>
            System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(own, weight, sums, sums);
    }

    /// <summary>How many thresholds a score reaches, 1 to 101; every score reaches the first, 0.</summary>
    private static int Reached(double score)
    {
        if (double.IsNaN(score))
            throw new ArgumentException("A score is NaN.", nameof(score));
        if (score >= 1)
            return Thresholds;
        if (score <= 0)
            return 1;
        var steps = (int)(score * 100);
        // 0.29 · 100 is a little below 29: the comparison is with the threshold itself.
        if (score >= (steps + 1) / 100.0)
            steps++;
        else if (score < steps / 100.0)
            steps--;
        return steps + 1;
    }

    private static int Most(ReadOnlySpan<int> groups)
    {
        var most = -1;
        foreach (var group in groups)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(group, nameof(groups));
            most = Math.Max(most, group);
        }
        return most;
    }
}
