using Glm.Genomes;
using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Analysis.Probes;

/// <summary>Which genes are probed for which classes, after those that are too rare are dropped.</summary>
internal sealed class ProbeTask
{
    private ProbeTask(int[] items, string[] classes, bool[] labels, List<DroppedLabel> dropped, Dictionary<string, int> left)
    {
        (Items, Classes, Labels, Dropped, Left) = (items, classes, labels, dropped, left);
        (Sizes, ClassOf) = (new int[classes.Length], new int[items.Length]);
        for (var i = 0; i < labels.Length; i++)
            Sizes[i % classes.Length] += labels[i] ? 1 : 0;
        for (var i = 0; i < items.Length; i++)
        {
            var row = labels.AsSpan(i * classes.Length, classes.Length);
            IsMultiLabel |= row.Count(true) > 1;
            // Classes are ordered by size, so the last one that a gene has is its rarest.
            ClassOf[i] = row.LastIndexOf(true);
        }
    }

    /// <summary>[N]: numbers of the probed genes, rising.</summary>
    public int[] Items { get; }

    /// <summary>[C], the largest first.</summary>
    public string[] Classes { get; }

    /// <summary>[N, C].</summary>
    public bool[] Labels { get; }

    /// <summary>[C]: genes of each class.</summary>
    public int[] Sizes { get; }

    /// <summary>[N]: the class of each gene; the rarest of several.</summary>
    public int[] ClassOf { get; }

    /// <summary>Whether some item has several labels, or labels are to be predicted one by one all the same.</summary>
    public bool IsMultiLabel { get; set; }

    public IReadOnlyList<DroppedLabel> Dropped { get; }

    public IReadOnlyDictionary<string, int> Left { get; }

    /// <summary>Picks genes and classes.</summary>
    /// <param name="labels">Of all genes.</param>
    /// <param name="genes">The genes.</param>
    /// <param name="options">With the least size of a class.</param>
    /// <param name="grouping">What folds keep together.</param>
    /// <exception cref="GlmException">Fewer than two classes are left.</exception>
    public static ProbeTask Of(GeneLabels labels, ProbeGroups genes, ProbeOptions options, FoldGrouping grouping) =>
        Of(labels.Name, "gene", labels.PerGene, genes.IsCovered, genes.Of(grouping), grouping, options.MinCount);

    /// <summary>Picks items and classes.</summary>
    /// <param name="name">Of the labels.</param>
    /// <param name="noun">What an item is, such as "gene".</param>
    /// <param name="labels">Of all items.</param>
    /// <param name="isCovered">Whether some window has an item.</param>
    /// <param name="groups">What folds keep together, of all items.</param>
    /// <param name="grouping">What the groups are.</param>
    /// <param name="minCount">The least size of a class.</param>
    /// <exception cref="GlmException">Fewer than two classes are left.</exception>
    public static ProbeTask Of(
        string name,
        string noun,
        IReadOnlyList<IReadOnlyList<string>> labels,
        Func<int, bool> isCovered,
        int[] groups,
        FoldGrouping grouping,
        int minCount
    )
    {
        var (covered, left) = (new List<int>(), new Dictionary<string, int>(StringComparer.Ordinal));
        var (unlabelled, outside) = (0, 0);
        for (var item = 0; item < labels.Count; item++)
            if (labels[item].Count == 0)
                unlabelled++;
            else if (!isCovered(item))
                outside++;
            else
                covered.Add(item);

        var unit = grouping == FoldGrouping.Random ? noun : grouping.ToString().ToLowerInvariant();
        var (kept, dropped) = (new List<(string Name, int Items)>(), new List<DroppedLabel>());
        foreach (
            var (label, with) in covered
                .SelectMany(item => labels[item].Distinct(StringComparer.Ordinal).Select(label => (Label: label, Item: item)))
                .GroupBy(pair => pair.Label, pair => pair.Item, StringComparer.Ordinal)
                .Select(label => (label.Key, Items: label.ToArray()))
                .OrderByDescending(label => label.Items.Length)
                .ThenBy(label => label.Key, StringComparer.Ordinal)
        )
            if (with.Length < minCount)
                dropped.Add(new DroppedLabel(label, with.Length, $"fewer than {minCount} {noun}s"));
            else if (with.Select(item => groups[item]).Distinct().Count() < 2)
                dropped.Add(new DroppedLabel(label, with.Length, $"in one {unit} only"));
            else
                kept.Add((label, with.Length));
        if (kept.Count < 2)
            throw new GlmException(
                $"Of the {kept.Count + dropped.Count} labels of '{name}', {(kept.Count == 1 ? "1 has" : "none has")} "
                    + $"{minCount} or more {noun}s in 2 or more {unit}s; telling classes apart needs 2. The largest has "
                    + $"{kept.Select(one => one.Items).Concat(dropped.Select(one => one.Genes)).DefaultIfEmpty(0).Max()} {noun}s. Use a "
                    + $"smaller {Setting.Of(nameof(ProbeOptions.MinCount))}, or other labels."
            );

        var number = kept.Select((one, k) => (one.Name, k)).ToDictionary(one => one.Name, one => one.k, StringComparer.Ordinal);
        int[] items = [.. covered.Where(item => labels[item].Any(number.ContainsKey))];
        var matrix = new bool[checked(items.Length * kept.Count)];
        for (var i = 0; i < items.Length; i++)
            foreach (var label in labels[items[i]])
                if (number.TryGetValue(label, out var k))
                    matrix[(i * kept.Count) + k] = true;
        Note("without a label", unlabelled);
        Note("outside every window", outside);
        Note("with dropped labels only", covered.Count - items.Length);
        return new ProbeTask(items, [.. kept.Select(one => one.Name)], matrix, dropped, left);

        void Note(string reason, int count)
        {
            if (count > 0)
                left.Add(reason, count);
        }
    }

    /// <summary>Deals the items to folds.</summary>
    /// <param name="groups">What stays together, of all items.</param>
    /// <param name="grouping">What the groups are.</param>
    /// <param name="units">[N]: the independent unit of each probed item.</param>
    /// <param name="count">Number of folds.</param>
    /// <param name="seed">Decides between groups of equal size.</param>
    public Folds Deal(int[] groups, FoldGrouping grouping, int[] units, int count, int seed)
    {
        // Items that all share their rarest label are spread by their number alone.
        var classes = Array.TrueForAll(ClassOf, k => k == ClassOf[0]) ? [] : ClassOf;
        return grouping == FoldGrouping.Random && classes.Length > 0
            ? Folds.Random(classes, count, seed, units)
            : Folds.ByGroup(grouping, Array.ConvertAll(Items, item => groups[item]), classes, count, seed, units);
    }
}
