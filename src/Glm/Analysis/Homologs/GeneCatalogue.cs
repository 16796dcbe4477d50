using Glm.Corpora;
using Glm.Formats;
using Glm.Formats.Detection;
using Glm.Formats.Fasta;
using Glm.Genomes;
using Glm.Proteins.Homology;
using Glm.Runtime;

namespace Glm.Analysis.Homologs;

/// <summary>
/// Genes whose proteins a homology search reads, wherever a user has them: scaffolds in memory, a corpus, files of genomes, or a FASTA
/// file of proteins. Each distinct sequence counts once. Safe for concurrent use; one of a corpus keeps it open until disposed.
/// </summary>
public sealed class GeneCatalogue : IDisposable
{
    private readonly IReadOnlyList<Protein>? _fasta;
    private readonly string? _ownFolder;
    private Corpus? _corpus;

    private GeneCatalogue(string source, GeneOrder order, IProteinSource proteins) =>
        (Source, Order, Proteins) = (source, order, proteins);

    private GeneCatalogue(ScaffoldSet set)
        : this(set.Source, GeneOrder.Of(set), new ProteinList(GeneOrder.DistinctProteins(set))) => Scaffolds = set;

    private GeneCatalogue(Corpus corpus, string? ownFolder)
        : this(corpus.Folder, corpus.ToGeneOrder(), new CorpusProteins(corpus)) => (_corpus, _ownFolder) = (corpus, ownFolder);

    private GeneCatalogue(string source, IReadOnlyList<Protein> proteins, GeneOrder order, IReadOnlyList<Protein> distinct)
        : this(source, order, new ProteinList(distinct)) => _fasta = proteins;

    /// <summary>Where the genes come from, for display. Untrusted text.</summary>
    public string Source { get; }

    /// <summary>The genes by number. Of a FASTA file, each protein is a gene by itself.</summary>
    public GeneOrder Order { get; }

    /// <summary>Whether it is known which genome a gene belongs to and which genes stand beside it; false for a FASTA file.</summary>
    public bool HasGenomes => _fasta is null;

    /// <summary>The distinct sequences, numbered as in <see cref="Order"/>.</summary>
    public IProteinSource Proteins { get; private set; }

    /// <summary>The scaffolds that the genes lie on, where they are in memory; otherwise null.</summary>
    public ScaffoldSet? Scaffolds { get; }

    /// <summary>Takes all genes of a set.</summary>
    /// <exception cref="GlmException">A gene's protein is not in the set.</exception>
    public static GeneCatalogue Of(ScaffoldSet set) => new(set);

    /// <summary>Takes the genes in the windows of a corpus, which must stay open.</summary>
    /// <exception cref="GlmException">The corpus is damaged.</exception>
    public static GeneCatalogue Of(Corpus corpus) => new(corpus, ownFolder: null);

    /// <summary>Takes proteins of which nothing else is known.</summary>
    /// <param name="proteins">A gene each; equal sequences are told apart.</param>
    /// <param name="source">Where they come from, for display.</param>
    public static GeneCatalogue Of(IReadOnlyList<Protein> proteins, string source)
    {
        var distinct = new DistinctProteins();
        var genes = new List<GenePlace>(proteins.Count);
        foreach (var protein in proteins)
            genes.Add(new GenePlace(distinct.NumberOf(protein), Strand.Forward));
        var scaffolds = proteins.Select(protein => new ScaffoldPlace(protein.Id, "", Lineage: null, IsCircular: false, GeneCount: 1));
        return new GeneCatalogue(source, proteins, new GeneOrder(source, distinct.Count, [.. scaffolds], genes), distinct.Proteins);
    }

    /// <summary>Opens what a path stands for.</summary>
    /// <param name="path">A corpus, a file or folder of genomes, or a FASTA file of proteins.</param>
    /// <param name="progress">Files read.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="GlmException">There is no such file, or it cannot be read.</exception>
    public static GeneCatalogue Open(string path, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default)
    {
        if (CorpusJournal.Exists(path))
            return new GeneCatalogue(Corpus.Open(path), path);
        return File.Exists(path) && FormatDetector.Detect(path) is ProteinFastaFormat
            ? Of([.. FastaReader.Enumerate(path, progress, cancellation)], path)
            : Of(ScaffoldFiles.Load(path, new LoadOptions { MinGenes = 1 }, progress, cancellation));
    }

    /// <summary>
    /// Which of the proteins are homologous. A corpus that was opened by its path keeps what is found, so that it is searched once.
    /// </summary>
    /// <param name="engine">What searches where that is still to be done.</param>
    /// <param name="options">What makes an edge of a hit; null for the defaults.</param>
    /// <param name="progress">Proteins searched.</param>
    /// <param name="cancellation">Stops; what a corpus has been found stays.</param>
    /// <exception cref="GlmException">The search fails, or an open corpus lacks homologs.</exception>
    public HomologyGraph Homologs(
        IHomologyEngine engine,
        HomologyGraphOptions? options = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        if (_corpus is null || Order.ProteinCount == 0)
            return HomologySearch.Within(Proteins, engine, options, progress, cancellation);
        if (_ownFolder is not null && _corpus.Homologs is not { MissingCount: 0 })
        {
            CorpusFiles.FindHomologs(_ownFolder, engine, progress: progress, cancellation: cancellation);
            _corpus.Dispose();
            _corpus = Corpus.Open(_ownFolder);
            Proteins = new CorpusProteins(_corpus);
        }
        return _corpus.Homologs is { } homologs
            ? homologs.ToGraph(options, cancellation)
            : throw new GlmException(
                $"{_corpus.Folder}: no homologs were searched for in this corpus yet. Call CorpusFiles.FindHomologs first."
            );
    }

    /// <summary>The homologs that a corpus has been found already; null where that is still to be done, and for anything else.</summary>
    /// <param name="options">What makes an edge of a hit; null for the defaults.</param>
    /// <param name="cancellation">Stops.</param>
    public HomologyGraph? KnownHomologs(HomologyGraphOptions? options = null, CancellationToken cancellation = default) =>
        _corpus?.Homologs is { MissingCount: 0 } homologs ? homologs.ToGraph(options, cancellation) : null;

    /// <summary>A gene with what is known about it. Of a corpus, that is what its protein's first file said.</summary>
    /// <param name="number">Of <see cref="Order"/>.</param>
    /// <param name="protein">Its protein.</param>
    public Gene GeneAt(int number, Protein protein)
    {
        if (Scaffolds is { } set)
            return set.Scaffolds[Order.ScaffoldOf(number)].Genes[Order.PositionOf(number)];
        if (_fasta is { } proteins)
            return new Gene(proteins[number].Id, Strand.Forward, proteins[number].Id) { Product = ProductOf(proteins[number]) };
        return new Gene(IdOf(number), Order.StrandOf(number), protein.Id) { Product = ProductOf(protein) };
    }

    /// <summary>The id of a gene. Untrusted text.</summary>
    /// <param name="number">Of <see cref="Order"/>.</param>
    public string IdOf(int number) =>
        Scaffolds is { } set ? set.Scaffolds[Order.ScaffoldOf(number)].Genes[Order.PositionOf(number)].Id
        : _fasta is { } proteins ? proteins[number].Id
        : $"{Order.ScaffoldId(Order.ScaffoldOf(number))}:{Order.PositionOf(number) + 1}";

    /// <summary>What each gene makes; null where unknown. Reads the headers of a corpus.</summary>
    public Func<int, string?> Products()
    {
        if (Scaffolds is { } set)
            return gene => set.Scaffolds[Order.ScaffoldOf(gene)].Genes[Order.PositionOf(gene)].Product;
        if (_fasta is { } proteins)
            return gene => ProductOf(proteins[gene]);
        string?[] products = [.. Proteins.All().Select(ProductOf)];
        return gene => products[Order.ProteinOf(gene)];
    }

    /// <summary>A gene and its neighbours.</summary>
    /// <param name="number">Of <see cref="Order"/>.</param>
    /// <param name="flank">Genes on each side, 0 or more; fewer where the scaffold ends.</param>
    /// <param name="proteins">Receives the proteins of the window; one whose id stands for another sequence gets an id of its own.</param>
    /// <returns>The window, and the gene's index in it.</returns>
    internal (GeneWindow Window, int Index) Around(int number, int flank, Dictionary<string, Protein> proteins)
    {
        var scaffold = Order.ScaffoldOf(number);
        var (first, position, count) = (Order.FirstGeneOf(scaffold), Order.PositionOf(number), Order.GeneCountOf(scaffold));
        var (start, end) = (Math.Max(0, position - flank), Math.Min(count, position + flank + 1));
        var known = Scaffolds?.Scaffolds[scaffold];
        Gene[] genes = known is not null ? [.. known.Genes] : [.. Enumerable.Range(first, count).Select(UnnamedGene)];
        var changed = known is null;
        for (var i = start; i < end; i++)
        {
            var protein = Proteins.Read(Order.ProteinOf(first + i), 1)[0];
            if (known is null)
                genes[i] = GeneAt(first + i, protein);
            var id = genes[i].ProteinId;
            while (proteins.TryGetValue(id, out var other) && other.Sequence != protein.Sequence)
                id += "'";
            proteins[id] = protein;
            if (id == genes[i].ProteinId)
                continue;
            genes[i] = genes[i] with { ProteinId = id };
            changed = true;
        }
        var whole = changed
            ? new Scaffold(Order.ScaffoldId(scaffold), genes, Order.GenomeId(Order.GenomeOfScaffold(scaffold)))
            {
                IsCircular = Order.IsCircular(scaffold),
            }
            : known!;
        return (new GeneWindow(whole, start, end - start), position - start);
    }

    /// <summary>A gene of a corpus without what only the header of its protein says.</summary>
    private Gene UnnamedGene(int number) => new(IdOf(number), Order.StrandOf(number), _corpus!.NameOf(Order.ProteinOf(number)));

    /// <summary>Closes the corpus that <see cref="Open"/> opened.</summary>
    public void Dispose()
    {
        if (_ownFolder is not null)
            _corpus?.Dispose();
    }

    /// <summary>
    /// What a protein is, from the header of its FASTA record; in a corpus that begins with the id that the first file gave it.
    /// </summary>
    private string? ProductOf(Protein protein)
    {
        var text =
            _corpus is null ? protein.Description
            : protein.Description.IndexOf(' ') is var blank and >= 0 ? protein.Description[(blank + 1)..]
            : "";
        text = text.Trim();
        return FastaHeader.Parse(text).Product ?? (text.Length > 0 && text[0] != '[' ? text : null);
    }
}
