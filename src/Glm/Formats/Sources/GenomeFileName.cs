namespace Glm.Formats.Sources;

/// <summary>What file names say about the genomes that files belong to.</summary>
internal static class GenomeFileName
{
    private static readonly string[] Compressions = [".gz", ".bgz", ".bz2", ".xz", ".zst"];

    // Endings of formats, and others of files that hold genomes; pipelines put ".prodigal" before .faa and .gff.
    private static readonly string[] Genomes =
    [
        .. FileFormats.All.SelectMany(format => format.Endings).Distinct(StringComparer.Ordinal),
        ".ffn",
        ".frn",
        ".fsa",
        ".fas",
    ];

    private static readonly string[] Endings = [.. Compressions, ".prodigal", .. Genomes];

    // As in GCF_000005845.2_ASM584v2_genomic.gff, whose proteins are in …_protein.faa. NCBI's tool "datasets" calls them genomic.gff and
    // protein.faa, its pipeline PGAP annot.gff and annot_with_genomic_fasta.gff. Longer ones first.
    private static readonly string[] Contents =
    [
        "_with_genomic_fasta",
        "_cds_from_genomic",
        "_rna_from_genomic",
        "_translated_cds",
        "_genomic",
        "_proteins",
        "_protein",
    ];

    private static readonly string[] EndingsAndContents = [.. Endings, .. Contents];

    /// <summary>
    /// The name of a file's genome: the file's own without its folder and endings. NCBI's genomic.gbff is named after its folder.
    /// </summary>
    public static string NameOf(string path) =>
        Without(Endings, path) is var name
        && name == "genomic"
        && Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(path))) is { Length: > 0 } folder
            ? folder
            : name;

    /// <summary>
    /// What the names of all files of a genome have in common: the name without folder, endings and what the file holds.
    /// </summary>
    public static string StemOf(string path)
    {
        var name = Without(Endings, path);
        return Contents.Contains("_" + name, StringComparer.OrdinalIgnoreCase) ? "" : Without(EndingsAndContents, path);
    }

    /// <summary>
    /// Whether the name promises a genome or its sequences, so that a file of another content was not meant to be there.
    /// </summary>
    public static bool PromisesGenome(string path) =>
        Array.Exists(Genomes, ending => WithoutCompression(path).EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether the name promises sequences in FASTA.</summary>
    public static bool PromisesFasta(string path) =>
        FileFormats
            .All.Where(format => format.Role is FileRole.CalledGenes or FileRole.Proteins or FileRole.Contigs)
            .SelectMany(format => format.Endings)
            .Any(ending => WithoutCompression(path).EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether files have one name but for their compression.</summary>
    public static bool AreCopies(string one, string other) =>
        string.Equals(WithoutCompression(one), WithoutCompression(other), StringComparison.Ordinal);

    /// <summary>Whether the file is compressed by its name.</summary>
    public static bool IsCompressed(string path) => WithoutCompression(path) != Path.GetFileName(path);

    /// <summary>Whether the name says that a nucleotide FASTA holds the sequences of genes and not of contigs.</summary>
    public static bool IsOfGenes(string path)
    {
        var name = WithoutCompression(path);
        return name.EndsWith(".ffn", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".frn", StringComparison.OrdinalIgnoreCase)
            || name.Contains("cds_from_genomic", StringComparison.OrdinalIgnoreCase)
            || name.Contains("rna_from_genomic", StringComparison.OrdinalIgnoreCase)
            || Without(Endings, path) is "cds" or "rna" or "gene";
    }

    private static string WithoutCompression(string path) => Without(Compressions, path);

    private static string Without(string[] endings, string path)
    {
        var name = Path.GetFileName(path);
        while (
            endings.FirstOrDefault(ending => name.Length > ending.Length && name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
                is { } ending
        )
            name = name[..^ending.Length];
        return name;
    }
}
