using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using Glm.Runtime;
using Microsoft.Win32.SafeHandles;

namespace Glm.Proteins.LanguageModels.Embedding;

/// <summary>
/// Vectors that one process wrote, one after the other, which others may read meanwhile. What a kill left half written is ignored.
/// </summary>
/// <remarks>
/// Little-endian: 32 bytes of header (8 of magic with the version, int32 width, zeros), then records of the sequence's 16 bytes, the
/// vector in float32, and 8 bytes of XXH3 over both.
/// </remarks>
internal sealed class VectorCacheFile : IDisposable
{
    public const string Extension = ".vec";

    private const int HeaderBytes = 32;
    private const int KeyBytes = 16;
    private const int CheckBytes = 8;

    private static ReadOnlySpan<byte> Magic => "GLMVEC\0\u0001"u8;

    private readonly SafeFileHandle _file;
    private readonly int _width;
    private long _length;

    private VectorCacheFile(string path, SafeFileHandle file, int width, long length) =>
        (Path, _file, _width, _length) = (path, file, width, length);

    public string Path { get; }

    /// <summary>Whole records.</summary>
    public long Count => (_length - HeaderBytes) / RecordBytes;

    private int RecordBytes => KeyBytes + (4 * _width) + CheckBytes;

    /// <summary>Begins a file.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static VectorCacheFile Create(string path, int width)
    {
        var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);
        Span<byte> header = stackalloc byte[HeaderBytes];
        header.Clear();
        Magic.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[Magic.Length..], width);
        RandomAccess.Write(file, header, 0);
        return new VectorCacheFile(path, file, width, HeaderBytes);
    }

    /// <summary>Opens a file of vectors of a width; null where its header is not written yet, or it is gone.</summary>
    /// <exception cref="GlmException">It is of another version or another width.</exception>
    public static VectorCacheFile? Open(string path, int width)
    {
        SafeFileHandle file;
        try
        {
            file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null; // another process made room
        }
        Span<byte> header = stackalloc byte[HeaderBytes];
        if (RandomAccess.Read(file, header, 0) < HeaderBytes)
        {
            file.Dispose();
            return null;
        }
        if (header.StartsWith(Magic) && BinaryPrimitives.ReadInt32LittleEndian(header[Magic.Length..]) == width)
            return new VectorCacheFile(path, file, width, RandomAccess.GetLength(file));
        file.Dispose();
        throw new GlmException(
            $"{path}: this file of cached vectors was written by another version, or is damaged. Delete it, or name another folder for "
                + $"the cache; nothing was changed."
        );
    }

    /// <summary>The sequences of all whole records, in their order.</summary>
    public IEnumerable<UInt128> Keys()
    {
        const int Block = 1 << 20;
        // Small records are read as they lie, of large ones the first bytes.
        var perRead = Math.Max(1, Block / RecordBytes);
        var buffer = new byte[perRead == 1 ? KeyBytes : perRead * RecordBytes];
        for (var first = 0L; first < Count; first += perRead)
        {
            var records = (int)Math.Min(perRead, Count - first);
            var wanted = perRead == 1 ? KeyBytes : records * RecordBytes;
            if (RandomAccess.Read(_file, buffer.AsSpan(0, wanted), HeaderBytes + (first * RecordBytes)) < wanted)
                yield break;
            for (var i = 0; i < records; i++)
                yield return BinaryPrimitives.ReadUInt128LittleEndian(buffer.AsSpan(i * RecordBytes, KeyBytes));
        }
    }

    /// <summary>Reads the vector of a record; false where it is damaged.</summary>
    public bool TryRead(long record, Span<float> vector)
    {
        var bytes = new byte[RecordBytes];
        if (RandomAccess.Read(_file, bytes, HeaderBytes + (record * RecordBytes)) < bytes.Length)
            return false;
        var content = bytes.AsSpan(0, KeyBytes + (4 * _width));
        if (BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(content.Length)) != XxHash3.HashToUInt64(content))
            return false;
        MemoryMarshal.Cast<byte, float>(content[KeyBytes..]).CopyTo(vector);
        return true;
    }

    /// <summary>Appends vectors with one write.</summary>
    /// <exception cref="IOException">They cannot be written.</exception>
    public void Append(IReadOnlyList<(UInt128 Sequence, float[] Vector)> vectors)
    {
        var bytes = new byte[(long)vectors.Count * RecordBytes];
        for (var i = 0; i < vectors.Count; i++)
        {
            var record = bytes.AsSpan(i * RecordBytes, RecordBytes);
            BinaryPrimitives.WriteUInt128LittleEndian(record, vectors[i].Sequence);
            MemoryMarshal.AsBytes<float>(vectors[i].Vector).CopyTo(record[KeyBytes..]);
            BinaryPrimitives.WriteUInt64LittleEndian(record[^CheckBytes..], XxHash3.HashToUInt64(record[..^CheckBytes]));
        }
        RandomAccess.Write(_file, bytes, _length);
        _length += bytes.Length;
    }

    public void Dispose() => _file.Dispose();
}
