using Glm.Analysis.Probes;
using Glm.Features;
using Glm.Proteins.Homology;
using Glm.Runtime;
using Glm.Statistics;
using Glm.Training.FineTuning;

namespace Glm.Analysis.FineTuning;

/// <summary>Which items of a task belong together, in each of the ways in which folds can be made.</summary>
internal sealed class ItemGroups(GeneDataset data, TaskItems items, TaskLabels labels, ProbeGroups genes)
{
    public static ItemGroups Of(
        GeneDataset data,
        TaskItems items,
        TaskLabels labels,
        IHomologyEngine? engine,
        IProgress<ProgressReport>? progress,
        CancellationToken cancellation
    ) => new(data, items, labels, new ProbeGroups(data.Scaffolds, engine, progress, cancellation));

    /// <summary>Where clusters came from; null while none were needed.</summary>
    public string? ClusteredBy => genes.ClusteredBy;

    /// <summary>[items]: the number of each item's group.</summary>
    /// <exception cref="GlmException">Items of this task are not grouped so.</exception>
    public int[] Of(FoldGrouping grouping)
    {
        var isPossible = items.Task switch
        {
            FineTuningTask.Gene => true,
            FineTuningTask.Pair => grouping != FoldGrouping.Cluster,
            FineTuningTask.Window => grouping is not (FoldGrouping.Cluster or FoldGrouping.Operon),
            _ => grouping is FoldGrouping.Genome or FoldGrouping.Random,
        };
        if (!isPossible)
            throw new GlmException(
                $"Folds of {Noun}s cannot keep {grouping.ToString().ToLowerInvariant()}s together. Use another "
                    + $"{Setting.Of(nameof(FineTuningOptions.Folds))}, such as genome."
            );
        if (grouping == FoldGrouping.Random || (grouping == FoldGrouping.Window && items.Task == FineTuningTask.Window))
            return [.. Enumerable.Range(0, items.Count)];
        if (grouping == FoldGrouping.Operon && items.Task == FineTuningTask.Pair)
            return Operons();
        var ofGene = genes.Of(grouping);
        return Array.ConvertAll(items.FirstGenes, gene => ofGene[gene]);
    }

    /// <summary>What an item is called.</summary>
    public string Noun => items.Task.ToString().ToLowerInvariant();

    /// <summary>What is independent: genomes where there are enough for the folds, else the next smaller thing.</summary>
    /// <param name="options">Which may name it.</param>
    /// <param name="labelled">Items with labels.</param>
    public FoldGrouping Unit(FineTuningOptions options, int[] labelled)
    {
        if (options.Folds == FoldGrouping.Genome || items.Task == FineTuningTask.Genome)
            return FoldGrouping.Genome;
        var smaller = items.Task switch
        {
            FineTuningTask.Gene => FoldGrouping.Cluster,
            FineTuningTask.Pair => FoldGrouping.Operon,
            _ => FoldGrouping.Scaffold,
        };
        if (options.Folds == smaller)
            return smaller;
        var genomes = Of(FoldGrouping.Genome);
        return labelled.Select(item => genomes[item]).Distinct().Count() >= options.FoldCount ? FoldGrouping.Genome : smaller;
    }

    /// <summary>Pairs that follow each other within an operon have one number, together with the pair behind them, which shares a gene
    /// with them.</summary>
    private int[] Operons()
    {
        var units = new int[items.Count];
        for (var i = 1; i < units.Length; i++)
        {
            var follows = items.FirstGenes[i] == items.FirstGenes[i - 1] + 1;
            var joins = follows && labels.Focus is { } focus && labels.PerItem[i - 1].Contains(focus, StringComparer.Ordinal);
            units[i] = units[i - 1] + (joins ? 0 : 1);
        }
        return units;
    }

    /// <summary>The windows in which some items are read.</summary>
    public int[] WindowsOf(int[] chosen) =>
        [.. chosen.SelectMany(item => items.Readings[item].Select(reading => reading.Window)).Distinct().Order()];

    /// <summary>Ids of the genomes that some items belong to.</summary>
    public string[] GenomesOf(int[] chosen) =>
        [
            .. WindowsOf(chosen)
                .Select(window => data.GenomeIdOf(data.ScaffoldOf(window)))
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];
}
