namespace Glm.Formats.Sources;

/// <summary>What file names say about the genomes that files belong to.</summary>
internal static class GenomeFileName
{
    // Endings of no format: those of compression, and ".prodigal", which pipelines put before .faa and .gff.
    private static readonly string[] Endings =
    [
        ".gz",
        ".bgz",
        ".prodigal",
        .. FileFormats.All.SelectMany(format => format.Endings).Distinct(StringComparer.Ordinal),
    ];

    // As in GCF_000005845.2_ASM584v2_genomic.gff, whose proteins are in …_protein.faa. NCBI's tool "datasets" calls them genomic.gff and
    // protein.faa.
    private static readonly string[] Contents = ["_genomic", "_protein", "_proteins", "_translated_cds"];

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
    public static string StemOf(string path) =>
        Without(EndingsAndContents, path) is var stem && Contents.Contains("_" + stem, StringComparer.OrdinalIgnoreCase) ? "" : stem;

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
