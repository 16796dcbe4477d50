using Glm.Analysis.Families;
using Glm.Genomes;
using Glm.Proteins.Homology;
using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Analysis.Probes;

/// <summary>Which genes of a set belong together, in each of the ways in which folds can be made.</summary>
internal sealed class ProbeGroups
{
    private readonly ScaffoldSet _set;
    private readonly IHomologyEngine? _engine;
    private readonly IProgress<ProgressReport>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly int[] _genomes; // by gene
    private readonly int[] _scaffolds;
    private readonly int[] _windows; // the first that has the gene; -1 where none has
    private int[]? _clusters;

    public ProbeGroups(ScaffoldSet set, IHomologyEngine? engine, IProgress<ProgressReport>? progress, CancellationToken cancellation)
    {
        (_set, _engine, _progress, _cancellation) = (set, engine, progress, cancellation);
        Genes = [.. set.Scaffolds.SelectMany(scaffold => scaffold.Genes)];
        (_genomes, _scaffolds, _windows) = (new int[Genes.Count], new int[Genes.Count], new int[Genes.Count]);
        Array.Fill(_windows, -1);
        var genomes = new Dictionary<string, int>(StringComparer.Ordinal);
        var firsts = new Dictionary<string, int>(StringComparer.Ordinal);
        var gene = 0;
        for (var scaffold = 0; scaffold < set.Scaffolds.Count; scaffold++)
        {
            var (id, count) = (set.Scaffolds[scaffold].GenomeId, set.Scaffolds[scaffold].Genes.Count);
            genomes.TryAdd(id, genomes.Count);
            firsts.Add(set.Scaffolds[scaffold].Id, gene);
            _genomes.AsSpan(gene, count).Fill(genomes[id]);
            _scaffolds.AsSpan(gene, count).Fill(scaffold);
            gene += count;
        }
        FirstGenes = [.. set.Windows.Select(window => firsts[window.Scaffold.Id] + window.Start)];
        for (var window = set.Windows.Count - 1; window >= 0; window--)
            _windows.AsSpan(FirstGenes[window], set.Windows[window].Length).Fill(window);
    }

    /// <summary>All genes of the set, in its order.</summary>
    public IReadOnlyList<Gene> Genes { get; }

    /// <summary>[windows]: the number of each window's first gene.</summary>
    public int[] FirstGenes { get; }

    /// <summary>Where clusters came from; null while none were needed.</summary>
    public string? ClusteredBy { get; private set; }

    /// <summary>Whether some window has the gene.</summary>
    public bool IsCovered(int gene) => _windows[gene] >= 0;

    /// <summary>What is independent: genomes where labelled genes are of as many as there are folds, else clusters of proteins.</summary>
    /// <param name="labels">Of all genes.</param>
    /// <param name="foldCount">Number of folds.</param>
    /// <param name="isAsked">Which genes count.</param>
    public FoldGrouping IndependentUnit(GeneLabels labels, int foldCount, Func<int, bool> isAsked)
    {
        var labelled = Enumerable.Range(0, Genes.Count).Where(gene => labels.PerGene[gene].Count > 0 && isAsked(gene));
        var genomes = labelled.Select(gene => _genomes[gene]).Distinct().Count();
        return genomes >= foldCount ? FoldGrouping.Genome : FoldGrouping.Cluster;
    }

    /// <summary>[genes]: the number of each gene's group.</summary>
    public int[] Of(FoldGrouping grouping) =>
        grouping switch
        {
            FoldGrouping.Random => [.. Enumerable.Range(0, Genes.Count)],
            FoldGrouping.Window => _windows,
            FoldGrouping.Scaffold => _scaffolds,
            FoldGrouping.Genome => _genomes,
            FoldGrouping.Operon => Operons(),
            FoldGrouping.Block => throw new GlmException(
                $"Folds of stretches are not dealt here. Use another {Setting.Of("Folds")}, such as scaffold or cluster."
            ),
            _ => _clusters ??= Clusters(),
        };

    /// <summary>Genes outside any operon are each on their own.</summary>
    private int[] Operons()
    {
        var numbers = new Dictionary<(int Scaffold, string Operon), int>();
        return
        [
            .. Genes.Select(
                (gene, number) =>
                    gene.Operon is not { Length: > 0 } operon ? number
                    : numbers.TryGetValue((_scaffolds[number], operon), out var group) ? group
                    : numbers[(_scaffolds[number], operon)] = number
            ),
        ];
    }

    private int[] Clusters()
    {
        var clusters = HomologClusters.Find(_set, _engine, _progress, _cancellation);
        ClusteredBy = clusters.By;
        return clusters.Of;
    }
}
