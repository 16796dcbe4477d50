using Glm.Runtime;

namespace Glm.Proteins.LanguageModels.Embedding;

/// <summary>What a folder of cached vectors holds. Immutable.</summary>
/// <param name="Folder">Of the cache.</param>
/// <param name="Entries">A line per model, layer and pooling, those used last first.</param>
public sealed record VectorCacheOverview(string Folder, IReadOnlyList<VectorCacheEntry> Entries)
{
    /// <summary>Bytes of all files.</summary>
    public long Bytes => Entries.Sum(entry => entry.Bytes);

    /// <summary>Reads the names and sizes of a cache's files, not the vectors.</summary>
    /// <param name="folder">Of the cache; need not exist.</param>
    /// <exception cref="GlmException">The folder may not be read.</exception>
    public static VectorCacheOverview Of(string folder)
    {
        try
        {
            return new VectorCacheOverview(
                folder,
                [
                    .. Files(folder)
                        .GroupBy(file => Path.GetDirectoryName(file.Path)!)
                        .Select(group => Entry(group.Key, [.. group]))
                        .OrderByDescending(entry => entry.LastUsed),
                ]
            );
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(folder, exception);
        }
    }

    /// <summary>Deletes the files that were used longest ago, until the others take no more than so many bytes.</summary>
    /// <param name="folder">Of the cache; need not exist.</param>
    /// <param name="limit">Bytes; 0 deletes all.</param>
    /// <returns>Bytes that were deleted.</returns>
    /// <exception cref="GlmException">A file may not be deleted.</exception>
    public static long Trim(string folder, long limit)
    {
        try
        {
            var files = Files(folder).OrderBy(file => file.LastUsed).ToList();
            var (left, gone) = (files.Sum(file => file.Bytes), 0L);
            foreach (var file in files)
            {
                if (left <= limit)
                    break;
                (left, gone) = (left - file.Bytes, gone + file.Bytes);
                VectorCache.Forget(file.Path);
            }
            return gone;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(folder, exception);
        }
    }

    private static VectorCacheEntry Entry(string folder, FoundFile[] files)
    {
        var key = VectorCache.About(folder);
        long? vectors = null;
        try
        {
            vectors = files.Sum(found =>
            {
                using var file = VectorCacheFile.Open(found.Path, key?.Width ?? 0);
                return file?.Count ?? 0;
            });
        }
        catch (GlmException) { } // of another version: it is listed, and can be deleted
        return new VectorCacheEntry(
            key,
            Path.GetFileName(folder),
            vectors,
            files.Sum(file => file.Bytes),
            files.Max(file => file.LastUsed)
        );
    }

    /// <summary>Files of vectors one folder down, and nothing else: whoever names a wrong folder loses nothing.</summary>
    private static List<FoundFile> Files(string folder)
    {
        var found = new List<FoundFile>();
        if (!Directory.Exists(folder))
            return found;
        foreach (var directory in new DirectoryInfo(folder).GetDirectories())
            try
            {
                if (directory.LinkTarget is not null || VectorCache.About(directory.FullName) is null)
                    continue;
                foreach (var file in directory.GetFiles("*" + VectorCacheFile.Extension))
                    found.Add(new FoundFile(file.FullName, file.Length, file.LastWriteTimeUtc));
            }
            catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException) { } // taken away meanwhile
        return found;
    }

    private static GlmException Unreadable(string folder, Exception exception) =>
        new(
            $"{folder}: the cache of vectors cannot be read or changed ({exception.Message.TrimEnd('.')}). Name another folder.",
            exception
        );

    /// <summary>A file as it was when it was found: it may be taken away at any time.</summary>
    private readonly record struct FoundFile(string Path, long Bytes, DateTime LastUsed);
}
