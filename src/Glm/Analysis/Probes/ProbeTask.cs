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

    public bool IsMultiLabel { get; }

    public IReadOnlyList<DroppedLabel> Dropped { get; }

    public IReadOnlyDictionary<string, int> Left { get; }

    /// <summary>Picks genes and classes.</summary>
    /// <param name="labels">Of all genes.</param>
    /// <param name="genes">The genes.</param>
    /// <param name="options">With the least size of a class.</param>
    /// <param name="grouping">What folds keep together.</param>
    /// <exception cref="GlmException">Fewer than two classes are left.</exception>
    public static ProbeTask Of(GeneLabels labels, ProbeGroups genes, ProbeOptions options, FoldGrouping grouping)
    {
        var groups = genes.Of(grouping);
        var (covered, left) = (new List<int>(), new Dictionary<string, int>(StringComparer.Ordinal));
        var (unlabelled, outside) = (0, 0);
        for (var gene = 0; gene < labels.PerGene.Count; gene++)
            if (labels.PerGene[gene].Count == 0)
                unlabelled++;
            else if (!genes.IsCovered(gene))
                outside++;
            else
                covered.Add(gene);

        var unit = grouping == FoldGrouping.Random ? "gene" : grouping.ToString().ToLowerInvariant();
        var (kept, dropped) = (new List<(string Name, int Genes)>(), new List<DroppedLabel>());
        foreach (
            var (name, with) in covered
                .SelectMany(gene => labels.PerGene[gene].Distinct(StringComparer.Ordinal).Select(label => (Label: label, Gene: gene)))
                .GroupBy(pair => pair.Label, pair => pair.Gene, StringComparer.Ordinal)
                .Select(label => (label.Key, Genes: label.ToArray()))
                .OrderByDescending(label => label.Genes.Length)
                .ThenBy(label => label.Key, StringComparer.Ordinal)
        )
            if (with.Length < options.MinCount)
                dropped.Add(new DroppedLabel(name, with.Length, $"fewer than {options.MinCount} genes"));
            else if (with.Select(gene => groups[gene]).Distinct().Count() < 2)
                dropped.Add(new DroppedLabel(name, with.Length, $"in one {unit} only"));
            else
                kept.Add((name, with.Length));
        if (kept.Count < 2)
            throw new GlmException(
                $"Of the {kept.Count + dropped.Count} labels of '{labels.Name}', {(kept.Count == 1 ? "1 has" : "none has")} "
                    + $"{options.MinCount} or more genes in 2 or more {unit}s; telling classes apart needs 2. The largest has "
                    + $"{kept.Select(one => one.Genes).Concat(dropped.Select(one => one.Genes)).DefaultIfEmpty(0).Max()} genes. Use a "
                    + $"smaller {Setting.Of(nameof(ProbeOptions.MinCount))}, or other labels."
            );

        var number = kept.Select((one, k) => (one.Name, k)).ToDictionary(one => one.Name, one => one.k, StringComparer.Ordinal);
        int[] items = [.. covered.Where(gene => labels.PerGene[gene].Any(number.ContainsKey))];
        var matrix = new bool[checked(items.Length * kept.Count)];
        for (var i = 0; i < items.Length; i++)
            foreach (var label in labels.PerGene[items[i]])
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

    /// <summary>Deals the genes to folds.</summary>
    /// <param name="genes">The genes.</param>
    /// <param name="grouping">What stays together.</param>
    /// <param name="units">[N]: the independent unit of each probed gene.</param>
    /// <param name="options">Number of folds and seed.</param>
    public Folds Deal(ProbeGroups genes, FoldGrouping grouping, int[] units, ProbeOptions options)
    {
        // Genes that all share their rarest label are spread by their number alone.
        var classes = Array.TrueForAll(ClassOf, k => k == ClassOf[0]) ? [] : ClassOf;
        if (grouping == FoldGrouping.Random && classes.Length > 0)
            return Folds.Random(classes, options.FoldCount, options.Seed, units);
        var groups = genes.Of(grouping);
        return Folds.ByGroup(grouping, Array.ConvertAll(Items, gene => groups[gene]), classes, options.FoldCount, options.Seed, units);
    }
}
