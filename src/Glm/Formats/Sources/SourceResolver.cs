using Glm.Formats.Annotation;
using Glm.Formats.Detection;
using Glm.Formats.Text;
using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Formats.Sources;

/// <summary>
/// Finds out what paths stand for. Each file is looked at once, and each folder is listed once for the files that belong to an annotation.
/// </summary>
internal sealed class SourceResolver
{
    private const int MostFiles = 100_000;
    private const int MostNamed = 8;

    // Looking for the only FASTA beside an annotation opens every file of the folder.
    private const int MostSearched = 50;

    private const string RelativePaths = "A relative path starts from the notebook's folder, or else the current one.";

    private readonly LoadOptions _options;
    private readonly Dictionary<string, SourceFile> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<string>> _neighbours = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PassedOverFile> _passedOver = new(StringComparer.Ordinal);
    private readonly List<string> _unsearched = [];

    private SourceResolver(LoadOptions options) => _options = options;

    /// <summary>The genomes or the contig map that a path stands for.</summary>
    /// <inheritdoc cref="ResolveAll"/>
    public static GenomeSource Resolve(string path, LoadOptions options) => ResolveAll([path], options);

    /// <summary>
    /// The genomes or the contig map that paths stand for: files, the files that match a pattern, those of a folder or of an archive.
    /// </summary>
    /// <exception cref="GlmException">There is nothing there, a file that is needed is missing or cannot be read, or several could be
    /// meant.</exception>
    public static GenomeSource ResolveAll(IReadOnlyList<string> paths, LoadOptions options)
    {
        if (paths.Count == 0)
            throw new GlmException("No file was named; name a file, a folder or a pattern.");
        var resolver = new SourceResolver(options);
        var source =
            paths is [var path] && !FilePattern.IsPattern(path)
                ? SourceFolder.Exists(path)
                    ? resolver.OfFolder(path)
                    : SourceFolder.IsFile(path)
                        ? resolver.OfFile(path)
                        : throw NothingThere(path)
                : resolver.OfSeveral(paths);
        return source with { PassedOver = [.. resolver._passedOver.Values] };
    }

    /// <summary>The files that a path stands for, whatever they are, sorted by name; the path itself if there are none.</summary>
    public static IReadOnlyList<string> FilesOf(string path)
    {
        if (SourceFolder.Exists(path) && SourceFolder.Files(path, recursive: false) is { Count: > 0 } files)
            return files;
        return FilePattern.IsPattern(path) && FilePattern.Matching(path) is { Count: > 0 } matching ? matching : [path];
    }

    private GenomeSource OfSeveral(IReadOnlyList<string> paths)
    {
        var name = paths is [var single] ? single : $"{paths[0]} and {paths.Count - 1} more";
        var files = new List<SourceFile>();
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in paths)
            if (FilePattern.IsPattern(path))
            {
                var matching = FilePattern.Matching(path);
                if (matching.Count == 0)
                    throw new GlmException($"{path}: no file has such a name. {RelativePaths}");
                files.AddRange(matching.Select(Look));
            }
            else if (SourceFolder.Exists(path))
            {
                files.AddRange(FilesIn(path));
            }
            else if (SourceFolder.IsFile(path))
            {
                files.Add(Look(path));
                named.Add(path);
            }
            else
            {
                throw NothingThere(path);
            }
        files = [.. files.DistinctBy(file => Path.GetFullPath(file.Path)).OrderBy(file => file.Path, StringComparer.Ordinal)];
        if (files.Exists(file => file.Role == FileRole.ContigMap))
            return OfMap(files, name);
        RequireReadable(files, name, named);
        // Of two files that were named together, one completes the other, whatever they are called; but a flat file and called genes may
        // each be a genome.
        var belongTogether =
            named.Count == files.Count
            && files.FindAll(file => file.Role == FileRole.Annotation) is [var annotation]
            && !(annotation.Format is FlatFileFormat && files.Exists(file => file.Role == FileRole.CalledGenes));
        var genomes = GenomesOf(files, everyFile: true, belongTogether);
        return genomes.Count > 0
            ? OfGenomes(name, genomes)
            : throw new GlmException($"{name}: none of the files is a genome; {Seen(files)}.");
    }

    private GenomeSource OfFolder(string folder)
    {
        if (File.Exists(Path.Combine(folder, SourceFolder.CorpusJournal)))
            throw new GlmException(
                $"{folder} is a corpus, not a folder of genome files. Open it as {Setting.Of("Corpus", folder)}, which also says whether "
                    + $"it is damaged and how to make it again."
            );
        var files = FilesIn(folder);
        if (!files.Exists(file => file.Role == FileRole.ContigMap))
        {
            RequireReadable(files, folder, []);
            if (GenomesOf(files, everyFile: false, belongTogether: false) is { Count: > 0 } genomes)
                return OfGenomes(folder, genomes);
            if (_unsearched.Count > 0)
                throw new GlmException(
                    $"{folder} holds no genomes itself, but folders in it do, such as {_unsearched[0]}. Set "
                        + $"{Setting.Of(nameof(LoadOptions.Recursive))} to search them."
                );
            // What is a table, but not of genes, may have been meant as the contig map: its reader says what is wrong with it.
            if (
                files.FindAll(file => file.HasTableName && file.Role == FileRole.None) is [var table]
                && files.Exists(file => file.HasProteins)
            )
                return OfFile(table.Path);
        }
        return OfMap(files, folder);
    }

    private GenomeSource OfMap(List<SourceFile> files, string source)
    {
        var map = Required(files, source, FileRole.ContigMap, "Name the one to load by its path.");
        var folder = Path.GetDirectoryName(map) is { Length: > 0 } parent ? parent : ".";
        var made = new GenomeSource(source)
        {
            ContigMap = new ContigMapFiles(map, ProteinsOfMap(files, folder, source)),
            Taxonomy = Named(_options.Taxonomy, folder)
                ?? Only(files, source, FileRole.Taxonomy, $"Set {Setting.Of(nameof(LoadOptions.Taxonomy))} to one of them."),
            Operons = Named(_options.Operons, folder) ?? Only(files, source, FileRole.Operons, "Keep one of them there."),
        };
        foreach (var file in files)
            PassOver(file.Path, $"not needed: the genes are those of the contig map {Path.GetFileName(map)}");
        return made;
    }

    private GenomeSource OfFile(string path)
    {
        var file = Look(path);
        if (
            file.Fault is not null
            || file.Role == FileRole.None
                && file.Format != EmptyFormat.Instance
                && (GenomeFileName.PromisesGenome(path) || file.Format != UnknownFormat.Instance || !file.HasTableName && !MayBeMap(path))
        )
            throw SourceFaults.Diagnose(file);
        if (file.Role is FileRole.Annotation or FileRole.CalledGenes or FileRole.Contigs)
            return OfGenomes(path, [FilesOfGenome(file, Group(file))]);
        if (file.Role == FileRole.Proteins)
            throw new GlmException(
                $"{path} is a FASTA file whose headers do not say where its genes lie, as Prodigal's do. Load the annotation (GenBank, "
                    + $"EMBL, GFF3), or a contig map (contig, tab, +protein1;-protein2;…), and set "
                    + $"{Setting.Of(nameof(LoadOptions.Proteins))} to the FASTA file."
            );
        if (file.Role is FileRole.Taxonomy or FileRole.Operons)
            throw new GlmException(
                $"{path} is a {file.Format.Name}, which holds no genes. Load the genomes, and set "
                    + $"{Setting.Of(file.Role == FileRole.Taxonomy ? nameof(LoadOptions.Taxonomy) : nameof(LoadOptions.Operons))} to it."
            );
        if (file.Format == EmptyFormat.Instance && _options.Proteins is null)
            throw EmptyFormat.NoText(path);
        // Whatever else it is, the reader of contig maps says what is wrong with it.
        var folder = Path.GetDirectoryName(path) ?? "";
        var files = _options.Proteins is null ? Neighbours(folder).Select(Look).ToList() : [];
        return new GenomeSource(path)
        {
            ContigMap = new ContigMapFiles(path, ProteinsOfMap(files, folder, folder.Length == 0 ? "." : folder)),
            Taxonomy = Named(_options.Taxonomy, folder),
            Operons = Named(_options.Operons, folder),
        };
    }

    /// <summary>Whether proteins were named or lie beside a file, so that it may have been meant as their contig map.</summary>
    private bool MayBeMap(string path) =>
        _options.Proteins is not null
        || path != PipedInput.Standard
            && Neighbours(Path.GetDirectoryName(path) ?? "").Select(Look).Count(other => other.HasProteins) == 1;

    private GenomeSource OfGenomes(string path, List<GenomeFiles> genomes) =>
        new(path)
        {
            Genomes = genomes,
            Taxonomy = _options.Taxonomy,
            Operons = _options.Operons,
        };

    /// <summary>The files beside one that may belong to its genome: those of its stem, or the only ones of their kind.</summary>
    private List<SourceFile> Group(SourceFile file)
    {
        if (file.Role != FileRole.Annotation || file.IsPiped)
            return [file];
        var others = Neighbours(Path.GetDirectoryName(file.Path) ?? "").Where(other => other != file.Path).ToList();
        var alike = others.Where(other => GenomeFileName.StemOf(other) == file.Stem).Select(Look).ToList();
        if (alike.Exists(other => other.IsContigs) || others.Count > MostSearched)
            return [file, .. alike];
        // Where it is the only annotation and there is only one FASTA of contigs, these belong to it, whatever they are called.
        var all = others.Where(GenomeFileName.PromisesGenome).Select(Look).ToList();
        return all.Exists(other => other.Role == FileRole.Annotation && other.Stem != file.Stem)
            ? [file, .. alike]
            : [file, .. alike, .. all.Where(other => other.IsContigs).ToList() is [var only] ? [only] : Array.Empty<SourceFile>()];
    }

    /// <param name="file">What makes the genome.</param>
    /// <param name="group">All files of the genome.</param>
    private GenomeFiles FilesOfGenome(SourceFile file, IReadOnlyList<SourceFile> group)
    {
        var name = file.Path == PipedInput.Standard ? "input" : GenomeFileName.NameOf(file.Path);
        var genome = new GenomeFiles(name, file.Path, (GenomeFormat)file.Format);
        if (file.Role != FileRole.Annotation)
            return genome;
        // What is called like its sequences and cannot be read is read all the same if it is needed: its reader says what is wrong.
        var sequences = group.Where(other => other.HasProteins || other.Role == FileRole.None && GenomeFileName.PromisesFasta(other.Path));
        var proteins = sequences.Where(other => other != file).OrderBy(other => !other.HasProteins).FirstOrDefault().Path;
        return genome with
        {
            Proteins = _options.Proteins ?? proteins,
            Bases = _options.Bases is { } bases ? [bases] : [.. group.Where(other => other.IsContigs).Select(other => other.Path)],
        };
    }

    /// <summary>The genomes of files, each with the files that belong to it; the others are passed over.</summary>
    /// <param name="files">All files there are, by name.</param>
    /// <param name="everyFile">Whether each was named or matched, so that a file is a genome even where that is doubtful. In a folder,
    /// contigs are genomes only where there is nothing else.</param>
    /// <param name="belongTogether">Whether all of them are of one genome.</param>
    private List<GenomeFiles> GenomesOf(List<SourceFile> files, bool everyFile, bool belongTogether)
    {
        var groups = belongTogether ? [files] : GenomeGroup.Of(files);
        var annotated = groups.FindAll(group => group.Exists(file => file.Role is FileRole.Annotation or FileRole.CalledGenes));
        var genomes = new List<GenomeFiles>();
        foreach (var group in groups)
        {
            var makers = GenomeGroup.MakersOf(group, everyFile, noneAnnotated: annotated.Count == 0);
            // A copy that is compressed may have been changed since: only its genes show whether it is the same genome.
            foreach (var maker in makers.Where((maker, i) => i == 0 || !maker.IsContigs && GenomeGroup.IsCopyByName(maker, makers[0])))
                genomes.Add(FilesOfGenome(maker, everyFile ? [.. group, .. Group(maker)] : group));
            foreach (var file in group)
                PassOver(file.Path, GenomeGroup.WhyPassedOver(file, makers));
        }
        foreach (var file in files)
            PassOver(file.Path, GenomeGroup.WhyNotOfGenome(file));
        return [.. genomes.OrderBy(genome => genome.Path, StringComparer.Ordinal)];
    }

    /// <summary>Passes over files that no format recognises, and complains of those that were meant to be genomes.</summary>
    private void RequireReadable(List<SourceFile> files, string source, HashSet<string> named)
    {
        var unreadable = files
            .Where(file =>
                file.Role == FileRole.None
                && (file.Fault is not null || GenomeFileName.PromisesGenome(file.Path) || named.Contains(file.Path))
            )
            .Select(file => SourceFaults.Unreadable(file.Path, SourceFaults.Diagnose(file)))
            .ToList();
        if (unreadable.Count > 0 && !_options.SkipUnreadable)
            throw files.Count == 1 ? SourceFaults.Diagnose(files[0]) : SourceFaults.Of(source, files.Count, unreadable);
        foreach (var file in unreadable)
            _passedOver.TryAdd(file.File, file);
        files.RemoveAll(file => _passedOver.ContainsKey(file.Path));
    }

    private void PassOver(string path, string reason) => _passedOver.TryAdd(path, new PassedOverFile(path, reason, IsUnreadable: false));

    private string ProteinsOfMap(List<SourceFile> files, string folder, string source) =>
        Named(_options.Proteins, folder)
        ?? Required(files, source, FileRole.Proteins, $"Set {Setting.Of(nameof(LoadOptions.Proteins))} to a file.");

    /// <summary>A file that the options name: as it is, or beside the contig map.</summary>
    private static string? Named(string? file, string folder) =>
        file is null || File.Exists(file) || !SourceFolder.IsFile(Path.Combine(folder, file)) ? file : Path.Combine(folder, file);

    private static string Required(List<SourceFile> files, string folder, FileRole role, string remedy) =>
        Only(files, folder, role, remedy) ?? throw new GlmException($"{folder} holds no {NameOf(role)}; {Seen(files)}. {remedy}");

    private static string? Only(List<SourceFile> files, string folder, FileRole role, string remedy)
    {
        var found = files.FindAll(file => file.Role == role || role == FileRole.Proteins && file.HasProteins);
        return found.Count <= 1
            ? found.Select(file => file.Path).FirstOrDefault()
            : throw new GlmException(
                $"{folder} holds {found.Count} files that could be the {NameOf(role)}: {List(found.Select(file => file.Name))}. {remedy}"
            );
    }

    private static string NameOf(FileRole role) => FileFormats.All.First(format => format.Role == role).Name;

    private static string Seen(List<SourceFile> files) =>
        files.Count == 0 ? "the folder has no files" : $"it holds {List(files.Select(file => $"{file.Name} ({file.Format.Name})"))}";

    /// <summary>
    /// The files of a folder, by name; of an archive and of a package of NCBI's tool "datasets" also those of the folders inside.
    /// </summary>
    private List<SourceFile> FilesIn(string folder)
    {
        var recursive = _options.Recursive || SourceFolder.IsArchive(folder) || IsPackage(folder);
        var paths = SourceFolder.Files(folder, recursive);
        if (!recursive)
            foreach (var inside in SourceFolder.Folders(folder).Where(SourceFolder.HoldsGenomes))
            {
                _unsearched.Add(inside);
                PassOver(inside, "a folder with genomes, which is searched only where it is named itself or all folders are");
            }
        return paths.Count <= MostFiles
            ? [.. paths.Select(Look)]
            : throw new GlmException(
                $"{folder} holds more than {MostFiles} files. Name those to load by a pattern, or a contig map by its path."
            );
    }

    /// <summary>Whether a folder is what NCBI's tool "datasets" leaves when its archive is unpacked, or lies inside of it.</summary>
    private static bool IsPackage(string folder) =>
        new[] { "ncbi_dataset/data", "data", "." }.Any(inside => File.Exists(Path.Combine(folder, inside, "dataset_catalog.json")));

    private IReadOnlyList<string> Neighbours(string folder)
    {
        if (_neighbours.TryGetValue(folder, out var listed))
            return listed;
        try
        {
            listed = SourceFolder.Files(folder.Length == 0 ? "." : folder, recursive: false);
            // As the file itself was named.
            if (folder.Length == 0)
                listed = [.. listed.Select(Path.GetFileName).OfType<string>()];
        }
        catch (GlmException)
        {
            // A file can be read in a folder that may not be listed.
            listed = [];
        }
        _neighbours.Add(folder, listed);
        return listed;
    }

    private SourceFile Look(string path)
    {
        var key = Path.GetFullPath(path);
        if (!_files.TryGetValue(key, out var file))
            _files.Add(key, file = SourceFile.Look(path));
        return file with { Path = path };
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
