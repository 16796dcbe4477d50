using Glm.Runtime;

namespace Glm.Genomes;

/// <summary>
/// Which protein stands beside which: the genes of many genomes by number, scaffold by scaffold in their order, in a few arrays of some 25
/// bytes per gene. Proteins are numbered by sequence, each distinct one once, as in a homology graph. Unlike windows, it has every gene of
/// its source. Immutable, safe for concurrent use.
/// </summary>
public sealed class GeneOrder
{
    private readonly int[] _proteins;
    private readonly sbyte[] _strands;
    private readonly int[] _scaffoldOfGene;
    private readonly int[]? _starts;
    private readonly int[]? _ends;
    private readonly int[] _firstGenes;
    private readonly int[] _genomeOfScaffold;
    private readonly bool[] _circular;
    private readonly string[] _scaffoldIds;
    private readonly string[] _genomeIds;
    private readonly Lineage?[] _lineages;
    private readonly int[] _firstPlaces;
    private readonly int[] _places;
    private readonly int[] _genesOfGenome;
    private readonly int[] _firstScaffolds;
    private readonly int[] _scaffoldsByGenome;

    [NotSaved] // made when first asked for
    private Dictionary<(string Genome, string Scaffold), int>? _scaffolds;

    /// <param name="source">Where the genes come from, for messages.</param>
    /// <param name="proteinCount">Number of distinct sequences.</param>
    /// <param name="scaffolds">In their order; those of a genome need not stand together.</param>
    /// <param name="genes">Of all scaffolds, one after the other.</param>
    internal GeneOrder(string source, int proteinCount, IReadOnlyList<ScaffoldPlace> scaffolds, IReadOnlyList<GenePlace> genes)
    {
        (Source, ProteinCount) = (source, proteinCount);
        _proteins = new int[genes.Count];
        _strands = new sbyte[genes.Count];
        _scaffoldOfGene = new int[genes.Count];
        _firstGenes = new int[scaffolds.Count + 1];
        _genomeOfScaffold = new int[scaffolds.Count];
        _circular = new bool[scaffolds.Count];
        _scaffoldIds = new string[scaffolds.Count];
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var lineages = new List<Lineage?>();
        for (var scaffold = 0; scaffold < scaffolds.Count; scaffold++)
        {
            var place = scaffolds[scaffold];
            if (!numbers.TryGetValue(place.GenomeId, out var genome))
            {
                numbers.Add(place.GenomeId, genome = numbers.Count);
                lineages.Add(place.Lineage);
            }
            (_genomeOfScaffold[scaffold], _circular[scaffold], _scaffoldIds[scaffold]) = (genome, place.IsCircular, place.Id);
            _firstGenes[scaffold + 1] = _firstGenes[scaffold] + place.GeneCount;
            _scaffoldOfGene.AsSpan(_firstGenes[scaffold], place.GeneCount).Fill(scaffold);
        }
        (_genomeIds, _lineages) = ([.. numbers.Keys], [.. lineages]);

        var hasBases = false;
        _firstPlaces = new int[proteinCount + 1];
        _genesOfGenome = new int[_genomeIds.Length];
        for (var gene = 0; gene < genes.Count; gene++)
        {
            (_proteins[gene], _strands[gene]) = (genes[gene].Protein, (sbyte)genes[gene].Strand);
            _firstPlaces[genes[gene].Protein + 1]++;
            _genesOfGenome[GenomeOf(gene)]++;
            hasBases |= genes[gene].Start > 0;
        }
        if (hasBases)
            (_starts, _ends) = ([.. genes.Select(gene => gene.Start)], [.. genes.Select(gene => gene.End)]);
        for (var protein = 0; protein < proteinCount; protein++)
            _firstPlaces[protein + 1] += _firstPlaces[protein];
        _places = new int[genes.Count];
        var next = _firstPlaces.AsSpan(0, proteinCount).ToArray();
        for (var gene = 0; gene < genes.Count; gene++)
            _places[next[_proteins[gene]]++] = gene;
        _scaffoldsByGenome = [.. Enumerable.Range(0, ScaffoldCount).OrderBy(scaffold => _genomeOfScaffold[scaffold])];
        _firstScaffolds = new int[GenomeCount + 1];
        foreach (var genome in _genomeOfScaffold)
            _firstScaffolds[genome + 1]++;
        for (var genome = 0; genome < GenomeCount; genome++)
            _firstScaffolds[genome + 1] += _firstScaffolds[genome];
    }

    /// <summary>Where the genes come from, for messages.</summary>
    public string Source { get; }

    /// <summary>Number of genes.</summary>
    public int GeneCount => _proteins.Length;

    /// <summary>Number of distinct protein sequences.</summary>
    public int ProteinCount { get; }

    /// <summary>Number of scaffolds.</summary>
    public int ScaffoldCount => _scaffoldIds.Length;

    /// <summary>Number of genomes.</summary>
    public int GenomeCount => _genomeIds.Length;

    /// <summary>Takes all genes of a set, those in no window included; gene numbers follow its scaffolds and their genes.</summary>
    /// <exception cref="GlmException">A gene's protein is not in the set.</exception>
    public static GeneOrder Of(ScaffoldSet set)
    {
        var distinct = new DistinctProteins();
        var genes = new List<GenePlace>(set.GeneCount);
        foreach (var (gene, protein) in Sequences(set))
            genes.Add(new GenePlace(distinct.NumberOf(protein), gene.Strand, gene.Start ?? 0, gene.End ?? 0));
        return new GeneOrder(
            set.Source,
            distinct.Count,
            [
                .. set.Scaffolds.Select(scaffold => new ScaffoldPlace(
                    scaffold.Id,
                    scaffold.GenomeId,
                    set.GenomeOf(scaffold).Lineage,
                    scaffold.IsCircular,
                    scaffold.Genes.Count
                )),
            ],
            genes
        );
    }

    /// <summary>
    /// The distinct protein sequences of a set by their numbers in <see cref="Of"/>, each as its first gene names it: what a homology
    /// search reads.
    /// </summary>
    /// <exception cref="GlmException">A gene's protein is not in the set.</exception>
    public static IReadOnlyList<Protein> DistinctProteins(ScaffoldSet set)
    {
        var distinct = new DistinctProteins();
        foreach (var (_, protein) in Sequences(set))
            distinct.NumberOf(protein);
        return distinct.Proteins;
    }

    /// <summary>
    /// The genes of some genomes: proteins keep their numbers, so that a homology graph still fits, and genes, scaffolds and genomes get
    /// new ones.
    /// </summary>
    /// <param name="keeps">Whether a genome, by number, stays.</param>
    public GeneOrder Where(Func<int, bool> keeps)
    {
        var (scaffolds, genes) = (new List<ScaffoldPlace>(), new List<GenePlace>());
        for (var scaffold = 0; scaffold < ScaffoldCount; scaffold++)
        {
            var genome = _genomeOfScaffold[scaffold];
            if (!keeps(genome))
                continue;
            scaffolds.Add(
                new ScaffoldPlace(
                    _scaffoldIds[scaffold],
                    _genomeIds[genome],
                    _lineages[genome],
                    _circular[scaffold],
                    GeneCountOf(scaffold)
                )
            );
            for (var gene = _firstGenes[scaffold]; gene < _firstGenes[scaffold + 1]; gene++)
                genes.Add(new GenePlace(_proteins[gene], StrandOf(gene), _starts?[gene] ?? 0, _ends?[gene] ?? 0));
        }
        return new GeneOrder(Source, ProteinCount, scaffolds, genes);
    }

    /// <summary>The protein of a gene, 0 to <see cref="ProteinCount"/> - 1.</summary>
    public int ProteinOf(int gene) => _proteins[gene];

    /// <summary>The strand of a gene.</summary>
    public Strand StrandOf(int gene) => (Strand)_strands[gene];

    /// <summary>The scaffold of a gene.</summary>
    public int ScaffoldOf(int gene) => _scaffoldOfGene[gene];

    /// <summary>The genome of a gene.</summary>
    public int GenomeOf(int gene) => _genomeOfScaffold[_scaffoldOfGene[gene]];

    /// <summary>First base of a gene, 1-based; null where unknown.</summary>
    public int? StartOf(int gene) => _starts?[gene] is > 0 and var start ? start : null;

    /// <summary>Last base of a gene, 1-based and inclusive; null where unknown.</summary>
    public int? EndOf(int gene) => _ends?[gene] is > 0 and var end ? end : null;

    /// <summary>All genes that code for a protein, ascending.</summary>
    public ReadOnlySpan<int> GenesOf(int protein) => _places.AsSpan(_firstPlaces[protein].._firstPlaces[protein + 1]);

    /// <summary>The first gene of a scaffold; the others follow.</summary>
    public int FirstGeneOf(int scaffold) => _firstGenes[scaffold];

    /// <summary>Number of genes on a scaffold.</summary>
    public int GeneCountOf(int scaffold) => _firstGenes[scaffold + 1] - _firstGenes[scaffold];

    /// <summary>A gene's place on its scaffold, from 0.</summary>
    public int PositionOf(int gene) => gene - _firstGenes[_scaffoldOfGene[gene]];

    /// <summary>The id of a scaffold. Untrusted text.</summary>
    public string ScaffoldId(int scaffold) => _scaffoldIds[scaffold];

    /// <summary>The genome of a scaffold.</summary>
    public int GenomeOfScaffold(int scaffold) => _genomeOfScaffold[scaffold];

    /// <summary>Whether a scaffold is known to be circular.</summary>
    public bool IsCircular(int scaffold) => _circular[scaffold];

    /// <summary>The id of a genome. Untrusted text.</summary>
    public string GenomeId(int genome) => _genomeIds[genome];

    /// <summary>The scaffolds of a genome, ascending.</summary>
    public ReadOnlySpan<int> ScaffoldsOf(int genome) => _scaffoldsByGenome.AsSpan(_firstScaffolds[genome].._firstScaffolds[genome + 1]);

    /// <summary>Number of genes of a genome.</summary>
    public int GeneCountOfGenome(int genome) => _genesOfGenome[genome];

    /// <summary>The lineage of a genome; null where unknown.</summary>
    public Lineage? LineageOf(int genome) => _lineages[genome];

    /// <summary>The scaffold of a genome with an id, or -1.</summary>
    /// <exception cref="GlmException">A genome has two scaffolds of one id.</exception>
    public int FindScaffold(string genomeId, string scaffoldId) =>
        LazyInitializer.EnsureInitialized(ref _scaffolds, NumberScaffolds).GetValueOrDefault((genomeId, scaffoldId), -1);

    /// <summary>
    /// The gene some places further on the same scaffold, to the right if <paramref name="places"/> is positive; around the joint of a
    /// circular one, but never back to the gene itself or past it. -1 where the scaffold ends before.
    /// </summary>
    public int Step(int gene, int places)
    {
        var scaffold = _scaffoldOfGene[gene];
        var (first, end) = (_firstGenes[scaffold], _firstGenes[scaffold + 1]);
        var to = (long)gene + places;
        if (to >= first && to < end)
            return (int)to;
        if (!_circular[scaffold] || Math.Abs((long)places) >= end - first)
            return -1;
        return (int)(to < first ? to + (end - first) : to - (end - first));
    }

    private static IEnumerable<(Gene Gene, Protein Protein)> Sequences(ScaffoldSet set)
    {
        foreach (var scaffold in set.Scaffolds)
        foreach (var gene in scaffold.Genes)
            yield return (
                gene,
                set.Proteins.TryGetValue(gene.ProteinId, out var protein)
                    ? protein
                    : throw new GlmException(
                        $"{set.Source}: gene '{gene.Id}' of scaffold '{scaffold.Id}' has no protein '{gene.ProteinId}'; every gene of "
                            + $"a neighbourhood needs one. Add it to the proteins of the set."
                    )
            );
    }

    private Dictionary<(string, string), int> NumberScaffolds()
    {
        var numbers = new Dictionary<(string, string), int>(ScaffoldCount);
        for (var scaffold = 0; scaffold < ScaffoldCount; scaffold++)
            if (!numbers.TryAdd((_genomeIds[_genomeOfScaffold[scaffold]], _scaffoldIds[scaffold]), scaffold))
                throw new GlmException(
                    $"{Source}: genome '{_genomeIds[_genomeOfScaffold[scaffold]]}' has two scaffolds '{_scaffoldIds[scaffold]}'; ids "
                        + $"must be unique within a genome. Add its files once, or rename one of the scaffolds."
                );
        return numbers;
    }
}
