using Glm.Formats.GenBank;

namespace Glm.Formats.Sources;

/// <summary>
/// Which files are of one genome, by their names and formats, which of them make it, and why the others are passed over.
/// </summary>
internal static class GenomeGroup
{
    /// <summary>The files of sequences and annotations by genome: those of a stem in a folder.</summary>
    public static List<List<SourceFile>> Of(List<SourceFile> files)
    {
        var groups = new List<List<SourceFile>>();
        foreach (
            var folder in files
                .Where(file => file.Role is FileRole.Annotation or FileRole.CalledGenes or FileRole.Proteins or FileRole.Contigs)
                .GroupBy(file => Path.GetDirectoryName(file.Path) ?? "", StringComparer.Ordinal)
        )
        {
            var stems = folder.GroupBy(file => file.Stem, StringComparer.Ordinal).Select(group => group.ToList()).ToList();
            var annotated = stems.FindAll(group => group.Exists(file => file.Role == FileRole.Annotation));
            if (annotated is [var only])
            {
                // NCBI's genomic.gff lies beside GCF_000005845.2_ASM584v2_genomic.fna, and nothing else in the folder.
                var bare = stems.FindAll(group => group.TrueForAll(file => file.Role is FileRole.Contigs or FileRole.Proteins));
                if (only[0].Stem.Length == 0)
                    Join(bare);
                else if (
                    !only.Exists(file => file.IsContigs) && bare.FindAll(group => group.Exists(file => file.IsContigs)) is [var contigs]
                )
                    Join([contigs]);

                void Join(List<List<SourceFile>> groups)
                {
                    foreach (var group in groups.Where(group => group != only).ToList())
                    {
                        only.AddRange(group);
                        stems.Remove(group);
                    }
                }
            }
            groups.AddRange(stems);
        }
        return groups;
    }

    /// <summary>
    /// The files of a group that can make its genome by themselves, the best first; none where the group is only a part of others.
    /// </summary>
    /// <param name="group">All files of a genome.</param>
    /// <param name="everyFile">Whether contigs are a genome even beside others.</param>
    /// <param name="noneAnnotated">Whether no group has an annotation or called genes.</param>
    public static List<SourceFile> MakersOf(List<SourceFile> group, bool everyFile, bool noneAnnotated)
    {
        var makers = group.FindAll(file => file.Role == FileRole.Annotation);
        if (makers.Count == 0)
            makers = group.FindAll(file => file.Role == FileRole.CalledGenes);
        if (makers.Count == 0 && (everyFile || noneAnnotated))
            makers = group.FindAll(file => file.IsContigs);
        if (makers.Count == 0 && everyFile && noneAnnotated)
            makers = group.FindAll(file => file.Role == FileRole.Proteins);
        // The richest format first; of copies, the one that is not compressed.
        return [.. makers.OrderBy(file => RankOf(file.Format)).ThenBy(file => GenomeFileName.IsCompressed(file.Path))];
    }

    /// <summary>Whether two files differ by their names only in how they are compressed.</summary>
    public static bool IsCopyByName(SourceFile one, SourceFile other) =>
        one.Format == other.Format && GenomeFileName.AreCopies(one.Path, other.Path);

    /// <summary>Why a file of a group is not read, unless it is after all.</summary>
    /// <param name="file">One of the group.</param>
    /// <param name="makers">From <see cref="MakersOf"/>.</param>
    public static string WhyPassedOver(SourceFile file, List<SourceFile> makers)
    {
        if (makers is not [var maker, ..])
            return file.Role switch
            {
                FileRole.Proteins => "its headers do not say where the genes lie, and no annotation belongs to it",
                FileRole.Contigs when file.IsContigs => "bare contigs beside annotated genomes; name the file to have genes called on it",
                FileRole.Contigs => "sequences of genes, not of contigs",
                _ => "no genome belongs to it",
            };
        var genome = Path.GetFileName(maker.Path);
        return file.Role switch
        {
            FileRole.Annotation when file.Format == maker.Format => $"another copy of {genome}, by its name",
            FileRole.Annotation => $"the same genome as {genome}, whose annotation is richer",
            FileRole.Contigs when !file.IsContigs => $"sequences of the genes of {genome}",
            FileRole.Contigs => $"the bases of {genome}, which needs no others",
            _ => $"the proteins of {genome}, which needs no others",
        };
    }

    /// <summary>Why a file that is of no group is not read.</summary>
    public static string WhyNotOfGenome(SourceFile file) =>
        file.Role != FileRole.None ? $"a {file.Format.Name}, which no option names"
        : file.Format is GenPeptFormat ? "protein records (GenPept), which do not say how genes lie"
        : Path.GetExtension(file.Path).Equals(".zip", StringComparison.OrdinalIgnoreCase)
            ? "a .zip archive, which is searched only where it is named itself"
        : "not a file of a genome";

    private static int RankOf(FileFormat format) => FileFormats.All.TakeWhile(other => other != format).Count();
}
