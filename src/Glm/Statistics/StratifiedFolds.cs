using Glm.Runtime;

namespace Glm.Statistics;

/// <summary>Cross-validation folds in which every class has about the same share. Seeded and repeatable.</summary>
public static class StratifiedFolds
{
    /// <summary>
    /// Deals items to folds: fold sizes, and the counts of a class in them, differ by at most one. Which items go where is random.
    /// </summary>
    /// <param name="classes">The class of each item, from 0.</param>
    /// <param name="folds">At least 2.</param>
    /// <param name="seed">Any number; equal seeds give equal folds.</param>
    /// <returns>The fold of each item, 0 to folds - 1.</returns>
    public static int[] Assign(ReadOnlySpan<int> classes, int folds, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        var items = new int[classes.Length];
        for (var i = 0; i < items.Length; i++)
            items[i] = i;
        new SeededRandom(seed).Shuffle(items.AsSpan());
        var keys = new int[items.Length];
        for (var i = 0; i < items.Length; i++)
            keys[i] = classes[items[i]];

        // Dealing the items class by class, like cards, balances classes and fold sizes at once.
        var result = new int[items.Length];
        var card = 0;
        foreach (var position in Enumerable.Range(0, items.Length).OrderBy(position => keys[position]))
            result[items[position]] = card++ % folds;
        return result;
    }

    /// <summary>
    /// Deals whole groups to folds, so that no group is in two of them: large groups first, each to the fold where the shares of the
    /// classes stay most even. A class that fills at least as many groups as there are folds, and shares them with no other class, reaches
    /// every fold.
    /// </summary>
    /// <param name="classes">The class of each item, from 0.</param>
    /// <param name="groups">The group of each item, from 0.</param>
    /// <param name="folds">At least 2.</param>
    /// <param name="seed">Decides between groups of equal size.</param>
    /// <returns>The fold of each item, 0 to folds - 1.</returns>
    public static int[] AssignGrouped(ReadOnlySpan<int> classes, ReadOnlySpan<int> groups, int folds, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        if (classes.Length != groups.Length)
            throw new ArgumentException($"{classes.Length} classes do not match {groups.Length} groups.", nameof(groups));
        if (classes.Length == 0)
            return [];
        var classCount = Max(classes) + 1;
        var groupCount = Max(groups) + 1;
        var counts = new int[groupCount][];
        var totals = new double[classCount];
        for (var i = 0; i < classes.Length; i++)
        {
            (counts[groups[i]] ??= new int[classCount])[classes[i]]++;
            totals[classes[i]]++;
        }

        var order = Enumerable.Range(0, groupCount).Where(group => counts[group] is not null).ToArray();
        new SeededRandom(seed).Shuffle(order.AsSpan());
        var foldOf = new int[groupCount];
        var filled = new int[folds, classCount];
        var sizes = new int[folds];
        foreach (var group in order.OrderByDescending(group => counts[group].Sum()))
        {
            // Adding c items of a class to a fold that has n raises the sum of squared shares by ((n + c)² - n²) / total²: the least rise
            // keeps the shares most even. Equal rises go to the smallest fold.
            var best = (Rise: double.PositiveInfinity, Size: int.MaxValue, Fold: 0);
            for (var fold = 0; fold < folds; fold++)
            {
                var rise = 0d;
                for (var k = 0; k < classCount; k++)
                    if (counts[group][k] is var c && c > 0)
                        rise += c * (c + (2d * filled[fold, k])) / (totals[k] * totals[k]);
                if (rise < best.Rise || (rise == best.Rise && sizes[fold] < best.Size))
                    best = (rise, sizes[fold], fold);
            }
            foldOf[group] = best.Fold;
            for (var k = 0; k < classCount; k++)
                filled[best.Fold, k] += counts[group][k];
            sizes[best.Fold] += counts[group].Sum();
        }

        var result = new int[classes.Length];
        for (var i = 0; i < result.Length; i++)
            result[i] = foldOf[groups[i]];
        return result;
    }

    private static int Max(ReadOnlySpan<int> values)
    {
        var max = 0;
        foreach (var value in values)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            max = Math.Max(max, value);
        }
        return max;
    }
}
