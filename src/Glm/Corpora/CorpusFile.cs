using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Glm.Arrays.Npy;
using Glm.Arrays.Storage;
using Glm.Runtime;

namespace Glm.Corpora;

/// <summary>
/// A file of a corpus that grows at its end. Opening it again cuts off whatever was added after the last completed step. Not thread-safe.
/// </summary>
internal sealed class CorpusFile : IDisposable
{
    private readonly CorpusArray _array;
    private readonly string _path;
    private readonly FileStream _stream;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _flushed;
    private long _complete;
    private bool _hasFailed; // some of what was not added may be there

    /// <param name="folder">The corpus.</param>
    /// <param name="array">Which file.</param>
    /// <param name="bytes">Bytes of data that completed steps have written; 0 starts an empty file.</param>
    /// <exception cref="GlmException">The file cannot be written, or lacks some of these bytes.</exception>
    public CorpusFile(string folder, CorpusArray array, long bytes)
    {
        (_array, _path, Bytes, _flushed, _complete) = (array, Path.Combine(folder, array.Name), bytes, bytes, bytes);
        _stream = StoredFile.Open(
            _path,
            new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.Read,
                BufferSize = 1 << 20,
            }
        );
        try
        {
            if (bytes > 0 && _stream.Length < array.Offset + bytes)
                throw CorpusDamage.In(_path, $"{_stream.Length} bytes are present, and the journal needs {array.Offset + bytes}");
            Guard(() =>
            {
                _stream.SetLength(array.Offset + bytes);
                WriteHeader();
            });
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Bytes of data, not counting a header.</summary>
    public long Bytes { get; private set; }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _stream.Write(bytes);
        }
        catch (Exception exception) when (StoredFile.Explain(_path, "written", exception) is { } explained)
        {
            _hasFailed = true;
            throw explained;
        }
        _hash.AppendData(bytes);
        Bytes += bytes.Length;
    }

    public void Append<T>(ReadOnlySpan<T> elements)
        where T : unmanaged => Append(MemoryMarshal.AsBytes(elements));

    /// <summary>Ends the part that one step adds.</summary>
    public CorpusSegment EndSegment() => new(Bytes, Convert.ToHexStringLower(_hash.GetHashAndReset()));

    /// <summary>Writes the number of rows into the header and flushes everything to the disk. Does nothing if nothing was added.</summary>
    public void Flush()
    {
        if (Bytes == _flushed)
            return;
        Guard(() =>
        {
            WriteHeader();
            _stream.Flush(flushToDisk: true);
        });
        _flushed = Bytes;
    }

    /// <summary>What was flushed belongs to completed steps from now on.</summary>
    public void Complete() => _complete = _flushed;

    /// <summary>Closes the file. What belongs to no completed step is cut off: a full disk needs the room.</summary>
    public void Dispose()
    {
        _hash.Dispose();
        try
        {
            _stream.Dispose();
        }
        catch (IOException)
        {
            // What could not be written belongs to no completed step; the failure that led here was reported.
        }
        if (Bytes == _complete && !_hasFailed)
            return;
        try
        {
            using var file = File.OpenHandle(_path, FileMode.Open, FileAccess.Write, FileShare.Read);
            RandomAccess.SetLength(file, _array.Offset + _complete);
            RandomAccess.Write(file, Header(_complete), 0);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next writer does it.
        }
    }

    private void WriteHeader()
    {
        _stream.Position = 0;
        _stream.Write(Header(Bytes));
        _stream.Seek(0, SeekOrigin.End);
    }

    /// <summary>The header of an array with so many bytes of data; empty for a text file.</summary>
    private byte[] Header(long bytes)
    {
        if (_array.Type is not { } type)
            return [];
        var rows = bytes / _array.RowBytes;
        return NpyHeader.Write(
            NpyFile.DescriptorOf(_path, type),
            _array.Columns == 0 ? [rows] : [rows, _array.Columns],
            CorpusArray.HeaderBytes
        );
    }

    private void Guard(Action write)
    {
        try
        {
            write();
        }
        catch (Exception exception) when (StoredFile.Explain(_path, "written", exception) is { } explained)
        {
            throw explained;
        }
    }
}
