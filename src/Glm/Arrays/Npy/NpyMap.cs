using System.IO.MemoryMappedFiles;
using System.Runtime.CompilerServices;
using Glm.Arrays.Storage;
using Glm.Runtime;

namespace Glm.Arrays.Npy;

/// <summary>
/// The rows of a .npy file read in place: the system brings in what is asked for and drops it again when memory is short. Safe for
/// concurrent use.
/// </summary>
/// <typeparam name="T">The element type, of the file's own size and kind, little-endian.</typeparam>
internal sealed unsafe class NpyMap<T> : IDisposable
    where T : unmanaged
{
    private readonly MemoryMappedFile _map;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _elements;
    private bool _disposed;

    private NpyMap(MemoryMappedFile map, long offset, long rows, int width, long declaredRows)
    {
        (_map, Offset, Rows, Width, DeclaredRows) = (map, offset, rows, width, declaredRows);
        _view = map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _elements = start + _view.PointerOffset + offset;
    }

    /// <summary>Where the elements begin in the file.</summary>
    public long Offset { get; }

    /// <summary>Number of rows.</summary>
    public long Rows { get; }

    /// <summary>Number of rows as the file's header has it.</summary>
    public long DeclaredRows { get; }

    /// <summary>Elements per row; 1 for a file of one dimension.</summary>
    public int Width { get; }

    /// <summary>A row, [Width]. It must not be used once the map is disposed of.</summary>
    public ReadOnlySpan<T> this[long row]
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)row, (ulong)Rows, nameof(row));
            return new ReadOnlySpan<T>(_elements + (row * Width * sizeof(T)), Width);
        }
    }

    /// <summary>Maps a file of one or two dimensions in C order.</summary>
    /// <param name="path">The file; it may hold more than it says, for example where another program is appending.</param>
    /// <param name="type">The element type that it must have.</param>
    /// <param name="rows">Rows to map where not the header counts but another record of what is complete; null for the header's.</param>
    /// <exception cref="GlmException">The file is missing, no such array, or shorter than it should be.</exception>
    public static NpyMap<T> Open(string path, ElementType type, long? rows = null)
    {
        if (NdArray.SizeOf(type) != Unsafe.SizeOf<T>())
            throw new ArgumentException($"{typeof(T).Name} has not the size of {type}.", nameof(type));
        using var file = StoredFile.Open(path, new FileStreamOptions { Share = FileShare.ReadWrite });
        var header = NpyHeader.Read(path, file);
        var offset = file.Position;
        if (
            NpyReader.ElementTypeOf(path, header.Descriptor) != type
            || header.BigEndian
            || header.FortranOrder
            || header.Shape.Length is < 1 or > 2
        )
            throw new GlmException(
                $"{path}: an array of {type} in C order with 1 or 2 dimensions is needed, and this is '{header.Descriptor}' of "
                    + $"shape {ArrayLayout.Describe(header.Shape)}. Write it again."
            );
        ArrayLayout.ByteCount(path, header.Shape, sizeof(T));
        if (header.Shape.Length == 2 && header.Shape[1] > int.MaxValue / sizeof(T))
            throw new GlmException($"{path}: rows of {header.Shape[1]} numbers are too long to be read. Write it again.");
        var width = header.Shape.Length == 1 ? 1 : (int)header.Shape[1];
        var count = rows ?? header.Shape[0];
        var needed = ArrayLayout.ByteCount(path, [count, width], sizeof(T));
        if (file.Length - offset < needed)
            throw new GlmException(
                $"{path}: {count} rows of {width} take up {needed} bytes, and {file.Length - offset} are there; the file is "
                    + $"truncated. Restore it."
            );
        return new NpyMap<T>(
            MemoryMappedFile.CreateFromFile(file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true),
            offset,
            count,
            width,
            header.Shape[0]
        );
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _map.Dispose();
    }
}
