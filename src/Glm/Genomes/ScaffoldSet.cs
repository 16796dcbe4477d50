using Glm.Runtime;

namespace Glm.Genomes;

/// <summary>A loaded data set: genomes, their scaffolds and proteins, and the windows cut from them. Immutable.</summary>
public sealed class ScaffoldSet
{
    private readonly Dictionary<string, Scaffold> _scaffolds;
    private readonly Dictionary<string, Genome> _genomes;

    /// <param name="source">Where it came from, for display; not used as a path.</param>
    /// <param name="genomes">In file order.</param>
    /// <param name="proteins">Every protein that a gene names, by id.</param>
    /// <param name="windows">Cut from the scaffolds of <paramref name="genomes"/>.</param>
    /// <param name="dropped">Scaffolds, or ends of scaffolds, that no window covers.</param>
    /// <exception cref="GlmException">Two genomes or two scaffolds have the same id.</exception>
    public ScaffoldSet(
        string source,
        IReadOnlyList<Genome> genomes,
        IReadOnlyDictionary<string, Protein> proteins,
        IReadOnlyList<GeneWindow> windows,
        IReadOnlyList<DroppedScaffold> dropped
    )
    {
        (Source, Genomes, Proteins, Windows, Dropped) = (source, genomes, proteins, windows, dropped);
        Scaffolds = [.. genomes.SelectMany(genome => genome.Scaffolds)];
        _genomes = new Dictionary<string, Genome>(StringComparer.Ordinal);
        foreach (var genome in genomes)
            if (!_genomes.TryAdd(genome.Id, genome))
                throw new GlmException($"{source}: genome id '{genome.Id}' occurs twice; ids must be unique. Rename one of them.");
        _scaffolds = new Dictionary<string, Scaffold>(StringComparer.Ordinal);
        foreach (var scaffold in Scaffolds)
            if (!_scaffolds.TryAdd(scaffold.Id, scaffold))
                throw new GlmException($"{source}: scaffold id '{scaffold.Id}' occurs twice; ids must be unique. Rename one of them.");
    }

    /// <summary>Where the set came from, for display.</summary>
    public string Source { get; }

    /// <summary>All genomes.</summary>
    public IReadOnlyList<Genome> Genomes { get; }

    /// <summary>All scaffolds, genome by genome.</summary>
    public IReadOnlyList<Scaffold> Scaffolds { get; }

    /// <summary>Proteins by id.</summary>
    public IReadOnlyDictionary<string, Protein> Proteins { get; }

    /// <summary>The sentences that gLM reads.</summary>
    public IReadOnlyList<GeneWindow> Windows { get; }

    /// <summary>What no window covers, with reasons.</summary>
    public IReadOnlyList<DroppedScaffold> Dropped { get; }

    /// <summary>What was read and what was not; <see cref="LoadLedger.Empty"/> where the set does not come from files.</summary>
    public LoadLedger Ledger { get; init; } = LoadLedger.Empty;

    /// <summary>Number of genes on all scaffolds.</summary>
    public int GeneCount => Scaffolds.Sum(scaffold => scaffold.Genes.Count);

    /// <summary>The genome of a scaffold.</summary>
    public Genome GenomeOf(Scaffold scaffold) => _genomes[scaffold.GenomeId];

    /// <summary>The scaffold with an id, or null.</summary>
    public Scaffold? FindScaffold(string id) => _scaffolds.GetValueOrDefault(id);
}
