using System.IO.Compression;
using Glm.Runtime;

namespace Glm.Arrays.Storage;

/// <summary>
/// A zip file whose entries are opened one at a time; its claims about sizes are checked before anything believes them. Not thread-safe.
/// </summary>
internal sealed class ZipContainer : IDisposable
{
    // Deflate cannot do better than 1032:1; arrays that compress better than 200:1 are zeros and rarely large.
    private const long MaxRatio = 1040;
    private const long SuspiciousRatio = 200;
    private const long SuspiciousBytes = 256L << 20;

    private readonly FileStream _file;
    private readonly ZipArchive _archive;
    private readonly Dictionary<string, ZipArchiveEntry> _entries = new(StringComparer.Ordinal);

    /// <param name="path">Begins every message.</param>
    /// <param name="file">Owned from here on, also where the constructor throws.</param>
    public ZipContainer(string path, FileStream file)
    {
        (Path, _file) = (path, file);
        try
        {
            _archive = Guard(path, () => new ZipArchive(file, ZipArchiveMode.Read));
            foreach (var entry in Guard(path, () => _archive.Entries))
                if (!_entries.TryAdd(entry.FullName, entry))
                    throw new GlmException(
                        $"{path}: the zip holds {LineText.Quoted(entry.FullName)} twice; refused. Save the file again."
                    );
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public string Path { get; }

    public IEnumerable<string> Names => _entries.Keys;

    public bool Contains(string name) => _entries.ContainsKey(name);

    /// <summary>Unpacked bytes of an entry, plausible for this file.</summary>
    public long LengthOf(string name) => Checked(name).Length;

    /// <summary>Bytes of an entry within the file.</summary>
    public long CompressedLengthOf(string name) => Checked(name).CompressedLength;

    /// <summary>Opens an entry, hands it over and closes it.</summary>
    public T Read<T>(string name, Func<Stream, T> read)
    {
        var entry = Checked(name);
        return Guard($"{Path}: entry {LineText.Quoted(name)}", () =>
        {
            using var stream = entry.Open();
            return read(stream);
        });
    }

    /// <summary>As <see cref="Read{T}"/>, for a reader that fills a span.</summary>
    public void ReadInto(string name, Span<byte> destination, EntryReader read)
    {
        var entry = Checked(name);
        var where = $"{Path}: entry {LineText.Quoted(name)}";
        try
        {
            using var stream = entry.Open();
            read(stream, destination);
        }
        catch (Exception exception) when (IsDamage(exception))
        {
            throw Damaged(where, exception);
        }
    }

    public void Dispose()
    {
        _archive.Dispose();
        _file.Dispose();
    }

    /// <summary>Reads from an entry's stream.</summary>
    public delegate void EntryReader(Stream entry, Span<byte> destination);

    private ZipArchiveEntry Checked(string name)
    {
        if (!_entries.TryGetValue(name, out var entry))
            throw new GlmException(
                $"{Path}: the zip has no entry {LineText.Quoted(name)}; the file is incomplete. Save or download it again."
            );
        long packed = entry.CompressedLength,
            length = entry.Length;
        if (packed > _file.Length)
            throw new GlmException(
                $"{Path}: entry {LineText.Quoted(name)} claims {packed} bytes in a file of {_file.Length}; the file is damaged: "
                    + $"copy or download it again."
            );
        if (length > packed * MaxRatio || length > SuspiciousBytes && length / SuspiciousRatio > packed)
            throw new GlmException(
                $"{Path}: entry {LineText.Quoted(name)} claims to unpack {packed} bytes into {length}; refused as a zip bomb. "
                    + $"Save it without compression."
            );
        return entry;
    }

    private static T Guard<T>(string where, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception exception) when (IsDamage(exception))
        {
            throw Damaged(where, exception);
        }
    }

    // What the zip library throws at damaged directories, headers and streams.
    private static bool IsDamage(Exception exception) =>
        exception
            is InvalidDataException
                or IOException
                or NotSupportedException
                or ArgumentException
                or OverflowException
                or IndexOutOfRangeException;

    private static GlmException Damaged(string where, Exception exception) =>
        new($"{where}: the zip is truncated or damaged ({LineText.Shown(exception.Message)}); copy or download it again.", exception);
}
