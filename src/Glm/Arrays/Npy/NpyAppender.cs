using Glm.Arrays.Storage;
using Glm.Runtime;

namespace Glm.Arrays.Npy;

/// <summary>
/// Writes a .npy file of known shape piece by piece, so that an array larger than memory can be made. The file appears under its name when
/// complete.
/// </summary>
internal sealed class NpyAppender : IDisposable
{
    private readonly string _path;
    private readonly long _bytes;
    private readonly PendingFile _file;
    private long _written;

    /// <param name="path">The file to make or replace.</param>
    /// <param name="type">Element type.</param>
    /// <param name="shape">Of the whole array.</param>
    /// <exception cref="GlmException">The file cannot be written.</exception>
    public NpyAppender(string path, ElementType type, IReadOnlyList<long> shape)
    {
        _path = path;
        _bytes = ArrayLayout.ByteCount(path, shape, NdArray.SizeOf(type));
        var header = NpyHeader.Write(NpyFile.DescriptorOf(path, type), shape);
        _file = new PendingFile(path);
        _file.Write(header);
    }

    /// <summary>The next elements in C order, as little-endian bytes.</summary>
    public void Append(ReadOnlySpan<byte> elements)
    {
        _written += elements.Length;
        if (_written > _bytes)
            throw new InvalidOperationException($"{_path}: {_written} bytes for an array of {_bytes}.");
        _file.Write(elements);
    }

    /// <summary>Moves the finished file into place.</summary>
    /// <exception cref="InvalidOperationException">Elements are missing.</exception>
    public void Complete()
    {
        if (_written != _bytes)
            throw new InvalidOperationException($"{_path}: {_written} bytes of {_bytes} were written.");
        _file.Complete();
    }

    /// <summary>Drops an unfinished file.</summary>
    public void Dispose() => _file.Dispose();
}
