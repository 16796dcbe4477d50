using Glm.Arrays.Storage;
using Glm.Formats.Detection;
using Glm.Runtime;

namespace Glm.Formats.Sources;

/// <summary>
/// Finds out what a path stands for. Each file is looked at once, and each folder is listed once for the files that belong to an
/// annotation.
/// </summary>
internal sealed class SourceResolver
{
    private const int MostFiles = 1000;
    private const int MostNamed = 8;
    private const string RelativePaths = "A relative path starts from the notebook's folder, or else the current one.";

    private readonly LoadOptions _options;
    private readonly Dictionary<string, FileFormat> _formats = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ILookup<string, string>> _neighbours = new(StringComparer.Ordinal);

    private SourceResolver(LoadOptions options) => _options = options;

    /// <summary>
    /// The genomes or the contig map that a path stands for: a file, the files that match a pattern, or those of a folder.
    /// </summary>
    /// <exception cref="GlmException">There is nothing there, a file that is needed is missing, or several could be meant.</exception>
    public static GenomeSource Resolve(string path, LoadOptions options)
    {
        var resolver = new SourceResolver(options);
        if (FilePattern.IsPattern(path))
            return resolver.OfPattern(path);
        if (Directory.Exists(path))
            return resolver.OfFolder(path);
        return File.Exists(path) ? resolver.OfFile(path) : throw NothingThere(path);
    }

    /// <summary>The files that a path stands for, whatever they are, sorted by name; the path itself if there are none.</summary>
    public static IReadOnlyList<string> FilesOf(string path)
    {
        if (Directory.Exists(path) && VisibleFiles(path).Order(StringComparer.Ordinal).ToList() is { Count: > 0 } files)
            return files;
        return FilePattern.IsPattern(path) && FilePattern.Matching(path) is { Count: > 0 } matching ? matching : [path];
    }

    private GenomeSource OfPattern(string pattern)
    {
        var files = FilePattern.Matching(pattern).ConvertAll(Look);
        if (files.Count == 0)
            throw new GlmException($"{pattern}: no file has such a name. {RelativePaths}");
        return GenomesOf(files, everyFile: true) is { Count: > 0 } genomes ? OfGenomes(pattern, genomes) : throw NothingThere(pattern);
    }

    private GenomeSource OfFolder(string folder)
    {
        var files = FilesIn(folder);
        if (!files.Exists(file => file.Role == FileRole.ContigMap) && GenomesOf(files, everyFile: false) is { Count: > 0 } genomes)
            return OfGenomes(folder, genomes);
        var map = Required(files, folder, FileRole.ContigMap, "Name the one to load by its path.");
        return new GenomeSource(folder)
        {
            ContigMap = new ContigMapFiles(map, ProteinsOfMap(files, folder)),
            Taxonomy = Named(_options.Taxonomy, folder)
                ?? Only(files, folder, FileRole.Taxonomy, $"Set {Setting.Of(nameof(LoadOptions.Taxonomy))} to one of them."),
            Operons = Named(_options.Operons, folder) ?? Only(files, folder, FileRole.Operons, "Keep one of them there."),
        };
    }

    private GenomeSource OfFile(string path)
    {
        var file = Look(path);
        if (file.Role is FileRole.Annotation or FileRole.CalledGenes or FileRole.Contigs)
            return OfGenomes(path, [file]);
        if (file.Role == FileRole.Proteins)
            throw new GlmException(
                $"{path} is a FASTA file whose headers do not say where its genes lie, as Prodigal's do. Load the annotation (GenBank, "
                    + $"EMBL, GFF3), or a contig map (contig, tab, +protein1;-protein2;…), and set "
                    + $"{Setting.Of(nameof(LoadOptions.Proteins))} to the FASTA file."
            );
        if (file.Format == EmptyFormat.Instance && _options.Proteins is null)
            throw EmptyFormat.NoText(path);
        // Whatever else it is, the reader of contig maps says what is wrong with it.
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var files = _options.Proteins is null ? FilesIn(folder) : [];
        return new GenomeSource(path)
        {
            ContigMap = new ContigMapFiles(path, ProteinsOfMap(files, folder)),
            Taxonomy = Named(_options.Taxonomy, folder),
            Operons = Named(_options.Operons, folder),
        };
    }

    private GenomeSource OfGenomes(string path, List<SourceFile> files) =>
        new(path)
        {
            Genomes = files.ConvertAll(FilesOfGenome),
            Taxonomy = _options.Taxonomy,
            Operons = _options.Operons,
        };

    private GenomeFiles FilesOfGenome(SourceFile file)
    {
        var genome = new GenomeFiles(GenomeFileName.NameOf(file.Path), file.Path, (GenomeFormat)file.Format);
        return file.Role != FileRole.Annotation
            ? genome
            : genome with
            {
                Proteins = _options.Proteins ?? Companion(file, other => other.HasProteins),
                Bases = Companion(file, other => other.Role == FileRole.Contigs),
            };
    }

    /// <summary>The first other file of the same stem in the same folder that is what is wanted; null if there is none.</summary>
    private string? Companion(SourceFile file, Func<SourceFile, bool> isWanted)
    {
        var path = Path.GetFullPath(file.Path);
        var folder = Path.GetDirectoryName(path)!;
        if (!_neighbours.TryGetValue(folder, out var neighbours))
            _neighbours.Add(
                folder,
                neighbours = Listed(folder).Order(StringComparer.Ordinal).ToLookup(GenomeFileName.StemOf, StringComparer.Ordinal)
            );
        return neighbours[file.Stem].FirstOrDefault(other => other != path && isWanted(Look(other)));

        // A file can be read in a folder that may not be listed.
        static IEnumerable<string> Listed(string folder)
        {
            try
            {
                return Directory.GetFiles(folder);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return [];
            }
        }
    }

    /// <summary>Annotations, and the called genes and contigs that belong to none of them.</summary>
    /// <param name="files">All files there are.</param>
    /// <param name="everyFile">Whether each was named, so that a file is a genome even where that is doubtful. In a folder, proteins
    /// without places are none, and contigs only where there is nothing else.</param>
    private static List<SourceFile> GenomesOf(List<SourceFile> files, bool everyFile)
    {
        var annotated = Stems(files.FindAll(file => file.Role == FileRole.Annotation));
        var genomes = files.FindAll(file =>
            file.Role == FileRole.Annotation
            || (file.Role == FileRole.CalledGenes || everyFile && file.Role == FileRole.Proteins) && !annotated.Contains(file.Stem)
        );
        if (!everyFile && genomes.Count > 0)
            return genomes;
        var withGenes = Stems(genomes);
        var bare = files.FindAll(file => file.Role == FileRole.Contigs && !withGenes.Contains(file.Stem));
        return [.. genomes.Concat(bare).OrderBy(file => file.Path, StringComparer.Ordinal)];

        static HashSet<string> Stems(List<SourceFile> files) => files.Select(file => file.Stem).ToHashSet(StringComparer.Ordinal);
    }

    private string ProteinsOfMap(List<SourceFile> files, string folder) =>
        Named(_options.Proteins, folder)
        ?? Required(files, folder, FileRole.Proteins, $"Set {Setting.Of(nameof(LoadOptions.Proteins))} to a file.");

    /// <summary>A file that the options name: as it is, or beside the contig map.</summary>
    private static string? Named(string? file, string folder) =>
        file is null || File.Exists(file) || !File.Exists(Path.Combine(folder, file)) ? file : Path.Combine(folder, file);

    private static string Required(List<SourceFile> files, string folder, FileRole role, string remedy) =>
        Only(files, folder, role, remedy) ?? throw new GlmException($"{folder} holds no {NameOf(role)}; {Seen(files)}. {remedy}");

    private static string? Only(List<SourceFile> files, string folder, FileRole role, string remedy)
    {
        var found = files.FindAll(file => file.Role == role || role == FileRole.Proteins && file.HasProteins);
        return found.Count <= 1
            ? found.FirstOrDefault().Path
            : throw new GlmException(
                $"{folder} holds {found.Count} files that could be the {NameOf(role)}: {List(found.Select(file => file.Name))}. {remedy}"
            );
    }

    private static string NameOf(FileRole role) => FileFormats.All.First(format => format.Role == role).Name;

    private static string Seen(List<SourceFile> files) =>
        files.Count == 0 ? "the folder has no files" : $"it holds {List(files.Select(file => $"{file.Name} ({file.Format.Name})"))}";

    private List<SourceFile> FilesIn(string folder)
    {
        try
        {
            var paths = VisibleFiles(folder).Take(MostFiles + 1).ToList();
            if (paths.Count > MostFiles)
                throw new GlmException(
                    $"{folder} holds more than {MostFiles} files. Name the contig map by its path, and set "
                        + $"{Setting.Of(nameof(LoadOptions.Proteins))} to the FASTA file."
                );
            paths.Sort(StringComparer.Ordinal);
            return paths.ConvertAll(Look);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GlmException($"{folder} cannot be listed: {StoredFile.Reason(e)} Check its permissions.", e);
        }
    }

    private static IEnumerable<string> VisibleFiles(string folder) =>
        Directory.EnumerateFiles(folder).Where(file => !Path.GetFileName(file).StartsWith('.'));

    private SourceFile Look(string path)
    {
        var key = Path.GetFullPath(path);
        if (!_formats.TryGetValue(key, out var format))
            _formats.Add(key, format = FormatDetector.Detect(path));
        return new SourceFile(path, format);
    }

    private static GlmException NothingThere(string path) =>
        new($"{path}: there is no such file or folder. Name a contig map, or a folder that holds one. {RelativePaths}");

    private static string List(IEnumerable<string> names)
    {
        var all = names.ToList();
        var shown = string.Join(", ", all.Take(MostNamed));
        return all.Count > MostNamed ? $"{shown} and {all.Count - MostNamed} more" : shown;
    }
}
