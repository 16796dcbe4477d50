using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Glm.Interactive.Provenance;

/// <summary>SHA-256 of files, each computed once for as long as its size and its time stay what they are. Thread-safe.</summary>
public static class FileHashes
{
    private const int MostLevelsUp = 3;

    private static readonly ConcurrentDictionary<string, (long Bytes, DateTime Changed, string Sha256)> Known = new(
        StringComparer.Ordinal
    );

    /// <summary>Size and hash of files, several at a time; of those that are gone, nothing.</summary>
    /// <param name="paths">Full paths.</param>
    /// <param name="folder">The folder that paths are said from.</param>
    public static IReadOnlyList<FileIdentity> Of(IReadOnlyList<string> paths, string folder) =>
        [.. paths.AsParallel().AsOrdered().Select(path => Of(path, folder)).OfType<FileIdentity>()];

    /// <summary>Size and hash of a file; null if there is none.</summary>
    public static FileIdentity? Of(string path, string folder)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists)
                return null;
            var (bytes, changed) = (file.Length, file.LastWriteTimeUtc);
            if (!Known.TryGetValue(path, out var known) || known.Bytes != bytes || known.Changed != changed)
            {
                using var stream = new FileStream(
                    path,
                    new FileStreamOptions
                    {
                        Share = FileShare.ReadWrite | FileShare.Delete,
                        BufferSize = 0,
                        Options = FileOptions.SequentialScan,
                    }
                );
                known = (bytes, changed, stream.CanSeek ? Convert.ToHexStringLower(SHA256.HashData(stream)) : "");
                Known[path] = known;
            }
            return new FileIdentity(Shown(path, folder), bytes, known.Sha256);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>
    /// A path as records say it: from the notebook's folder, so that it holds in a copy of the folder elsewhere and tells nothing of the
    /// user's own; absolute only where the two have no more than the root in common.
    /// </summary>
    internal static string Shown(string path, string folder)
    {
        var relative = Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/');
        return relative.Split('/').TakeWhile(part => part == "..").Count() <= MostLevelsUp ? relative : path;
    }
}
