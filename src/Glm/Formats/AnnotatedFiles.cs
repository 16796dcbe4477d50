using System.Text;
using Glm.Formats.Annotation;
using Glm.Formats.Embl;
using Glm.Formats.Fasta;
using Glm.Formats.GenBank;
using Glm.Formats.Gff;
using Glm.Formats.Ptt;
using Glm.Formats.Text;
using Glm.Genomes;
using Glm.Genomes.GeneCalling;
using Glm.Runtime;

namespace Glm.Formats;

/// <summary>Annotated genomes in files of any format, as records with their proteins.</summary>
internal static class AnnotatedFiles
{
    private static readonly string[] Endings =
    [
        ".gz",
        ".bgz",
        ".gbff",
        ".gbk",
        ".gb",
        ".genbank",
        ".embl",
        ".gff3",
        ".gff",
        ".faa",
        ".fna",
        ".fasta",
        ".fa",
        ".ptt",
        ".prodigal",
    ];

    // As in GCF_000005845.2_ASM584v2_genomic.gff, whose proteins are in …_protein.faa; of the tool "datasets" they are genomic.gff and
    // protein.faa.
    private static readonly string[] Contents = ["_genomic", "_protein", "_proteins", "_translated_cds"];

    /// <summary>Whether a file holds genes with their places.</summary>
    public static bool IsAnnotation(FileKind kind) => kind is FileKind.GenBank or FileKind.Embl or FileKind.Gff or FileKind.ProteinTable;

    /// <summary>
    /// A file's name without folder and endings: the name of its genome. NCBI's genomic.gbff is called after its folder.
    /// </summary>
    public static string NameOf(string path) =>
        Stem(path, Endings) is var name
        && name == "genomic"
        && Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(path))) is { Length: > 0 } folder
            ? folder
            : name;

    /// <summary>What the files of one genome share: their name without folder, endings, and what they hold.</summary>
    public static string StemOf(string path) =>
        Stem(path, [.. Endings, .. Contents]) is var stem && Contents.Contains("_" + stem, StringComparer.OrdinalIgnoreCase) ? "" : stem;

    private static string Stem(string path, string[] endings)
    {
        var name = Path.GetFileName(path);
        while (
            endings.FirstOrDefault(ending => name.Length > ending.Length && name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
                is { } ending
        )
            name = name[..^ending.Length];
        return name;
    }

    /// <summary>The records of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="options">Its proteins, and how genes are called where there are none.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="GlmException">The file is damaged, or tells no genes.</exception>
    public static IReadOnlyList<AnnotatedRecord> Read(string path, FileKind kind, LoadOptions options, CancellationToken cancellation) =>
        kind switch
        {
            FileKind.GenBank => Complete([.. GenBankReader.Enumerate(path, cancellation)], path, options.Proteins, cancellation),
            FileKind.Embl => Complete([.. EmblReader.Enumerate(path, cancellation)], path, options.Proteins, cancellation),
            FileKind.Gff => WithProteins(
                [.. GffReader.Read(path, cancellation).Records.Select(InOrder)],
                path,
                options.Proteins,
                cancellation
            ),
            FileKind.ProteinTable => WithProteins([PttReader.Read(path, cancellation)], path, options.Proteins, cancellation),
            FileKind.ProteinFasta => OfHeaders(path, int.MaxValue, cancellation).FirstOrDefault() ?? [],
            FileKind.NucleotideFasta => OfContigs(path, options, cancellation),
            _ => throw new GlmException(
                $"{path}:1: this is none of the formats that are loaded: GenBank, EMBL, GFF3, protein FASTA of called genes, "
                    + $"NCBI protein table, contig map. Check that it is the right file."
            ),
        };

    /// <summary>
    /// The protein FASTA of an annotation: the named one, or one beside it with the same name but for its endings; null where there is
    /// none.
    /// </summary>
    private static string? CompanionOf(string path, string? named, FileKind kind)
    {
        if (named is not null)
            return kind == FileKind.ProteinFasta ? named : null;
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var stem = StemOf(path);
        return Directory
            .EnumerateFiles(folder)
            .Order(StringComparer.Ordinal)
            .FirstOrDefault(file =>
                StemOf(file) == stem && Path.GetFullPath(file) != Path.GetFullPath(path) && FileKinds.Recognise(file) == kind
            );
    }

    /// <summary>
    /// Flat files mostly hold proteins, or bases to make them of; those that hold neither, as Prodigal's, are completed as GFF3 files are.
    /// </summary>
    private static List<AnnotatedRecord> Complete(
        List<AnnotatedRecord> records,
        string path,
        string? named,
        CancellationToken cancellation
    ) => LackProteins(records) ? Completed(records, path, named, cancellation) : records;

    private static bool LackProteins(List<AnnotatedRecord> records) =>
        records.Exists(record => record.Cds.Count > 0)
        && records.TrueForAll(record => record.Sequence.IsEmpty && record.Cds.All(cds => cds.Translation is null));

    private static List<AnnotatedRecord> WithProteins(
        List<AnnotatedRecord> incomplete,
        string path,
        string? named,
        CancellationToken cancellation
    )
    {
        var records = Completed(incomplete, path, named, cancellation);
        return LackProteins(records)
            ? throw new GlmException(
                $"{path} tells where genes lie and holds neither proteins nor bases, nor does a FASTA file of the same name "
                    + $"beside it{(named is null ? "" : $", nor has {named} a protein of theirs")}. Name the protein FASTA by "
                    + $"--proteins."
            )
            : records;
    }

    private static List<AnnotatedRecord> Completed(
        List<AnnotatedRecord> records,
        string path,
        string? named,
        CancellationToken cancellation
    )
    {
        if (CompanionOf(path, named, FileKind.ProteinFasta) is { } fasta)
        {
            var byId = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var (id, _, letters) in Sequences(fasta, cancellation))
            {
                var sequence = Protein(letters);
                foreach (var name in Names(id))
                    byId.TryAdd(name, sequence);
            }
            records = records.ConvertAll(record =>
                record with
                {
                    Cds =
                    [
                        .. record.Cds.Select(
                            (cds, index) =>
                                cds.Translation is null && Find(cds, record, byId) is { } sequence
                                    ? cds with
                                    {
                                        Translation = sequence,
                                    }
                                    : cds
                        ),
                    ],
                }
            );
        }
        if (
            records.Any(record => record.Sequence.IsEmpty && record.Cds.Any(cds => cds.Translation is null))
            && CompanionOf(path, null, FileKind.NucleotideFasta) is { } bases
        )
        {
            var byId = Sequences(bases, cancellation)
                .DistinctBy(contig => contig.Id)
                .ToDictionary(contig => contig.Id, contig => contig.Letters, StringComparer.Ordinal);
            records = records.ConvertAll(record =>
                record.Sequence.IsEmpty && byId.TryGetValue(record.Id, out var sequence)
                    ? record with
                    {
                        Sequence = sequence,
                        Length = sequence.Length,
                    }
                    : record
            );
        }
        return records;

        // NCBI's older headers: gi|16127995|ref|NP_414542.1|.
        static IEnumerable<string> Names(string id) =>
            id.Contains('|') ? id.Split('|', StringSplitOptions.RemoveEmptyEntries).Append(id) : [id];

        static string? Find(AnnotatedCds cds, AnnotatedRecord record, Dictionary<string, string> byId) =>
            new[]
            {
                cds.ProteinId,
                cds.Id,
                cds.LocusTag,
                cds.Id is { } id && id.LastIndexOf('_') is var at and >= 0 ? record.Id + id[at..] : null,
                cds.Id?.StartsWith("cds-", StringComparison.Ordinal) == true ? cds.Id[4..] : null,
            }
                .OfType<string>()
                .Select(byId.GetValueOrDefault)
                .FirstOrDefault(sequence => sequence is not null);
    }

    /// <summary>
    /// Records of a FASTA file without the rules of an alphabet: an annotation's proteins may hold stops, which cost a gene and not the
    /// file.
    /// </summary>
    private static IEnumerable<(string Id, string Description, byte[] Letters)> Sequences(string path, CancellationToken cancellation)
    {
        var letters = new SequenceLines();
        string? header = null;
        using var stream = TextFile.Open(path);
        using var lines = new LineReader(stream, path);
        while (true)
        {
            var any = lines.TryRead(out var line);
            if (any && line is not [(byte)'>', ..])
            {
                if (header is not null)
                    letters.Add(line, lines);
                continue;
            }
            cancellation.ThrowIfCancellationRequested();
            var finished = header;
            header = any ? Encoding.UTF8.GetString(line[1..]) : null;
            if (finished is not null)
            {
                var blank = finished.AsSpan().IndexOfAny(" \t");
                yield return blank < 0
                    ? (finished, "", letters.Finish())
                    : (finished[..blank], finished[(blank + 1)..].Trim(), letters.Finish());
            }
            if (!any)
                yield break;
        }
    }

    /// <summary>Bare contigs with the genes that a gene caller finds on them.</summary>
    private static List<AnnotatedRecord> OfContigs(string path, LoadOptions options, CancellationToken cancellation)
    {
        var contigs = Contigs(path, cancellation);
        var called = GeneCaller.Call(
            contigs.ConvertAll(contig => new Contig(contig.Id, contig.Bases)),
            path,
            options.Calling,
            options.GeneticCode,
            cancellation
        );
        var genes = called.Genes.ToLookup(gene => gene.Contig, StringComparer.Ordinal);
        var note = $"genes called by {called.Caller}, {called.Mode.ToString().ToLowerInvariant()} mode";
        return contigs.ConvertAll(contig => new AnnotatedRecord(contig.Id, [.. genes[contig.Id].Select(CdsOf)])
        {
            Length = contig.Bases.Length,
            Sequence = contig.Bases,
            Description = contig.Description.Length == 0 ? note : $"{contig.Description} ({note})",
        });
    }

    private static AnnotatedCds CdsOf(CalledGene gene) =>
        new(new CdsLocation([new CdsPart(gene.Start, gene.End, gene.Strand)], gene.Partial), 0)
        {
            Id = gene.Id,
            Translation = gene.Protein,
        };

    private static List<(string Id, string Description, byte[] Bases)> Contigs(string path, CancellationToken cancellation)
    {
        var contigs = Sequences(path, cancellation).ToList();
        if (contigs is [var (first, description, _), ..] && Placed(first, description, path) is not null)
            throw new GlmException(
                $"{path} holds genes, not contigs: the header of {LineText.Quoted(first)} tells where it lies. Load their "
                    + $"proteins (.faa), or the contigs."
            );
        var ids = new HashSet<string>(StringComparer.Ordinal);
        return contigs.Find(contig => !ids.Add(contig.Id)) is { Id: not null } twice
            ? throw new GlmException($"{path}: contig {LineText.Quoted(twice.Id)} occurs twice; ids must be unique. Rename one of them.")
            : contigs;
    }

    private static string Protein(byte[] letters)
    {
        var stops = letters.Length;
        while (stops > 0 && letters[stops - 1] == '*')
            stops--;
        var sequence = Encoding.ASCII.GetString(letters, 0, stops);
        return letters.AsSpan().ContainsAnyInRange((byte)'a', (byte)'z') ? sequence.ToUpperInvariant() : sequence;
    }

    /// <summary>
    /// The records of a file in parts of some <paramref name="genes"/> genes, where its format lets them be read one after the other; else
    /// all at once.
    /// </summary>
    /// <inheritdoc cref="Read"/>
    public static IEnumerable<IReadOnlyList<AnnotatedRecord>> ReadInParts(
        string path,
        FileKind kind,
        LoadOptions options,
        int genes,
        CancellationToken cancellation
    ) =>
        kind switch
        {
            FileKind.GenBank => Parts(GenBankReader.Enumerate(path, cancellation), genes)
                .Select(part => Complete(part, path, options.Proteins, cancellation)),
            FileKind.Embl => Parts(EmblReader.Enumerate(path, cancellation), genes)
                .Select(part => Complete(part, path, options.Proteins, cancellation)),
            FileKind.ProteinFasta => OfHeaders(path, genes, cancellation),
            _ => [Read(path, kind, options, cancellation)],
        };

    private static IEnumerable<List<AnnotatedRecord>> Parts(IEnumerable<AnnotatedRecord> records, int genes)
    {
        var part = new List<AnnotatedRecord>();
        var count = 0;
        foreach (var record in records)
        {
            part.Add(record);
            if ((count += record.Cds.Count) < genes)
                continue;
            yield return part;
            (part, count) = ([], 0);
        }
        if (part.Count > 0)
            yield return part;
    }

    /// <summary>
    /// Called genes, whose FASTA headers tell where they lie; in parts of so many genes, each of whole contigs as long as a contig's genes
    /// stand together.
    /// </summary>
    public static IEnumerable<IReadOnlyList<AnnotatedRecord>> OfHeaders(string path, int most, CancellationToken cancellation)
    {
        var contigs = new Dictionary<string, List<AnnotatedCds>>(StringComparer.Ordinal);
        var order = new List<string>();
        var count = 0;
        foreach (var (id, description, letters) in Sequences(path, cancellation))
        {
            if (Placed(id, description, path) is not var (contig, gene))
                throw new GlmException(
                    $"{path}: the header of {LineText.Quoted(id)} does not tell where the gene lies, as Prodigal's, "
                        + $"FragGeneScan's and those of NCBI's _translated_cds.faa do. Load a GenBank or GFF3 file, or a contig map "
                        + $"(contig, tab, +protein1;-protein2;…) with this file as --proteins."
                );
            if (!contigs.TryGetValue(contig, out var genes))
            {
                if (count >= most)
                {
                    yield return Records();
                    contigs.Clear();
                    (order, count) = ([], 0);
                }
                contigs.Add(contig, genes = []);
                order.Add(contig);
            }
            genes.Add(gene with { Translation = Protein(letters) });
            count++;
        }
        if (count > 0)
            yield return Records();

        List<AnnotatedRecord> Records() => order.ConvertAll(contig => InOrder(new AnnotatedRecord(contig, contigs[contig])));
    }

    /// <summary>The gene of a header, and the contig on which it lies; null where the header does not tell.</summary>
    /// <exception cref="GlmException">It tells a place that cannot be read.</exception>
    public static (string Contig, AnnotatedCds Gene)? Placed(string id, string description, string source)
    {
        if ((CalledGeneHeader.ParseProdigal(id, description) ?? CalledGeneHeader.ParseFragGeneScan(id)) is { } called)
            return (
                called.Contig,
                new AnnotatedCds(
                    new CdsLocation([new CdsPart(called.Start, called.End, called.Strand)], called.Partial ?? PartialEnds.None),
                    0
                )
                {
                    Id = id,
                }
            );
        // >lcl|NC_000913.3_prot_NP_414542.1_1 [gene=thrL] [locus_tag=b0001] [protein=thr operon leader peptide] [protein_id=NP_414542.1]
        // [location=190..255] [gbkey=CDS]
        var end = id.LastIndexOf("_prot_", StringComparison.Ordinal) is var protein and > 4
            ? protein
            : id.LastIndexOf("_cds_", StringComparison.Ordinal);
        if (
            end <= 4
            || !id.StartsWith("lcl|", StringComparison.Ordinal)
            || FastaHeader.Parse(description) is not { Location: { } location } header
        )
            return null;
        try
        {
            return (
                id[4..end],
                new AnnotatedCds(CdsLocation.Parse(location), 0)
                {
                    Id = id[4..],
                    ProteinId = header.ProteinId,
                    LocusTag = header.LocusTag,
                    Name = header.Gene,
                    Product = header.Product,
                }
            );
        }
        catch (FormatException fault)
        {
            throw new GlmException(
                $"{source}: the location of {LineText.Quoted(id)}, {LineText.Quoted(location)}, cannot be read: {fault.Message}. "
                    + $"Correct it, or take the gene out.",
                fault
            );
        }
    }

    // Those that begin at one place stay in the order of the file.
    private static AnnotatedRecord InOrder(AnnotatedRecord record) =>
        record with
        {
            Cds = [.. record.Cds.OrderBy(cds => cds.Location.Start)],
        };
}
