using Glm.Formats.Annotation;
using Glm.Formats.Ledger;
using Glm.Formats.Loading;
using Glm.Formats.Sources;
using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Formats;

/// <summary>
/// Loads scaffolds from annotated genomes (GenBank, EMBL, GFF3, proteins of called genes, protein tables), bare contigs or a contig map,
/// with taxonomy and operons where there are tables of them.
/// </summary>
public static class ScaffoldFiles
{
    /// <summary>
    /// Loads a file, all files of a folder, or those that match a pattern with * and ?; or a contig map, or a folder that holds one.
    /// </summary>
    /// <remarks>
    /// An annotated file is a genome and is named after the file; its records are scaffolds. A gene's protein is the translation in the
    /// file, or else that in a FASTA file of the same name beside it (or in <see cref="LoadOptions.Proteins"/>), or else it is made from
    /// the bases. What was not taken, and why, is in <see cref="ScaffoldSet.Ledger"/>. On bare
    /// contigs, an installed Prodigal or Pyrodigal calls the genes (<see cref="Genomes.GeneCalling.GeneCaller"/>). The lineage comes from
    /// a table by genome or scaffold, or else is the one given, or else is the file's own.
    /// <para/>
    /// In a folder, files are told apart by their content: one contig map, one protein FASTA, at most one taxonomy table and at most one
    /// operon table. For a map, the only protein FASTA beside it is used unless one is named. Proteins that no gene names are left out. A
    /// gene's id is that of its protein where the protein occurs once, and otherwise <c>protein@scaffold:position</c> with the position
    /// from 1. In a taxonomy of genomes, a scaffold belongs to the longest genome id that it equals, or that it begins with if one of <c>.
    /// _ : | ~ -</c> follows. An operon table may name a gene by id, protein id or locus tag.
    /// </remarks>
    /// <param name="path">File, folder, pattern or .zip archive.</param>
    /// <param name="options">Other files, and the limits of a window; null for the defaults.</param>
    /// <param name="progress">Files of genomes, or bytes of a contig map's proteins, read so far.</param>
    /// <param name="cancellation">Ends the loading.</param>
    /// <exception cref="GlmException">One line: what is wrong in which file, and the remedy.</exception>
    public static ScaffoldSet Load(
        string path,
        LoadOptions? options = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    ) => LoadAll([path], options, progress, cancellation);

    /// <summary>Loads several files, folders or patterns as one set.</summary>
    /// <param name="paths">At least one; see <see cref="Load"/>.</param>
    /// <param name="options">Other files, and the limits of a window; null for the defaults.</param>
    /// <param name="progress">Files of genomes, or bytes of a contig map's proteins, read so far.</param>
    /// <param name="cancellation">Ends the loading.</param>
    /// <exception cref="GlmException">One line: what is wrong in which file, and the remedy.</exception>
    public static ScaffoldSet LoadAll(
        IReadOnlyList<string> paths,
        LoadOptions? options = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        options ??= new LoadOptions();
        WindowCutter.CheckLimits(options.MinGenes, options.MaxGenes);
        TaxonFilter.Of(options); // before any file is looked at
        var source = SourceResolver.ResolveAll(paths, options);
        return LoadSource(source, options, new LedgerBuilder(source.PassedOver), progress, cancellation);
    }

    /// <summary>Loads what a path was resolved to.</summary>
    internal static ScaffoldSet LoadSource(
        GenomeSource source,
        LoadOptions options,
        LedgerBuilder ledger,
        IProgress<ProgressReport>? progress,
        CancellationToken cancellation
    )
    {
        var filter = TaxonFilter.Of(options);
        var loaded = source.ContigMap is { } map
            ? ContigMapLoader.Load(map, source.Taxonomy, ledger, progress, cancellation)
            : AnnotatedLoader.Load(source, options, filter, ledger, progress, cancellation);
        if (source.Operons is { } operons)
            loaded = loaded with { Genomes = OperonLabels.Add(loaded.Genomes, operons, ledger, cancellation) };
        if (filter is not null && source.ContigMap is not null)
            loaded = Chosen(loaded, filter, source.Path);
        filter?.Enter(ledger);
        NearestRelatives.Enter([.. loaded.Genomes.Select(genome => (genome.Id, genome.Lineage))], ledger);
        var genomes = loaded.Genomes;
        var scaffolds = genomes.SelectMany(genome => genome.Scaffolds).ToList();
        var cut = WindowCutter.Cut(scaffolds, options.MinGenes, options.MaxGenes, options.Stride, options.KeepShort);
        return cut.Windows.Count > 0
            ? new ScaffoldSet(source.Name, genomes, loaded.Proteins, cut.Windows, [.. loaded.Dropped, .. cut.Dropped])
            {
                Ledger = ledger.Build(),
            }
            : throw WindowCutter.NothingLeft(scaffolds, options.MinGenes);
    }

    /// <summary>The genomes of a contig map that a filter leaves, with the proteins of their genes.</summary>
    private static LoadedGenomes Chosen(LoadedGenomes loaded, TaxonFilter filter, string source)
    {
        var genomes = loaded
            .Genomes.Where(genome =>
                filter.Judge(genome.Id, null, new GenomeTaxon(genome.Lineage, loaded.TaxonIds.GetValueOrDefault(genome.Id))) is null
            )
            .ToList();
        filter.Require(source);
        var named = genomes.SelectMany(genome => genome.Scaffolds).SelectMany(scaffold => scaffold.Genes).Select(gene => gene.ProteinId);
        return loaded with
        {
            Genomes = genomes,
            Proteins = named.Distinct(StringComparer.Ordinal).ToDictionary(id => id, id => loaded.Proteins[id], StringComparer.Ordinal),
        };
    }
}
