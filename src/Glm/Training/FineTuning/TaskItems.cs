using Glm.Features;

namespace Glm.Training.FineTuning;

/// <summary>Where an item is read: in a window, at a gene (of a pair the first; of a window or genome 0).</summary>
internal readonly record struct ItemReading(int Window, int Position);

/// <summary>All items of a set that a task has labels of, in the order of the set, and where the model reads them.</summary>
internal sealed class TaskItems
{
    private TaskItems(FineTuningTask task, string[] names, int[] firstGenes, ItemReading[][] readings) =>
        (Task, Names, FirstGenes, Readings) = (task, names, firstGenes, readings);

    public FineTuningTask Task { get; }

    /// <summary>[N]: a gene's id, two of them, a window's or a genome's id. Untrusted text.</summary>
    public string[] Names { get; }

    /// <summary>[N]: the number, among the genes of the set, of the first gene that the item has.</summary>
    public int[] FirstGenes { get; }

    /// <summary>[N]: empty for what no window covers.</summary>
    public ItemReading[][] Readings { get; }

    public int Count => Names.Length;

    /// <summary>Lists the items of a task.</summary>
    public static TaskItems Of(GeneDataset data, FineTuningTask task)
    {
        var set = data.Scaffolds;
        var firsts = new Dictionary<string, int>(StringComparer.Ordinal); // gene of each scaffold
        var count = 0;
        foreach (var scaffold in set.Scaffolds)
        {
            firsts.Add(scaffold.Id, count);
            count += scaffold.Genes.Count;
        }
        int[] firstGenes = [.. set.Windows.Select(window => firsts[window.Scaffold.Id] + window.Start)];
        var windows = Enumerable.Range(0, set.Windows.Count);
        switch (task)
        {
            case FineTuningTask.Window:
                return new TaskItems(
                    task,
                    [.. set.Windows.Select(window => window.Id)],
                    firstGenes,
                    [.. windows.Select(window => new[] { new ItemReading(window, 0) })]
                );
            case FineTuningTask.Genome:
                var ofGenome = windows.ToLookup(window => set.Windows[window].Scaffold.GenomeId, StringComparer.Ordinal);
                return new TaskItems(
                    task,
                    [.. set.Genomes.Select(genome => genome.Id)],
                    [.. set.Genomes.Select(genome => genome.Scaffolds.Count == 0 ? 0 : firsts[genome.Scaffolds[0].Id])],
                    [.. set.Genomes.Select(genome => ofGenome[genome.Id].Select(window => new ItemReading(window, 0)).ToArray())]
                );
            default:
                var reach = task == FineTuningTask.Pair ? 1 : 0;
                var readings = new List<ItemReading>[count];
                for (var window = 0; window < firstGenes.Length; window++)
                for (var position = 0; position + reach < data.LengthOf(window); position++)
                    (readings[firstGenes[window] + position] ??= []).Add(new ItemReading(window, position));
                var items = set
                    .Scaffolds.SelectMany(scaffold =>
                        Enumerable
                            .Range(0, Math.Max(0, scaffold.Genes.Count - reach))
                            .Select(i =>
                                (
                                    Name: reach == 0 ? scaffold.Genes[i].Id : $"{scaffold.Genes[i].Id}, {scaffold.Genes[i + 1].Id}",
                                    Gene: firsts[scaffold.Id] + i
                                )
                            )
                    )
                    .ToArray();
                return new TaskItems(
                    task,
                    Array.ConvertAll(items, item => item.Name),
                    Array.ConvertAll(items, item => item.Gene),
                    Array.ConvertAll(items, item => readings[item.Gene]?.ToArray() ?? [])
                );
        }
    }
}
