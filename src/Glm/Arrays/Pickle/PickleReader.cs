using Glm.Arrays.Storage;
using Glm.Runtime;

namespace Glm.Arrays.Pickle;

/// <summary>
/// Reads Python pickles, protocols 0 to 5, as data. Nothing is imported, called or executed: classes and calls become inert
/// <see cref="PickleObject"/> records, and only those that the caller names are accepted. Memory, depth and time are bounded by the length
/// of the file.
/// </summary>
internal static class PickleReader
{
    /// <summary>Reads a file that holds one pickle and nothing else.</summary>
    /// <returns>null, bool, long, BigInteger, double, string, byte[] or a <see cref="PickleNode"/>.</returns>
    /// <exception cref="GlmException">The file is missing, not a pickle, damaged, beyond a limit, or refers to something that is not
    /// allowed.</exception>
    public static object? Read(string path, PickleOptions options) =>
        StoredFile.Read(path, file => Read(file, file.Length, path, options));

    /// <summary>Reads a pickle that takes exactly the next bytes of a stream.</summary>
    /// <param name="stream">Stands at the pickle's first byte.</param>
    /// <param name="length">The pickle's length in bytes.</param>
    /// <param name="name">Begins every message.</param>
    /// <param name="options">Allowed names and limits.</param>
    /// <returns>null, bool, long, BigInteger, double, string, byte[] or a <see cref="PickleNode"/>.</returns>
    /// <exception cref="GlmException">The bytes are not a pickle, are damaged, beyond a limit, or refer to something that is not
    /// allowed.</exception>
    public static object? Read(Stream stream, long length, string name, PickleOptions options)
    {
        var limit = options.MaxMemory ?? (64L << 20) + 16 * length;
        var root = new PickleMachine(new PickleInput(stream, length, name), name, options, limit).Run();
        PickleGraph.Check(root, name, options.MaxDepth, limit);
        return root;
    }
}
