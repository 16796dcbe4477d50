using Glm.Formats.ContigMap;
using Glm.Formats.Fasta;
using Glm.Formats.OperonTable;
using Glm.Formats.TaxonomyTable;
using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Formats;

/// <summary>
/// Loads scaffolds from annotated genomes (GenBank, EMBL, GFF3, proteins of called genes, protein tables) or from a contig map, with
/// taxonomy and operons where there are tables of them.
/// </summary>
public static class ScaffoldFiles
{
    /// <summary>
    /// Loads a file, all files of a folder, or those of a pattern with * and ?; a contig map, or a folder that holds one.
    /// </summary>
    /// <remarks>
    /// An annotated file is a genome, named after it; its records are scaffolds. A gene's protein is the file's own translation, else that
    /// of a FASTA file of the same name beside
    /// it (or of --proteins), else it is made from the bases. Genes without a whole protein, and records without genes, are counted in
    /// <see cref="ScaffoldSet.Dropped"/>.
    /// On bare contigs an installed Prodigal or Pyrodigal calls the genes (<see cref="Genomes.GeneCalling.GeneCaller"/>).
    /// Taxonomy: from a table by genome or scaffold, else the given lineage, else the file's own.
    /// <para/>
    /// In a folder, files are told by content: one contig map, one protein FASTA, at most one taxonomy table and one operon table. For a
    /// map, the only
    /// protein FASTA beside it is used unless one is named. Proteins that no gene names are left out. A gene's id is its protein's where
    /// that occurs once,
    /// else <c>protein@scaffold:position</c> with the position from 1. In a taxonomy of genomes, a scaffold belongs to the longest genome
    /// id that it
    /// equals or begins with, followed by one of <c>. _ : | ~ -</c>. An operon table may name a gene by id, protein id or locus tag.
    /// </remarks>
    /// <param name="path">File, folder or pattern.</param>
    /// <param name="options">Other files, and the limits of a window; null for the defaults.</param>
    /// <param name="progress">Bytes of proteins read.</param>
    /// <param name="cancellation">Ends the loading.</param>
    /// <exception cref="GlmException">One line: what is wrong in which file, and the remedy.</exception>
    public static ScaffoldSet Load(
        string path,
        LoadOptions? options = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        options ??= new LoadOptions();
        WindowCutter.CheckLimits(options.MinGenes, options.MaxGenes);
        if (FileChoice.Annotations(path) is { Count: > 0 } annotations)
            return LoadAnnotations(path, annotations, options, progress, cancellation);
        var files = FileChoice.Of(path, options);
        var map = ContigMapReader.Read(files.ContigMap, cancellation);
        var proteins = ReadProteins(files, map, progress, cancellation);
        var taxonomy = files.Taxonomy is null
            ? null
            : new ScaffoldTaxonomy(files.Taxonomy, TaxonomyTableReader.Read(files.Taxonomy, cancellation));
        var scaffolds = MakeScaffolds(map, proteins, taxonomy, files.ContigMap);
        if (files.Operons is not null)
            scaffolds = WithOperons(scaffolds, OperonTableReader.Read(files.Operons, cancellation), files.Operons);

        var genomes = scaffolds
            .GroupBy(scaffold => scaffold.GenomeId, StringComparer.Ordinal)
            .Select(group => new Genome(group.Key, [.. group], taxonomy?.LineageOf(group.First().Id)))
            .ToList();
        var cut = WindowCutter.Cut(
            genomes.SelectMany(genome => genome.Scaffolds),
            options.MinGenes,
            options.MaxGenes,
            options.Stride,
            options.KeepShort
        );
        return cut.Windows.Count > 0
            // Of a full path the last name only: a report that is passed on should not tell where its author keeps files.
            ? new ScaffoldSet(
                Path.IsPathRooted(path) ? Path.GetFileName(Path.TrimEndingDirectorySeparator(path)) : path,
                genomes,
                proteins,
                cut.Windows,
                cut.Dropped
            )
            : throw WindowCutter.NothingLeft(scaffolds, options.MinGenes);
    }

    private static ScaffoldSet LoadAnnotations(
        string path,
        IReadOnlyList<(string Path, FileKind Kind)> files,
        LoadOptions options,
        IProgress<ProgressReport>? progress,
        CancellationToken cancellation
    )
    {
        var genomes = new AnnotatedGenomes(
            options.Taxonomy is null
                ? null
                : TaxonomyTableReader
                    .Read(options.Taxonomy, cancellation)
                    .ToDictionary(row => row.Scaffold ?? row.Genome!, StringComparer.Ordinal),
            LineageOf(options.Lineage)
        );
        var done = 0;
        // Files are read side by side and joined in their order; only a few wait, so that memory holds no more than the result and those.
        var batch = Math.Max(2, Environment.ProcessorCount);
        foreach (var some in files.Chunk(batch))
        {
            var read = new IReadOnlyList<Annotation.AnnotatedRecord>[some.Length];
            try
            {
                Parallel.For(0, some.Length, new ParallelOptions { CancellationToken = cancellation }, i =>
                    read[i] = AnnotatedFiles.Read(some[i].Path, some[i].Kind, options, cancellation)
                );
            }
            catch (AggregateException several)
                when (several.Flatten().InnerExceptions.OfType<GlmException>().FirstOrDefault() is { } mistake)
            {
                throw new GlmException(mistake.Message, mistake);
            }
            for (var i = 0; i < some.Length; i++)
                genomes.Add(some[i].Path, read[i]);
            progress?.Report(new ProgressReport("read genomes", done += some.Length, files.Count, "files"));
        }
        if (genomes.Genomes.Count == 0)
            throw new GlmException(
                $"{path}: no gene has a protein: {genomes.Dropped.Count} sequences have none. Load files with coding sequences "
                    + $"(CDS), or call genes first."
            );
        var scaffolds = genomes.Genomes.SelectMany(genome => genome.Scaffolds).ToList();
        if (options.Operons is not null)
            genomes.Genomes.ReplaceWith(WithOperons(scaffolds, OperonTableReader.Read(options.Operons, cancellation), options.Operons));
        var cut = WindowCutter.Cut(
            genomes.Genomes.SelectMany(genome => genome.Scaffolds),
            options.MinGenes,
            options.MaxGenes,
            options.Stride,
            options.KeepShort
        );
        return cut.Windows.Count > 0
            ? new ScaffoldSet(
                Path.IsPathRooted(path) ? Path.GetFileName(Path.TrimEndingDirectorySeparator(path)) : path,
                genomes.Genomes,
                genomes.Proteins,
                cut.Windows,
                [.. genomes.Dropped, .. cut.Dropped]
            )
            : throw WindowCutter.NothingLeft(scaffolds, options.MinGenes);
    }

    private static void ReplaceWith(this List<Genome> genomes, List<Scaffold> scaffolds)
    {
        var of = scaffolds.ToLookup(scaffold => scaffold.GenomeId, StringComparer.Ordinal);
        for (var i = 0; i < genomes.Count; i++)
            genomes[i] = genomes[i] with { Scaffolds = [.. of[genomes[i].Id]] };
    }

    /// <summary>The lineage that the user names for all genomes; null for none.</summary>
    internal static Lineage? LineageOf(string? text)
    {
        if (text is null)
            return null;
        try
        {
            return TaxonomyTableReader.ParseLineage(text);
        }
        catch (FormatException fault)
        {
            throw new GlmException(
                $"--lineage {LineText.Quoted(text)}: {fault.Message}. Write it as d__Bacteria;p__Bacillota;…, or as names from "
                    + $"the domain down.",
                fault
            );
        }
    }

    private static Dictionary<string, Protein> ReadProteins(
        FileChoice files,
        IReadOnlyList<ContigMapEntry> map,
        IProgress<ProgressReport>? progress,
        CancellationToken cancellation
    )
    {
        var named = map.SelectMany(entry => entry.Genes).Select(gene => gene.ProteinId).ToHashSet(StringComparer.Ordinal);
        var proteins = new Dictionary<string, Protein>(named.Count, StringComparer.Ordinal);
        foreach (var protein in FastaReader.Enumerate(files.Proteins, progress, cancellation))
            if (named.Contains(protein.Id))
                proteins.Add(protein.Id, protein);
        if (proteins.Count == named.Count)
            return proteins;

        var (missing, contig, position) = map.SelectMany(entry => entry.Genes.Select((gene, index) => (gene, entry, index + 1)))
            .First(place => !proteins.ContainsKey(place.gene.ProteinId));
        var others = named.Count - proteins.Count - 1;
        var more = others == 0 ? "" : $" (nor have {others} other genes)";
        throw new GlmException(
            $"{files.ContigMap}:{contig.Line}: gene {position} of contig {LineText.Quoted(contig.ContigId)}, "
                + $"{LineText.Quoted(missing.ProteinId)}, has no protein in {files.Proteins}{more}. Add it there, take the gene out of "
                + $"the map, or name another FASTA file by --proteins."
        );
    }

    private static List<Scaffold> MakeScaffolds(
        IReadOnlyList<ContigMapEntry> map,
        Dictionary<string, Protein> proteins,
        ScaffoldTaxonomy? taxonomy,
        string source
    )
    {
        var occurrences = new Dictionary<string, int>(proteins.Count, StringComparer.Ordinal);
        foreach (var gene in map.SelectMany(entry => entry.Genes))
            occurrences[gene.ProteinId] = occurrences.GetValueOrDefault(gene.ProteinId) + 1;

        taxonomy?.Assign(map, source);
        return
        [
            .. map.Select(entry => new Scaffold(
                entry.ContigId,
                [.. entry.Genes.Select((gene, index) => MakeGene(gene, index + 1, entry))],
                taxonomy?.GenomeOf(entry.ContigId) ?? entry.ContigId
            )),
        ];

        Gene MakeGene(ContigMapGene gene, int position, ContigMapEntry entry)
        {
            var id = gene.ProteinId;
            if (occurrences[id] > 1)
            {
                id = $"{id}@{entry.ContigId}:{position}";
                if (occurrences.ContainsKey(id))
                    throw new GlmException(
                        $"{source}:{entry.Line}: gene {position} of contig {LineText.Quoted(entry.ContigId)} would be called "
                            + $"{LineText.Quoted(id)}, as another protein is. Rename that protein."
                    );
            }
            var header = FastaHeader.Parse(proteins[gene.ProteinId].Description);
            return new Gene(id, gene.Strand, gene.ProteinId)
            {
                Name = header.Gene,
                LocusTag = header.LocusTag,
                Product = header.Product,
            };
        }
    }

    private static List<Scaffold> WithOperons(List<Scaffold> scaffolds, IReadOnlyList<OperonRow> rows, string source)
    {
        var rowOfGene = rows.ToDictionary(row => row.Gene, StringComparer.Ordinal);
        var found = false;
        var annotated = scaffolds.ConvertAll(scaffold => scaffold with { Genes = [.. scaffold.Genes.Select(Annotate)] });
        return found
            ? annotated
            : throw new GlmException(
                $"{source}:{rows[0].Line}: no gene of the scaffolds is called {LineText.Quoted(rows[0].Gene)}, nor anything else "
                    + $"in this operon table. Use gene ids, protein ids or locus tags of the contig map and the FASTA file."
            );

        Gene Annotate(Gene gene)
        {
            var row = rowOfGene.GetValueOrDefault(gene.Id)
                ?? rowOfGene.GetValueOrDefault(gene.ProteinId)
                ?? (gene.LocusTag is null ? null : rowOfGene.GetValueOrDefault(gene.LocusTag));
            found |= row is not null;
            return row is null ? gene : gene with { Operon = row.Operon, Family = row.Family };
        }
    }
}
