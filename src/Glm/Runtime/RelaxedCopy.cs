using System.Security.Cryptography;

namespace Glm.Runtime;

/// <summary>Keeps an edited shared library in a per-user folder and loads it from there.</summary>
internal static class RelaxedCopy
{
    /// <param name="image">The library, edited.</param>
    /// <param name="cache">A folder that only this user writes to, made if it is missing; empty for none.</param>
    /// <param name="load">Loads a library by full path.</param>
    /// <returns>The path that was loaded. If the cache cannot be written, a temporary one that no longer exists.</returns>
    public static string Load(byte[] image, string cache, Action<string> load)
    {
        var name = $"libLibTorchSharp-{Convert.ToHexStringLower(SHA256.HashData(image).AsSpan(0, 8))}.so";
        if (cache.Length > 0 && Keep(image, Path.Combine(cache, name)) is { } kept)
        {
            load(kept);
            return kept;
        }

        // A fresh folder of mode 700: a fixed name in a shared temporary folder could be somebody else's library.
        var temporary = Directory.CreateTempSubdirectory("glm-interactive-");
        try
        {
            var path = Path.Combine(temporary.FullName, name);
            File.WriteAllBytes(path, image);
            load(path);
            return path;
        }
        finally
        {
            temporary.Delete(recursive: true); // what is mapped stays mapped
        }
    }

    /// <summary>The path under which the copy is kept, or null if the folder cannot be written.</summary>
    private static string? Keep(byte[] image, string path)
    {
        try
        {
            if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(image))
                return path;
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var unfinished = TemporaryPath.In(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(unfinished.Path, image);
            File.Move(unfinished.Path, path, overwrite: true); // atomic, so that two processes may do this at once
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
