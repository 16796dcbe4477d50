using Glm.Runtime;

namespace Glm.Formats;

/// <summary>Which files make a data set: the contig map and its proteins, and the tables where there are any.</summary>
internal sealed record FileChoice(string ContigMap, string Proteins, string? Taxonomy, string? Operons)
{
    private const int MostFiles = 1000;
    private const int MostNamed = 8;

    /// <summary>
    /// The annotated genomes that a path means: a file, those of a pattern, or those of a folder without a contig map; by name. Empty
    /// where it means a contig map.
    /// </summary>
    public static IReadOnlyList<(string Path, FileKind Kind)> Annotations(string path)
    {
        if (FilePattern.IsPattern(path))
        {
            var matching = FilePattern.Matching(path);
            return matching.Count == 0
                ? throw new GlmException(
                    $"{path}: no file has such a name. A relative path starts from the notebook's folder, or else the current one."
                )
                : Genomes([.. matching.Select(file => (file, FileKinds.Recognise(file)))], everyFile: true);
        }
        if (Directory.Exists(path))
        {
            var files = FilesOf(path);
            return files.Exists(file => file.Kind == FileKind.ContigMap) ? [] : Genomes(files, everyFile: false);
        }
        if (!File.Exists(path))
            return [];
        var kind = FileKinds.Recognise(path);
        return AnnotatedFiles.IsAnnotation(kind) || kind == FileKind.NucleotideFasta || kind == FileKind.ProteinFasta && TellsGenes(path)
            ? [(path, kind)]
            : [];
    }

    /// <summary>Annotations, and the proteins of called genes that belong to none of them.</summary>
    private static List<(string Path, FileKind Kind)> Genomes(List<(string Path, FileKind Kind)> files, bool everyFile)
    {
        var annotations = files.FindAll(file => AnnotatedFiles.IsAnnotation(file.Kind));
        var stems = annotations.Select(file => AnnotatedFiles.StemOf(file.Path)).ToHashSet(StringComparer.Ordinal);
        var genomes = files.FindAll(file =>
            AnnotatedFiles.IsAnnotation(file.Kind)
            || file.Kind == FileKind.ProteinFasta
                && !stems.Contains(AnnotatedFiles.StemOf(file.Path))
                && (everyFile || TellsGenes(file.Path))
        );
        // Bare contigs, where they are all there is or belong to nothing else.
        var called = genomes.Select(file => AnnotatedFiles.StemOf(file.Path)).ToHashSet(StringComparer.Ordinal);
        var bare = files.FindAll(file => file.Kind == FileKind.NucleotideFasta && !called.Contains(AnnotatedFiles.StemOf(file.Path)));
        return everyFile || genomes.Count == 0 ? [.. genomes.Concat(bare).OrderBy(file => file.Path, StringComparer.Ordinal)] : genomes;
    }

    /// <summary>Whether the first header of a protein FASTA tells where its gene lies.</summary>
    private static bool TellsGenes(string path)
    {
        using var stream = Text.TextFile.Open(path);
        using var lines = new Text.LineReader(stream, path);
        while (lines.TryRead(out var line))
            if (line is [(byte)'>', ..] && System.Text.Encoding.UTF8.GetString(line[1..]).Split((char[]?)null, 2) is [var id, .. var rest])
                return AnnotatedFiles.Placed(id, rest.Length > 0 ? rest[0].TrimStart() : "", path) is not null;
        return false;
    }

    /// <summary>Finds the files of a data set from a contig map or a folder that holds one.</summary>
    /// <exception cref="GlmException">A file is missing, or several could be meant.</exception>
    public static FileChoice Of(string path, LoadOptions options)
    {
        var isFolder = Directory.Exists(path);
        if (!isFolder && !File.Exists(path))
            throw new GlmException(
                $"{path}: there is no such file or folder. Name a contig map, or a folder that holds one. A relative path starts "
                    + $"from the notebook's folder, or else the current one."
            );
        if (!isFolder && FileKinds.Recognise(path) is FileKind.ProteinFasta or FileKind.NucleotideFasta)
            throw new GlmException(
                $"{path} is a FASTA file whose headers do not tell where its genes lie, as Prodigal's do. Load the annotation "
                    + $"(GenBank, EMBL, GFF3), or a contig map (contig, tab, +protein1;-protein2;…), and name the FASTA file by "
                    + $"--proteins."
            );
        if (!isFolder && options.Proteins is null && FileKinds.Recognise(path) is FileKind.Empty)
            throw new GlmException($"{path}:1: there is no text in the file. Write or fetch it again.");

        var folder = isFolder ? path : Path.GetDirectoryName(Path.GetFullPath(path))!;
        // With a map and a FASTA file named there is nothing to look for.
        var files = isFolder || options.Proteins is null ? FilesOf(folder) : [];
        return new FileChoice(
            isFolder ? Required(FileKind.ContigMap, "Name the one to load by its path.") : path,
            Named(options.Proteins) ?? Required(FileKind.ProteinFasta, "Name one by --proteins."),
            Named(options.Taxonomy) ?? (isFolder ? Only(FileKind.TaxonomyTable, "Name one by --taxonomy.") : null),
            Named(options.Operons) ?? (isFolder ? Only(FileKind.OperonTable, "Keep one of them there.") : null)
        );

        string? Named(string? file) =>
            file is null || File.Exists(file) || !File.Exists(Path.Combine(folder, file)) ? file : Path.Combine(folder, file);

        string Required(FileKind kind, string remedy) =>
            Only(kind, remedy) ?? throw new GlmException($"{folder} holds no {kind.Describe()}; {Seen()}. {remedy}");

        string? Only(FileKind kind, string remedy)
        {
            var found = files.Where(file => file.Kind == kind).ToList();
            return found.Count <= 1
                ? found.FirstOrDefault().Path
                : throw new GlmException(
                    $"{folder} holds {found.Count} files that could be the {kind.Describe()}: "
                        + $"{List(found.Select(file => Path.GetFileName(file.Path)))}. {remedy}"
                );
        }

        string Seen() =>
            files.Count == 0
                ? "the folder has no files"
                : $"seen were {List(files.Select(file => $"{Path.GetFileName(file.Path)} ({file.Kind.Describe()})"))}";
    }

    private static List<(string Path, FileKind Kind)> FilesOf(string folder)
    {
        try
        {
            var paths = Directory
                .EnumerateFiles(folder)
                .Where(file => !Path.GetFileName(file).StartsWith('.'))
                .Take(MostFiles + 1)
                .ToList();
            if (paths.Count > MostFiles)
                throw new GlmException(
                    $"{folder} holds more than {MostFiles} files. Name the contig map by its path and the FASTA file by --proteins."
                );
            paths.Sort(StringComparer.Ordinal);
            return [.. paths.Select(file => (file, FileKinds.Recognise(file)))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GlmException($"{folder} cannot be listed: {Arrays.Storage.StoredFile.Reason(e)} Check its permissions.", e);
        }
    }

    private static string List(IEnumerable<string> names)
    {
        var all = names.ToList();
        var shown = string.Join(", ", all.Take(MostNamed));
        return all.Count > MostNamed ? $"{shown} and {all.Count - MostNamed} more" : shown;
    }
}
