using Glm.Arrays.Storage;
using Glm.Formats.Text;
using Glm.Runtime;

namespace Glm.Formats.Sources;

/// <summary>
/// Folders of the file system and .zip archives, which are listed and read alike: a file of an archive is called
/// <c>archive.zip/folder/file</c>.
/// </summary>
internal static class SourceFolder
{
    /// <summary>The file that makes a folder a corpus, which is made of genomes and is no place of them.</summary>
    public const string CorpusJournal = "journal.jsonl";

    // A folder that may not be listed is an error, never an empty folder.
    private static readonly EnumerationOptions Visible = new() { AttributesToSkip = FileAttributes.Hidden, IgnoreInaccessible = false };

    /// <summary>Whether a path is a folder or an archive.</summary>
    public static bool Exists(string path) => Directory.Exists(path) || IsArchive(path);

    /// <summary>Whether a path is a file that can be read by itself, in a folder or in an archive, or a pipe.</summary>
    public static bool IsFile(string path) =>
        path == PipedInput.Standard || File.Exists(path) && !IsArchive(path) || ZipArchiveFile.Has(path);

    /// <summary>Whether a path is a .zip archive, by its content.</summary>
    public static bool IsArchive(string path) => ZipArchiveFile.IsArchive(path);

    /// <summary>The files of a folder but hidden ones, by name. Pipes and devices that lie there are none.</summary>
    /// <param name="folder">A folder, an archive, or a folder in an archive.</param>
    /// <param name="recursive">Whether those of the folders inside are listed too.</param>
    /// <exception cref="GlmException">It, or a folder inside that is to be searched, cannot be listed.</exception>
    public static List<string> Files(string folder, bool recursive)
    {
        if (ZipArchiveFile.Split(folder) is var (archive, inside))
        {
            var prefix = inside.Length == 0 ? "" : inside + "/";
            return
            [
                .. ZipArchiveFile
                    .Names(archive)
                    .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
                    .Select(name => name[prefix.Length..])
                    .Where(name => (recursive || !name.Contains('/')) && !name.Split('/').Any(part => part is ['.', ..] or "__MACOSX"))
                    .Order(StringComparer.Ordinal)
                    .Select(name => $"{folder}/{name}"),
            ];
        }
        Listed(folder, () => StoredFolder.Recover(folder));
        var files = new List<string>();
        foreach (var place in recursive ? AllFolders(folder) : [folder])
            Listed(place, () =>
                files.AddRange(Directory.EnumerateFiles(place, "*", Visible).Where(file => SpecialFile.KindOf(file) is null))
            );
        files.Sort(StringComparer.Ordinal);
        return files;
    }

    /// <summary>The folders inside one, but hidden ones, by name; none in an archive.</summary>
    /// <exception cref="GlmException">It cannot be listed.</exception>
    public static List<string> Folders(string folder)
    {
        var folders = new List<string>();
        if (Directory.Exists(folder))
            Listed(folder, () => folders.AddRange(Directory.EnumerateDirectories(folder, "*", Visible)));
        folders.Sort(StringComparer.Ordinal);
        return folders;
    }

    /// <summary>Whether files of a folder, or of those inside, are called like genomes; only the first of them are looked at.</summary>
    public static bool HoldsGenomes(string folder)
    {
        const int MostLookedAt = 1000;
        var inside = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 3 };
        try
        {
            return Directory.EnumerateFiles(folder, "*", inside).Take(MostLookedAt).Any(GenomeFileName.PromisesGenome);
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>A folder and all inside of it but hidden ones.</summary>
    /// <exception cref="GlmException">One cannot be listed.</exception>
    public static List<string> AllFolders(string folder)
    {
        var folders = new List<string>();
        // Links may lead back to where they are: each folder is listed once, whatever ways lead to it.
        Collect(folder, Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)), [], folders);
        return folders;
    }

    private static void Collect(string folder, string real, HashSet<string> known, List<string> folders)
    {
        if (!known.Add(real))
            return;
        folders.Add(folder);
        foreach (var inside in Folders(folder))
        {
            var place = new DirectoryInfo(Path.Combine(real, Path.GetFileName(inside)));
            var target = place.LinkTarget is null ? place : place.ResolveLinkTarget(returnFinalTarget: true);
            if (target is not null)
                Collect(inside, Path.TrimEndingDirectorySeparator(target.FullName), known, folders);
        }
    }

    private static void Listed(string folder, Action list)
    {
        try
        {
            list();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GlmException($"{folder} cannot be listed: {StoredFile.Reason(e)} Check its permissions.", e);
        }
    }
}
