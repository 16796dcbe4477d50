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
    /// <summary>Whether a path is a folder or an archive.</summary>
    public static bool Exists(string path) => Directory.Exists(path) || IsArchive(path);

    /// <summary>Whether a path is a file that can be read by itself, in a folder or in an archive, or a pipe.</summary>
    public static bool IsFile(string path) =>
        path == PipedInput.Standard || File.Exists(path) && !IsArchive(path) || ZipArchiveFile.Has(path);

    /// <summary>Whether a path is a .zip archive, by its content.</summary>
    public static bool IsArchive(string path) => ZipArchiveFile.IsArchive(path);

    /// <summary>The files of a folder but hidden ones, by name.</summary>
    /// <param name="folder">A folder, an archive, or a folder in an archive.</param>
    /// <param name="recursive">Whether those of the folders inside are listed too.</param>
    /// <exception cref="GlmException">It cannot be listed.</exception>
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
        try
        {
            StoredFolder.Recover(folder);
            var options = new EnumerationOptions { RecurseSubdirectories = recursive, AttributesToSkip = FileAttributes.Hidden };
            return [.. Directory.EnumerateFiles(folder, "*", options).Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GlmException($"{folder} cannot be listed: {StoredFile.Reason(e)} Check its permissions.", e);
        }
    }
}
