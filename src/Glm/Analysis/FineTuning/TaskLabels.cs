using Glm.Analysis.Operons;
using Glm.Formats.Labels;
using Glm.Genomes;
using Glm.Runtime;
using Glm.Training.FineTuning;

namespace Glm.Analysis.FineTuning;

/// <summary>
/// Labels of all genes, pairs of neighbours, windows or genomes of a set, in its order. Immutable by convention. Labels come from files
/// and are untrusted text.
/// </summary>
/// <param name="Name">Such as "ec".</param>
/// <param name="Task">What they are of.</param>
/// <param name="PerItem">One list per item; empty where nothing is known. Numbers are written out.</param>
/// <param name="Focus">The label whose average precision counts alone; null for the mean over all.</param>
public sealed record TaskLabels(string Name, FineTuningTask Task, IReadOnlyList<IReadOnlyList<string>> PerItem, string? Focus = null)
{
    /// <summary>What two neighbours in one operon are called.</summary>
    public const string Together = "operon";

    /// <summary>What other neighbours are called.</summary>
    public const string Apart = "apart";

    /// <summary>Labels of genes.</summary>
    public static TaskLabels Of(GeneLabels labels) => new(labels.Name, FineTuningTask.Gene, labels.PerGene);

    /// <summary>Whether each gene and the next on its scaffold are in one operon.</summary>
    /// <param name="set">The genes.</param>
    /// <param name="truth">What is known of their operons. Pairs between which it names another gene have no label.</param>
    public static TaskLabels Of(ScaffoldSet set, OperonTruth truth)
    {
        var known = GenePairs
            .Of(set, truth)
            .Where(pair => pair.HasProteins && pair.SecondNumber == pair.FirstNumber + 1)
            .ToDictionary(pair => pair.FirstNumber, pair => truth.Label(pair.First, pair.Second));
        var perItem = new List<IReadOnlyList<string>>();
        var gene = 0;
        foreach (var scaffold in set.Scaffolds)
        {
            for (var i = 0; i + 1 < scaffold.Genes.Count; i++)
                perItem.Add(known.GetValueOrDefault(gene + i) is { } together ? [together ? Together : Apart] : []);
            gene += scaffold.Genes.Count;
        }
        return new TaskLabels("operons", FineTuningTask.Pair, perItem, Together);
    }

    /// <summary>The taxa of windows or genomes.</summary>
    /// <exception cref="GlmException">No genome has one at the rank.</exception>
    public static TaskLabels Of(ScaffoldSet set, FineTuningTask task, TaxonomicRank rank)
    {
        var word = rank.ToString().ToLowerInvariant();
        var labels = Of(set, task, word, genome => genome.Lineage?[rank] is { Length: > 0 } taxon ? [taxon] : []);
        return labels.PerItem.Any(item => item.Count > 0)
            ? labels
            : throw new GlmException(
                $"None of the {set.Genomes.Count} genomes of {LineText.Shown(set.Source)} has a {word}. Load them with "
                    + $"{Setting.Of("Taxonomy", "FILE")}, or use other {Setting.Of("Labels")}."
            );
    }

    /// <summary>Labels of windows or genomes from a table.</summary>
    public static TaskLabels Of(ScaffoldSet set, FineTuningTask task, GenomeLabels table) =>
        task == FineTuningTask.Genome
            ? Of(set, task, table.Name, genome => table.OfGenome(genome))
            : new TaskLabels(table.Name, task, [.. set.Windows.Select(window => table.OfWindow(set, window))]);

    private static TaskLabels Of(ScaffoldSet set, FineTuningTask task, string name, Func<Genome, IReadOnlyList<string>> labels) =>
        new(
            name,
            task,
            task == FineTuningTask.Genome
                ? [.. set.Genomes.Select(labels)]
                : [.. set.Windows.Select(window => labels(set.GenomeOf(window.Scaffold)))]
        );
}
