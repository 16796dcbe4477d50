using Glm.Corpora;
using Glm.Formats;
using Glm.Genomes;
using Glm.Genomes.GeneCalling;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Glm.Runtime;

namespace Glm.Interactive.Commands;

/// <summary><c>#!glm load</c>: files become scaffolds.</summary>
public sealed class LoadCommand : GlmCommand
{
    private static readonly LoadOptions Standard = new();

    private static readonly string[] DomainPrefixes = ["d__", "k__", "sk__", "D_0__"];

    private static readonly Option<string?> Source = CommandOption
        .File(
            "--path",
            "GenBank, EMBL, GFF3, GTF, Prodigal's proteins (.faa), a protein table, a contig map (contig<TAB>+prot1;-prot2;…), a "
                + "folder or .zip archive of these, or a pattern such as *.gbff.gz."
        )
        .Implicit();

    private static readonly Option<string?> Proteins = CommandOption
        .File("--proteins", "Protein FASTA; by default the one next to the contig map, or named like the annotation.")
        .Fills(nameof(LoadOptions.Proteins));

    private static readonly Option<string?> Bases = CommandOption
        .File("--bases", "Nucleotide FASTA for annotations without bases; by default the one named like the annotation.")
        .Fills(nameof(LoadOptions.Bases));

    private static readonly Option<bool> Recursive = CommandOption
        .Flag("--recursive", "Searches the folders inside a folder, too.")
        .Fills(nameof(LoadOptions.Recursive));

    private static readonly Option<bool> SkipUnreadable = CommandOption
        .Flag("--skip-unreadable", "Passes over genome files that cannot be read, and says which, instead of stopping at them.")
        .Fills(nameof(LoadOptions.SkipUnreadable));

    private static readonly Option<string?> Taxonomy = CommandOption
        .File("--taxonomy", "Table with a header: a column scaffold, genome, accession or file, and ranks or a lineage.")
        .Fills(nameof(LoadOptions.Taxonomy));

    private static readonly Option<string?> Lineage = CommandOption
        .Text("--lineage", "Lineage of the genomes that no table lists, written as d__Bacteria;p__…; by default the one in the file.")
        .Fills(nameof(LoadOptions.Lineage));

    private static readonly Option<string?> Only = CommandOption
        .Text(
            "--only",
            "Loads only genomes of this taxon: a name of any rank with or without prefix (g__Escherichia), a lineage, a taxonomy id, or "
                + "a genome's id or file; separate several by semicolons."
        )
        .Fills(nameof(LoadOptions.Only)) with
    {
        ValueName = "TAXON",
    };

    private static readonly Option<string?> Without = CommandOption
        .Text("--without", "Leaves out genomes of this taxon, named as for --only; separate several by semicolons.")
        .Fills(nameof(LoadOptions.Without)) with
    {
        ValueName = "TAXON",
    };

    private static readonly Option<string?> Operons = CommandOption
        .File("--operons", "Known operons: a table of genes and operons, or of operons and their genes.")
        .Fills(nameof(LoadOptions.Operons));

    private static readonly Option<CallingMode> Calling = CommandOption
        .Choice<CallingMode>(
            "--calling",
            "How Prodigal calls genes on bare contigs; auto picks single from 100,000 bases upwards. Metagenomes need meta."
        )
        .Fills(nameof(LoadOptions.Calling), Standard.Calling);

    private static readonly Option<int> Code = CommandOption
        .Integer("--genetic-code", "NCBI number of the genetic code with which genes are called in single mode.", min: 1, max: 33)
        .Fills(nameof(LoadOptions.GeneticCode), Standard.GeneticCode);

    private static readonly Option<int> MinGenes = CommandOption
        .Integer("--min-genes", "Fewest genes in a window.", min: 1, max: 512)
        .Fills(nameof(LoadOptions.MinGenes), Standard.MinGenes);

    private static readonly Option<int> MaxGenes = CommandOption
        .Integer("--max-genes", "Most genes in a window; longer scaffolds are cut.", min: 1, max: 512)
        .Fills(nameof(LoadOptions.MaxGenes), Standard.MaxGenes);

    private static readonly Option<int?> Stride = CommandOption
        .Integer(
            "--stride",
            "Genes from the start of one window to the start of the next; fewer than --max-genes makes windows overlap. By "
                + "default they lie side by side.",
            min: 1,
            max: 512
        )
        .Fills(nameof(LoadOptions.Stride));

    private static readonly Option<bool> KeepShort = CommandOption
        .Flag("--keep-short", "Keeps scaffolds and remainders of fewer than --min-genes genes as windows, too.")
        .Fills(nameof(LoadOptions.KeepShort));

    private static readonly Option<string?> CorpusFolder = CommandOption.Folder(
        "--corpus",
        "Adds the files to a corpus on disk, for data larger than memory, instead of loading them; without files, opens the corpus."
    );

    private static readonly Option<bool> Verify = CommandOption.Flag("--verify", "Checks the whole corpus against its checksums.");

    private static readonly Option<string> As = CommandOption.As("scaffolds");

    public override string Name => "load";

    public override string Summary => "Reads annotated genomes, called genes or a contig map, and cuts their scaffolds into windows.";

    public override Type Result => typeof(ScaffoldSet);

    public override bool NeedsTorch => false;

    public override IReadOnlyList<CommandOption> Options { get; } =
    [
        Source,
        Proteins,
        Bases,
        Taxonomy,
        Lineage,
        Only,
        Without,
        Operons,
        Recursive,
        SkipUnreadable,
        Calling,
        Code,
        MinGenes,
        MaxGenes,
        Stride,
        KeepShort,
        CorpusFolder,
        Verify,
        As,
    ];

    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new(
            "#!glm load data-samples",
            "Loads a folder with a contig map, a FASTA and tables of taxonomy and operons.",
            "var scaffolds = ScaffoldFiles.Load(\"data-samples\");"
        ),
        new(
            "#!glm load genome.gbk --min-genes 2",
            "Loads an annotated genome; its records are scaffolds.",
            "var scaffolds = ScaffoldFiles.Load(\"genome.gbk\", new LoadOptions { MinGenes = 2 });"
        ),
        new(
            "#!glm load data-samples --corpus my-corpus",
            "Adds genomes to a corpus on disk; run again, it resumes where it stopped.",
            "CorpusFiles.Add(\"my-corpus\", \"data-samples\"); var corpus = Corpus.Open(\"my-corpus\");"
        ),
        new(
            "#!glm load data-samples --without \"Thermovivia; g__Umbricolimonas\"",
            "Loads all genomes but those of a class and a genus.",
            "var scaffolds = ScaffoldFiles.Load(\"data-samples\", new LoadOptions { Without = [\"Thermovivia\", \"g__Umbricolimonas\"] });"
        ),
        new(
            "#!glm load contigs.tsv --proteins proteins.faa --min-genes 10",
            "Loads two files by name and keeps windows of at least 10 genes.",
            "var scaffolds = ScaffoldFiles.Load(\"contigs.tsv\", new LoadOptions { Proteins = \"proteins.faa\", MinGenes = 10 });"
        ),
    ];

    /// <summary>The corpus that a line adds to or opens; null for none.</summary>
    public static string? CorpusOf(CommandArguments arguments, IOptionSource source) => arguments.Get(CorpusFolder, source);

    /// <summary>Whether a line asks for the corpus to be checked.</summary>
    public static bool IsVerified(CommandArguments arguments, IOptionSource source) => arguments.Get(Verify, source);

    /// <summary>The engine's options that a line gives.</summary>
    /// <param name="arguments">Of this command.</param>
    /// <param name="source">Finds paths.</param>
    public static LoadOptions OptionsOf(CommandArguments arguments, IOptionSource source) =>
        new()
        {
            Proteins = arguments.Get(Proteins, source),
            Bases = arguments.Get(Bases, source),
            Taxonomy = arguments.Get(Taxonomy, source),
            Lineage = arguments.Get(Lineage, source),
            Only = TaxaOf(arguments.Get(Only, source)),
            Without = TaxaOf(arguments.Get(Without, source)),
            Operons = arguments.Get(Operons, source),
            Recursive = arguments.Get(Recursive, source),
            SkipUnreadable = arguments.Get(SkipUnreadable, source),
            Calling = arguments.Get(Calling, source),
            GeneticCode = arguments.Get(Code, source),
            MinGenes = arguments.Get(MinGenes, source),
            MaxGenes = arguments.Get(MaxGenes, source),
            Stride = arguments.Get(Stride, source),
            KeepShort = arguments.Get(KeepShort, source),
        };

    /// <summary>The taxa of a list; a lineage from the domain down, d__Bacteria;p__Bacillota, is one.</summary>
    private static IReadOnlyList<string> TaxaOf(string? written) =>
        written is null ? []
        : DomainPrefixes.Any(prefix => written.TrimStart().StartsWith(prefix, StringComparison.Ordinal)) ? [written]
        : written.Split(';', StringSplitOptions.TrimEntries);

    public override Task RunAsync(CommandContext context)
    {
        var options = OptionsOf(context.Arguments, context);
        var path = context.Get(Source);
        // A notebook's standard input belongs to its host.
        if (context.Arguments.Written(Source) == "-")
            throw new GlmException("#!glm load: - stands for standard input, which a notebook does not have. Name a file.");
        if (context.Get(CorpusFolder) is { } folder)
            return LoadCorpus(context, folder, path, options);
        if (context.Get(Verify))
            throw new GlmException("#!glm load: --verify checks a corpus, and none is named. Add --corpus FOLDER.");
        if (path is null)
            throw new GlmException("#!glm load: --path is missing. Write #!glm load FILE, or open a corpus with --corpus FOLDER.");
        var scaffolds = ScaffoldFiles.Load(path, options, context.Progress("load"), context.Cancellation);
        context.Publish(scaffolds);
        context.Display(ScaffoldSetView.Create(scaffolds));
        return Task.CompletedTask;
    }

    private static Task LoadCorpus(CommandContext context, string folder, string? path, LoadOptions options)
    {
        var addition = path is null ? null : CorpusFiles.Add(folder, path, options, context.Progress("add genomes"), context.Cancellation);
        var corpus = Corpus.Open(folder);
        if (context.Get(Verify))
            corpus.Verify(context.Progress("verify"), context.Cancellation);
        context.Publish(corpus, CorpusView.Variable);
        context.Display(CorpusView.Create(corpus, addition, context.Get(Verify)));
        return Task.CompletedTask;
    }
}
