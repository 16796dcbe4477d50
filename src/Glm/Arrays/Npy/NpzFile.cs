using System.IO.Compression;
using Glm.Arrays.Storage;
using Glm.Runtime;

namespace Glm.Arrays.Npy;

/// <summary>numpy's .npz files: a zip of .npy arrays, read one at a time or written. Not thread-safe.</summary>
public sealed class NpzFile : IDisposable
{
    private const string Extension = ".npy";

    /// <summary>The first moment that a zip can name: when a file was made is no part of what it holds.</summary>
    private static readonly DateTimeOffset Epoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ZipContainer _zip;

    private NpzFile(ZipContainer zip)
    {
        _zip = zip;
        Names = [.. zip.Names.Where(name => name.EndsWith(Extension, StringComparison.Ordinal)).Select(name => name[..^Extension.Length])];
    }

    /// <summary>The arrays' names in file order, without ".npy".</summary>
    public IReadOnlyList<string> Names { get; }

    /// <exception cref="GlmException">The file is missing or no complete zip file.</exception>
    public static NpzFile Open(string path) => new(new ZipContainer(path, StoredFile.OpenRead(path)));

    /// <summary>Reads one array.</summary>
    /// <exception cref="GlmException">There is no such array, or it is damaged or unsupported.</exception>
    public NdArray Read(string name) => Read(name, NpyReader.Read);

    /// <summary>Whether an array holds fixed-width strings ('&lt;U12').</summary>
    /// <exception cref="GlmException">There is no such array, or its header is damaged.</exception>
    public bool IsText(string name) => Read(name, (where, stream, _, _) => NpyHeader.Read(where, stream).Kind == 'U');

    /// <summary>Reads one array of fixed-width strings ('&lt;U12'), flattened in C order.</summary>
    /// <exception cref="GlmException">There is no such array, it is damaged, or its elements are not strings.</exception>
    public string[] ReadStrings(string name) => Read(name, NpyReader.ReadStrings);

    /// <summary>Writes arrays, compressed; equal arrays make equal files. Replaces the file only once it is complete.</summary>
    /// <exception cref="GlmException">The file cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<NpzEntry> arrays) => StoredFile.Replace(path, stream =>
        {
            using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
            foreach (var array in arrays)
            {
                var entry = zip.CreateEntry(array.Name + Extension, CompressionLevel.Fastest);
                entry.LastWriteTime = Epoch;
                using var content = entry.Open();
                array.Write(content);
            }
        });

    public void Dispose() => _zip.Dispose();

    private T Read<T>(string name, Func<string, Stream, long, bool, T> read)
    {
        var entry = name + Extension;
        if (!_zip.Contains(entry))
            throw new GlmException(
                $"{_zip.Path}: holds no array {LineText.Quoted(name)}; it holds "
                    + $"{(Names.Count == 0 ? "none" : LineText.Shown(string.Join(", ", Names)))}."
            );
        var length = _zip.LengthOf(entry);
        return _zip.Read(entry, stream => read($"{_zip.Path}: array {LineText.Quoted(name)}", stream, length, true));
    }
}
