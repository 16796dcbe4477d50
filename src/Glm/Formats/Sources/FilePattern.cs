using Glm.Arrays.Storage;

namespace Glm.Formats.Sources;

/// <summary>
/// File names with * and ?, also in the names of folders, and ** for folders at any depth: <c>ncbi_dataset/data/*/genomic.gbff</c>.
/// </summary>
internal static class FilePattern
{
    /// <summary>Whether a path is a pattern and not the name of a file or folder.</summary>
    public static bool IsPattern(string path) => path.AsSpan().ContainsAny('*', '?') && !File.Exists(path) && !Directory.Exists(path);

    /// <summary>The files that match a pattern, sorted by name.</summary>
    public static List<string> Matching(string pattern)
    {
        var root = Path.GetPathRoot(pattern) ?? "";
        IEnumerable<string> found = [root];
        var parts = pattern[root.Length..]
            .Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < parts.Length; i++)
        {
            var (part, isLast) = (parts[i], i + 1 == parts.Length);
            found = found
                .SelectMany(folder =>
                    part == "**" && !isLast ? Within(folder)
                    : part.AsSpan().ContainsAny('*', '?') ? In(folder, part, isLast)
                    : [Path.Combine(folder, part)]
                )
                .ToList();
        }
        return [.. found.Where(file => File.Exists(file) && SpecialFile.KindOf(file) is null).Order(StringComparer.Ordinal)];
    }

    // Of any depth, none included; the folder of names without one is "".
    private static IEnumerable<string> Within(string folder)
    {
        var place = folder.Length == 0 ? "." : folder;
        return SourceFolder
            .AllFolders(place)
            .Select(inside => folder.Length == 0 ? Path.GetRelativePath(place, inside) : inside)
            .Select(inside => inside == "." ? "" : inside);
    }

    // As in shells, patterns do not match hidden files.
    private static IEnumerable<string> In(string folder, string part, bool files)
    {
        var place = folder.Length == 0 ? "." : folder;
        if (!Directory.Exists(place))
            return [];
        var names = files ? Directory.EnumerateFiles(place, part) : Directory.EnumerateDirectories(place, part);
        return names
            .Select(Path.GetFileName)
            .OfType<string>()
            .Where(name => name[0] != '.' || part[0] == '.')
            .Select(name => Path.Combine(folder, name));
    }
}
