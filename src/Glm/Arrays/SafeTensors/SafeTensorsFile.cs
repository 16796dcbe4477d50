using System.Buffers.Binary;
using Glm.Arrays.Storage;
using Glm.Runtime;

namespace Glm.Arrays.SafeTensors;

/// <summary>
/// A safetensors file, opened for reading: the header is checked as a whole, tensors are read one at a time. Reading is thread-safe.
/// </summary>
public sealed class SafeTensorsFile : IDisposable
{
    private readonly string _path;
    private readonly FileStream _file;
    private readonly OrderedDictionary<string, SafeTensorInfo> _tensors;

    private SafeTensorsFile(string path, FileStream file, SafeTensorsHeader header)
    {
        (_path, _file, Metadata) = (path, file, header.Metadata);
        _tensors = header.Tensors;
        Names = [.. _tensors.Keys];
    }

    /// <summary>Tensor names in the order of the header.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The metadata strings of the header; empty if there are none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <exception cref="GlmException">The file is missing, truncated, damaged, or no safetensors file.</exception>
    public static SafeTensorsFile Open(string path)
    {
        var file = StoredFile.OpenRead(path);
        try
        {
            Span<byte> prefix = stackalloc byte[8];
            StridedReader.Fill($"{path}: no complete safetensors header", file, prefix);
            var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
            if (length > SafeTensorTypes.MaxHeaderBytes)
                throw new GlmException(
                    $"{path}: the header claims {length} bytes, at most {SafeTensorTypes.MaxHeaderBytes} are allowed; this is no "
                        + $"safetensors file, or a damaged one: copy or download it again, or name another."
                );
            if ((long)length > file.Length - 8)
                throw new GlmException(
                    $"{path}: the header claims {length} bytes, but {file.Length - 8} follow; the file is truncated or no "
                        + $"safetensors file: copy or download it again, or name another."
                );
            return new SafeTensorsFile(path, file, SafeTensorsHeader.Read(path, file, (int)length, file.Length - 8 - (long)length));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>What the header says of a tensor, or null.</summary>
    public SafeTensorInfo? Find(string name) => _tensors.GetValueOrDefault(name);

    /// <summary>Reads one tensor.</summary>
    /// <exception cref="GlmException">There is no such tensor, it exceeds 2 GB, or the file became shorter.</exception>
    public NdArray Read(string name)
    {
        var tensor = Require(name);
        var bytes = ArrayLayout.Allocate($"{_path}: tensor {LineText.Quoted(name)}", tensor.ByteLength);
        ReadInto(name, bytes);
        return new NdArray(tensor.Type, tensor.Shape, bytes);
    }

    /// <summary>Reads one tensor straight into memory of exactly its length.</summary>
    /// <exception cref="GlmException">There is no such tensor, or the file became shorter.</exception>
    public void ReadInto(string name, Span<byte> destination)
    {
        var tensor = Require(name);
        if (destination.Length != tensor.ByteLength)
            throw new ArgumentException($"Tensor '{name}' has {tensor.ByteLength} bytes, not {destination.Length}.", nameof(destination));
        for (var done = 0; done < destination.Length; )
        {
            var read = RandomAccess.Read(_file.SafeFileHandle, destination[done..], tensor.Offset + done);
            if (read == 0)
                throw new GlmException($"{_path}: the file became shorter while it was read; write it again.");
            done += read;
        }
    }

    public void Dispose() => _file.Dispose();

    private SafeTensorInfo Require(string name) =>
        Find(name)
        ?? throw new GlmException(
            $"{_path}: holds no tensor {LineText.Quoted(name)}; it holds {_tensors.Count} "
                + $"others{(Names.Count > 0 ? $", such as {LineText.Quoted(Names[0])}" : "")}."
        );
}
