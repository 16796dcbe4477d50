using Glm.Features;
using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Training;

/// <summary>What genes of windows are for, as numbers. Immutable.</summary>
internal sealed class GeneFunctions
{
    private readonly GeneDataset _data;
    private readonly int[] _firstGenes; // of each scaffold with a window, by number
    private readonly int[] _genomes; // likewise
    private readonly int[][] _labels; // of each gene of the set

    private GeneFunctions(GeneDataset data, GeneLabels labels)
    {
        (_data, Identity) = (data, FunctionIdentity.Of(labels));
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        int Number(string label) => numbers.TryGetValue(label, out var number) ? number : numbers[label] = numbers.Count;
        _labels = [.. labels.PerGene.Select(ofGene => ofGene.Distinct(StringComparer.Ordinal).Select(Number).ToArray())];
        Count = numbers.Count;
        var firstGenes = new Dictionary<string, int>(StringComparer.Ordinal);
        var genes = 0;
        foreach (var scaffold in data.Scaffolds.Scaffolds)
        {
            firstGenes.Add(scaffold.Id, genes);
            genes += scaffold.Genes.Count;
        }
        int[] scaffolds = [.. Enumerable.Range(0, data.WindowCount).Select(data.ScaffoldOf).Distinct().Order()];
        _firstGenes = Array.ConvertAll(scaffolds, scaffold => firstGenes[data.ScaffoldId(scaffold)]);
        var genomes = new Dictionary<string, int>(StringComparer.Ordinal);
        _genomes = Array.ConvertAll(scaffolds, scaffold =>
            genomes.TryGetValue(data.GenomeIdOf(scaffold), out var genome) ? genome : genomes[data.GenomeIdOf(scaffold)] = genomes.Count
        );
    }

    /// <summary>What tells the labels from others.</summary>
    public FunctionIdentity Identity { get; }

    /// <summary>Different labels.</summary>
    public int Count { get; }

    /// <summary>Reads labels.</summary>
    /// <param name="data">In memory.</param>
    /// <param name="labels">Of all genes of its scaffolds; any number per gene.</param>
    /// <exception cref="GlmException">The data are a corpus, or the labels are of another set, or of no gene.</exception>
    public static GeneFunctions Of(IWindowData data, GeneLabels labels)
    {
        if (data is not GeneDataset set)
            throw new GlmException(
                $"{data.Source}: a corpus keeps no function labels of its genes, so it cannot be trained on with "
                    + $"{Setting.Of("Function")}. Load its genomes as scaffolds, or train without."
            );
        labels.CheckFits(set.Scaffolds);
        if (labels.LabelledGenes == 0)
            throw new GlmException(
                $"The labels {LineText.Quoted(labels.Name)} say nothing of the {labels.PerGene.Count} genes of {data.Source}: there is no "
                    + $"function to learn. Use another {Setting.Of("Function")}, or leave it out."
            );
        return new GeneFunctions(set, labels);
    }

    /// <summary>Refuses labels of which the loss would be 0 in every batch.</summary>
    /// <exception cref="GlmException">No two genes share a label, or all labelled genes share one.</exception>
    public static void RequireTriplets(GeneLabels labels)
    {
        var genes = labels.PerGene.SelectMany(own => own.Distinct(StringComparer.Ordinal)).CountBy(label => label).ToArray();
        if (genes.Length > 0 && !Array.Exists(genes, label => label.Value > 1))
            throw Useless("no two genes share a label");
        if (Array.Exists(genes, label => label.Value == labels.LabelledGenes))
            throw Useless("all labelled genes share one");

        GlmException Useless(string why) =>
            new(
                $"The labels {LineText.Quoted(labels.Name)} make no triplet: {why}. Use another {Setting.Of("Function")}, or leave it out."
            );
    }

    /// <summary>Which gene of the set stands where in a window that is moved along its scaffold.</summary>
    /// <param name="window">Its number.</param>
    /// <param name="shift">By how many genes.</param>
    public int FirstGene(int window, int shift) => _firstGenes[_data.ScaffoldOf(window)] + _data.Windows[window].Start + shift;

    /// <summary>The number of the genome that a window is of.</summary>
    public int GenomeOf(int window) => _genomes[_data.ScaffoldOf(window)];

    /// <summary>Numbers of a gene's labels, each once; empty where nothing is known.</summary>
    /// <param name="gene">Of the set.</param>
    public ReadOnlySpan<int> LabelsOf(int gene) => _labels[gene];
}
