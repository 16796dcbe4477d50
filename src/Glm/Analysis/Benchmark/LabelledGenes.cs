using Glm.Analysis.Probes;
using Glm.Genomes;
using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Analysis.Benchmark;

/// <summary>The labelled genes that tasks ask for.</summary>
internal sealed class LabelledGenes
{
    private readonly ProbeGroups _genes;
    private readonly Lazy<Folds> _folds;

    /// <param name="labels">Of all genes.</param>
    /// <param name="genes">What belongs together.</param>
    /// <param name="isAsked">Whether a gene has a vector in every space.</param>
    /// <param name="options">The least size of a label, folds and seed.</param>
    /// <exception cref="GlmException">Fewer than two labels are frequent enough, or the labels are of another set.</exception>
    public LabelledGenes(GeneLabels labels, ProbeGroups genes, Func<int, bool> isAsked, BenchmarkOptions options)
    {
        if (labels.PerGene.Count != genes.Genes.Count)
            throw new GlmException(
                $"The labels '{labels.Name}' are of {labels.PerGene.Count} genes, and {genes.Genes.Count} are asked. Make them for the "
                    + "scaffolds of the benchmark."
            );
        (Labels, _genes) = (labels, genes);
        Genomes = genes.Of(FoldGrouping.Genome);
        Unit = genes.IndependentUnit(labels, options.FoldCount, isAsked);
        var groups = genes.Of(Unit);
        Task = ProbeTask.Of(labels.Name, "gene", labels.PerGene, isAsked, groups, Unit, options.MinCount);
        Units = Array.ConvertAll(Task.Items, gene => groups[gene]);
        UnitCount = Units.Distinct().Count();
        _folds = new Lazy<Folds>(() => Task.Deal(groups, Unit, Units, options.FoldCount, options.Seed));
        Options = options;
    }

    public GeneLabels Labels { get; }

    public ProbeTask Task { get; }

    public BenchmarkOptions Options { get; }

    /// <summary>Genomes where there are enough for the folds, else clusters of homologs.</summary>
    public FoldGrouping Unit { get; }

    /// <summary>[N]: the unit of each asked gene.</summary>
    public int[] Units { get; }

    public int UnitCount { get; }

    public string UnitName => Unit == FoldGrouping.Genome ? "genome" : "cluster of homologs";

    /// <summary>[genes]: the genome of every gene.</summary>
    public int[] Genomes { get; }

    public Folds Folds => _folds.Value;

    /// <summary>What was left out of the labels.</summary>
    public IEnumerable<string> Notes()
    {
        if (Task.Dropped.Count > 0)
        {
            var reasons = Task.Dropped.GroupBy(label => label.Reason).Select(group => $"{group.Count()} {group.Key}");
            yield return $"Labels that are left out: {string.Join(", ", reasons)}.";
        }
        if (_genes.ClusteredBy is { } source)
            yield return $"Clusters are {source}.";
    }
}
