using Glm.Runtime;

namespace Glm.Statistics;

/// <summary>
/// Which items of a cross-validation are tested together. Every class has about the same share in every fold. Equal seeds give equal
/// folds, on every machine. Immutable by convention.
/// </summary>
public sealed class Folds
{
    private Folds(FoldGrouping grouping, int[] foldOf, int count, int groups, int seed, ReadOnlySpan<int> units)
    {
        (Grouping, FoldOf, Count, Groups, Seed) = (grouping, foldOf, count, groups, seed);
        CheckLength(units, foldOf.Length, nameof(units));
        var foldOfUnit = new Dictionary<int, int>();
        for (var i = 0; i < units.Length; i++)
            Leaks |= !foldOfUnit.TryAdd(units[i], foldOf[i]) && foldOfUnit[units[i]] != foldOf[i];
    }

    /// <summary>What stays together.</summary>
    public FoldGrouping Grouping { get; }

    /// <summary>[items]: the fold in which each is tested, 0 to Count - 1.</summary>
    public IReadOnlyList<int> FoldOf { get; }

    /// <summary>Number of folds.</summary>
    public int Count { get; }

    /// <summary>Number of groups that were dealt; of items, where nothing stays together.</summary>
    public int Groups { get; }

    /// <summary>What decided where groups of equal worth go.</summary>
    public int Seed { get; }

    /// <summary>
    /// Whether items that depend on each other are in different folds, so that what is tested was partly trained on: the scores are then
    /// flattered.
    /// </summary>
    public bool Leaks { get; }

    /// <summary>
    /// Deals items to folds: fold sizes, and the counts of a class in them, differ by at most one. Which items go where is random.
    /// </summary>
    /// <param name="classes">The class of each item, from 0; two or more different ones.</param>
    /// <param name="count">Number of folds, at least 2.</param>
    /// <param name="seed">Any number.</param>
    /// <param name="units">The number of whatever makes items depend on each other, such as their genome; for <see cref="Leaks"/>. Empty:
    /// nothing does.</param>
    /// <exception cref="GlmException">There are fewer items than folds, or all are of one class.</exception>
    public static Folds Random(ReadOnlySpan<int> classes, int count, int seed, ReadOnlySpan<int> units = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        CheckEnough(FoldGrouping.Random, classes.Length, count);
        CheckClasses(classes);
        var items = new int[classes.Length];
        for (var i = 0; i < items.Length; i++)
            items[i] = i;
        new SeededRandom(seed).Shuffle(items.AsSpan());
        var keys = new int[items.Length];
        for (var i = 0; i < items.Length; i++)
            keys[i] = classes[items[i]];

        // Dealing the items class by class, like cards, balances classes and fold sizes at once.
        var foldOf = new int[items.Length];
        var card = 0;
        foreach (var position in Enumerable.Range(0, items.Length).OrderBy(position => keys[position]))
            foldOf[items[position]] = card++ % count;
        return new Folds(FoldGrouping.Random, foldOf, count, items.Length, seed, units);
    }

    /// <summary>
    /// Deals whole groups to folds, so that no group is in two of them: large groups first, each to the fold where the shares of the
    /// classes stay most even. A class that fills at least as many groups as there are folds, and shares them with no other class, reaches
    /// every fold.
    /// </summary>
    /// <param name="grouping">What the groups are.</param>
    /// <param name="groups">The group of each item, any numbers.</param>
    /// <param name="classes">The class of each item, from 0, two or more different ones; empty where only sizes are to be even.</param>
    /// <param name="count">Number of folds, at least 2.</param>
    /// <param name="seed">Decides between groups of equal size.</param>
    /// <param name="units">The number of whatever makes items depend on each other, where that is more than the groups; for
    /// <see cref="Leaks"/>.</param>
    /// <exception cref="GlmException">There are fewer groups than folds, or all items are of one class.</exception>
    public static Folds ByGroup(
        FoldGrouping grouping,
        ReadOnlySpan<int> groups,
        ReadOnlySpan<int> classes,
        int count,
        int seed,
        ReadOnlySpan<int> units = default
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        CheckLength(classes, groups.Length, nameof(classes));
        var totals = new double[Max(classes) + 1];
        var contents = Contents(groups, classes);
        CheckEnough(grouping, contents.Count, count);
        if (!classes.IsEmpty)
            CheckClasses(classes);
        foreach (var parts in contents.Values)
        foreach (var (k, c) in parts)
            totals[k] += c;

        var order = contents.Keys.Order().ToArray();
        new SeededRandom(seed).Shuffle(order.AsSpan());
        var foldOfGroup = new Dictionary<int, int>();
        var filled = new int[count, totals.Length];
        var sizes = new int[count];
        foreach (var group in order.OrderByDescending(group => contents[group].Sum(part => part.Items)))
        {
            // Adding c items of a class to a fold that has n raises the sum of squared shares by ((n + c)² - n²) / total²: the least rise
            // keeps the shares most even. Equal rises go to the smallest fold.
            var best = (Rise: double.PositiveInfinity, Size: int.MaxValue, Fold: 0);
            for (var fold = 0; fold < count; fold++)
            {
                var rise = 0d;
                foreach (var (k, c) in contents[group])
                    rise += c * (c + (2d * filled[fold, k])) / (totals[k] * totals[k]);
                if (rise < best.Rise || (rise == best.Rise && sizes[fold] < best.Size))
                    best = (rise, sizes[fold], fold);
            }
            foldOfGroup[group] = best.Fold;
            foreach (var (k, c) in contents[group])
            {
                filled[best.Fold, k] += c;
                sizes[best.Fold] += c;
            }
        }

        var foldOf = new int[groups.Length];
        for (var i = 0; i < foldOf.Length; i++)
            foldOf[i] = foldOfGroup[groups[i]];
        return new Folds(grouping, foldOf, count, contents.Count, seed, units);
    }

    /// <summary>The items that are trained on when a fold is tested, in rising order.</summary>
    public int[] Train(int fold) => [.. Enumerable.Range(0, FoldOf.Count).Where(item => FoldOf[item] != fold)];

    /// <summary>The items of a fold, in rising order.</summary>
    public int[] Test(int fold) => [.. Enumerable.Range(0, FoldOf.Count).Where(item => FoldOf[item] == fold)];

    /// <summary>How many items of each class each group has, classes in rising order.</summary>
    private static Dictionary<int, List<(int Class, int Items)>> Contents(ReadOnlySpan<int> groups, ReadOnlySpan<int> classes)
    {
        var items = new (int Group, int Class)[groups.Length];
        for (var i = 0; i < items.Length; i++)
            items[i] = (groups[i], classes.IsEmpty ? 0 : classes[i]);
        Array.Sort(items);
        var contents = new Dictionary<int, List<(int Class, int Items)>>();
        foreach (var (group, k) in items)
        {
            if (!contents.TryGetValue(group, out var parts))
                contents.Add(group, parts = []);
            if (parts.Count > 0 && parts[^1].Class == k)
                parts[^1] = (k, parts[^1].Items + 1);
            else
                parts.Add((k, 1));
        }
        return contents;
    }

    private static void CheckEnough(FoldGrouping grouping, int groups, int count)
    {
        if (groups >= count)
            return;
        var unit = grouping == FoldGrouping.Random ? "item" : grouping.ToString().ToLowerInvariant();
        throw new GlmException(
            $"{count} folds by {unit} need {count} or more {unit}s, and there {(groups == 1 ? "is 1" : $"are {groups}")}. Use "
                + $"{(groups < 2 ? "" : $"at most {groups} folds or ")}another {Setting.Of("Folds")}, or load more."
        );
    }

    private static void CheckClasses(ReadOnlySpan<int> classes)
    {
        if (!classes.ContainsAnyExcept(classes[0]))
            throw new GlmException(
                $"All {classes.Length} items are of one class; a cross-validation needs items of 2 or more. Use other labels."
            );
    }

    private static void CheckLength(ReadOnlySpan<int> values, int items, string name)
    {
        if (!values.IsEmpty && values.Length != items)
            throw new ArgumentException($"{values.Length} {name} do not match {items} items.", name);
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
