namespace Glm.Statistics;

/// <summary>
/// Items sorted once by their score, so that areas under curves are computed in one pass however often items are drawn anew, as a
/// bootstrap does. Tied scores are one step. Immutable, safe for concurrent use.
/// </summary>
public sealed class RankedScores
{
    private readonly int[] _items; // the highest score first
    private readonly bool[] _positive; // in that order
    private readonly bool[] _endsStep; // the next item has a lower score
    private readonly (int Found, int Seen)[] _own; // of its group, down to its score; empty: no groups

    /// <param name="scores">The higher, the more likely positive; no NaN.</param>
    /// <param name="positive">Whether each item is positive.</param>
    /// <param name="groups">
    /// What a bootstrap draws as a whole, from 0; see <see cref="AveragePrecision"/>. Empty where nothing is drawn.
    /// </param>
    /// <exception cref="ArgumentException">The lengths disagree or a score is NaN.</exception>
    public RankedScores(ReadOnlySpan<double> scores, ReadOnlySpan<bool> positive, ReadOnlySpan<int> groups = default)
    {
        if (scores.Length != positive.Length)
            throw new ArgumentException($"{scores.Length} scores do not match {positive.Length} labels.", nameof(positive));
        if (!groups.IsEmpty && groups.Length != scores.Length)
            throw new ArgumentException($"{scores.Length} scores do not match {groups.Length} groups.", nameof(groups));
        var keys = scores.ToArray();
        if (Array.FindIndex(keys, double.IsNaN) is var absent and >= 0)
            throw new ArgumentException($"Score {absent} is NaN.", nameof(scores));
        _items = new int[keys.Length];
        for (var i = 0; i < keys.Length; i++)
            _items[i] = i;
        Array.Sort(keys, _items);
        Array.Reverse(keys);
        Array.Reverse(_items);
        _positive = new bool[keys.Length];
        _endsStep = new bool[keys.Length];
        for (var i = 0; i < keys.Length; i++)
        {
            _positive[i] = positive[_items[i]];
            _endsStep[i] = i == keys.Length - 1 || keys[i + 1] < keys[i];
        }
        _own = groups.IsEmpty ? [] : Own(groups);
    }

    /// <summary>Number of items.</summary>
    public int Count => _items.Length;

    /// <summary>The columns of a matrix of scores, each sorted on its own.</summary>
    /// <param name="scores">[items, columns] row-major; no NaN.</param>
    /// <param name="positive">[items, columns] row-major.</param>
    /// <param name="columns">At least 1.</param>
    /// <param name="groups">[items], as for one column.</param>
    public static IReadOnlyList<RankedScores> PerColumn(
        ReadOnlySpan<double> scores,
        ReadOnlySpan<bool> positive,
        int columns,
        ReadOnlySpan<int> groups = default
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        if (scores.Length != positive.Length || scores.Length % columns != 0)
            throw new ArgumentException(
                $"{scores.Length} scores and {positive.Length} labels do not make rows of {columns}.",
                nameof(positive)
            );
        var result = new RankedScores[columns];
        var columnScores = new double[scores.Length / columns];
        var columnLabels = new bool[columnScores.Length];
        for (var k = 0; k < columns; k++)
        {
            for (var i = 0; i < columnScores.Length; i++)
                (columnScores[i], columnLabels[i]) = (scores[(i * columns) + k], positive[(i * columns) + k]);
            result[k] = new RankedScores(columnScores, columnLabels, groups);
        }
        return result;
    }

    /// <summary>Area under the precision-recall curve as a sum of steps, Σ (Rₙ - Rₙ₋₁) Pₙ.</summary>
    /// <remarks>
    /// Where groups are drawn anew, the precision at an item counts its own group once, however often that was drawn: a copy of an item
    /// says nothing of what ranks beside it. Counted, copies would raise the figure of a class of two or three items up to twofold, and
    /// its interval past its value. It is what the bootstrap of a U-statistic does when it leaves out the pairs of an item and itself
    /// (Arcones and Giné 1992). Where every group counts once it changes nothing.
    /// </remarks>
    /// <param name="weights">How often each item counts, 0 or more, items of a group alike; empty: once.</param>
    /// <returns>Above 0 to 1; NaN if no positive item counts.</returns>
    public double AveragePrecision(ReadOnlySpan<int> weights = default)
    {
        var (positives, _) = Totals(weights);
        if (positives == 0)
            return double.NaN;
        var withoutCopies = !weights.IsEmpty && _own.Length > 0;
        var (found, foundBefore, seen, sum, begin) = (0L, 0L, 0L, 0d, 0);
        for (var i = 0; i < _items.Length; i++)
        {
            var weight = weights.IsEmpty ? 1 : weights[_items[i]];
            seen += weight;
            if (_positive[i])
                found += weight;
            if (!_endsStep[i])
                continue;
            if (found != foundBefore && withoutCopies)
                sum += WithoutCopies(begin, i, found, seen, weights) / positives;
            else if (found != foundBefore)
                sum += (double)(found - foundBefore) / positives * found / seen;
            (foundBefore, begin) = (found, i + 1);
        }
        return sum;
    }

    /// <summary>
    /// Area under the precision-recall curve with straight lines between its points, from precision 1 at recall 0:
    /// Σ (Rₙ - Rₙ₋₁) (Pₙ + Pₙ₋₁) / 2. This is the published figure of many papers; it flatters where scores are few, see
    /// <see cref="AveragePrecision"/>.
    /// </summary>
    /// <param name="weights">How often each item counts, 0 or more; empty: once.</param>
    /// <returns>Above 0 to 1; NaN if no positive item counts.</returns>
    public double TrapezoidalPrecisionRecallArea(ReadOnlySpan<int> weights = default)
    {
        var (positives, _) = Totals(weights);
        if (positives == 0)
            return double.NaN;
        var (found, foundBefore, seen, precisionBefore, sum) = (0L, 0L, 0L, 1d, 0d);
        for (var i = 0; i < _items.Length; i++)
        {
            var weight = weights.IsEmpty ? 1 : weights[_items[i]];
            seen += weight;
            if (_positive[i])
                found += weight;
            if (!_endsStep[i] || seen == 0)
                continue;
            var precision = (double)found / seen;
            sum += (double)(found - foundBefore) / positives * (precision + precisionBefore) / 2;
            (foundBefore, precisionBefore) = (found, precision);
        }
        return sum;
    }

    /// <summary>
    /// Area under the receiver operating characteristic: the probability that a positive item has a higher score than a negative one,
    /// ties counting half.
    /// </summary>
    /// <param name="weights">How often each item counts, 0 or more; empty: once.</param>
    /// <returns>0 to 1, 0.5 by chance; NaN unless both a positive and a negative item count.</returns>
    public double Auroc(ReadOnlySpan<int> weights = default)
    {
        var (positives, negatives) = Totals(weights);
        if (positives == 0 || negatives == 0)
            return double.NaN;
        var (above, positivesHere, negativesHere, won) = (0L, 0L, 0L, 0d); // positives above; won pairs, twice
        for (var i = 0; i < _items.Length; i++)
        {
            var weight = weights.IsEmpty ? 1 : weights[_items[i]];
            if (_positive[i])
                positivesHere += weight;
            else
                negativesHere += weight;
            if (!_endsStep[i])
                continue;
            won += (double)negativesHere * ((2 * above) + positivesHere);
            above += positivesHere;
            (positivesHere, negativesHere) = (0, 0);
        }
        return won / (2d * positives * negatives);
    }

    /// <summary>Sum of the precisions at the positives of a step, from first to last, each as often as it counts.</summary>
    private double WithoutCopies(int first, int last, long found, long seen, ReadOnlySpan<int> weights)
    {
        var sum = 0d;
        for (var i = first; i <= last; i++)
            if (_positive[i] && weights[_items[i]] is var weight and > 0)
            {
                var copies = (long)weight - 1;
                sum += weight * (double)(found - (copies * _own[i].Found)) / (seen - (copies * _own[i].Seen));
            }
        return sum;
    }

    private (int Found, int Seen)[] Own(ReadOnlySpan<int> groups)
    {
        var counts = new Dictionary<int, (int Found, int Seen)>();
        var own = new (int Found, int Seen)[_items.Length];
        for (int i = 0, begin = 0; i < _items.Length; i++)
        {
            var (found, seen) = counts.GetValueOrDefault(groups[_items[i]]);
            counts[groups[_items[i]]] = (found + (_positive[i] ? 1 : 0), seen + 1);
            if (!_endsStep[i])
                continue;
            for (; begin <= i; begin++)
                own[begin] = counts[groups[_items[begin]]];
        }
        return own;
    }

    private (long Positives, long Negatives) Totals(ReadOnlySpan<int> weights)
    {
        if (!weights.IsEmpty && weights.Length != _items.Length)
            throw new ArgumentException($"{weights.Length} weights do not match {_items.Length} items.", nameof(weights));
        var (positives, negatives) = (0L, 0L);
        for (var i = 0; i < _items.Length; i++)
        {
            var weight = weights.IsEmpty ? 1 : weights[_items[i]];
            if (_positive[i])
                positives += weight;
            else
                negatives += weight;
        }
        return (positives, negatives);
    }
}
