using System.Globalization;
using System.Text;
using Glm.Arrays.Storage;
using Glm.Runtime;

namespace Glm.Proteins.LanguageModels.Embedding;

/// <summary>
/// Vectors of sequences that a language model has read before, in a folder that notebooks share. A sequence is known by its tokens, and
/// its vector by model, layer, pooling and precision. What is written is there for others, and after a kill, at once. Not thread-safe,
/// but any number of processes may use one folder.
/// </summary>
/// <remarks>
/// One folder per <see cref="VectorOrigin"/> with <c>about.json</c> and the files of the processes that wrote. Where all of them exceed
/// a limit, files that were used longest ago go.
/// </remarks>
public sealed class VectorCache : IDisposable
{
    /// <summary>The size to which a cache grows unless said otherwise: 20 GB.</summary>
    public const long StandardLimit = 20_000_000_000;

    private const string AboutName = "about.json";
    private const long MostAboutBytes = 100_000;

    private readonly string _root;
    private readonly string _folder;
    private readonly VectorOrigin _key;
    private readonly long _limit;
    private readonly List<VectorCacheFile> _files = [];
    private readonly Dictionary<UInt128, (VectorCacheFile File, long Record)> _places = [];
    private VectorCacheFile? _own;

    private VectorCache(string root, VectorOrigin key, long limit)
    {
        (_root, _folder, _key, _limit) = (root, Path.Combine(root, key.FolderName), key, limit);
        if (!Directory.Exists(_folder))
            return;
        try
        {
            foreach (var path in Directory.GetFiles(_folder, "*" + VectorCacheFile.Extension).Order(StringComparer.Ordinal))
                if (VectorCacheFile.Open(path, key.Width) is { } file)
                {
                    _files.Add(file);
                    Note(file, file.Keys());
                    Touch(path);
                }
        }
        catch (DirectoryNotFoundException) { } // another process makes room at this moment
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Dispose();
            throw Unreadable(exception);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The folder of this user: <c>glm/vectors</c> where the system keeps caches.</summary>
    public static string StandardFolder
    {
        get
        {
            var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
            var caches =
                Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } set && Path.IsPathRooted(set) ? set
                : OperatingSystem.IsWindows()
                    ? Environment.GetFolderPath(
                        Environment.SpecialFolder.LocalApplicationData,
                        Environment.SpecialFolderOption.DoNotVerify
                    )
                : OperatingSystem.IsMacOS() ? Path.Combine(home, "Library", "Caches")
                : Path.Combine(home, ".cache");
            return Path.Combine(caches, "glm", "vectors");
        }
    }

    /// <summary>Sequences that have a vector.</summary>
    public int Count => _places.Count;

    /// <summary>Why vectors are no longer kept, for example since the disk is full; null where they are.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Opens the vectors of a key, of which there may be none yet.</summary>
    /// <param name="folder">Of all keys; made when the first vector is kept.</param>
    /// <param name="key">Of the vectors.</param>
    /// <param name="limit">Bytes of all files in the folder, beyond which those used longest ago go.</param>
    /// <exception cref="GlmException">A file was written by another version, or may not be read.</exception>
    public static VectorCache Open(string folder, VectorOrigin key, long limit = StandardLimit) => new(folder, key, limit);

    /// <summary>Reads the vector of a sequence.</summary>
    /// <param name="sequence">Its checksum.</param>
    /// <param name="vector">[Width], filled where it is found.</param>
    internal bool TryRead(UInt128 sequence, Span<float> vector) =>
        _places.TryGetValue(sequence, out var place) && place.File.TryRead(place.Record, vector);

    /// <summary>Keeps vectors. Where they cannot be written the cache goes without, and says so in <see cref="Trouble"/>.</summary>
    internal void Add(IReadOnlyList<(UInt128 Sequence, float[] Vector)> vectors)
    {
        if (Trouble is not null || vectors.Count == 0)
            return;
        try
        {
            _own ??= Begin();
            var first = _own.Count;
            _own.Append(vectors);
            Note(_own, vectors.Select(vector => vector.Sequence), first);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or GlmException)
        {
            Trouble = $"The cache of vectors cannot be written, so these are not kept in it ({exception.Message.TrimEnd('.')}).";
        }
    }

    public void Dispose()
    {
        foreach (var file in _files)
            file.Dispose();
    }

    private void Note(VectorCacheFile file, IEnumerable<UInt128> sequences, long first = 0)
    {
        foreach (var sequence in sequences)
            _places[sequence] = (file, first++);
    }

    private VectorCacheFile Begin()
    {
        VectorCacheOverview.Trim(_root, _limit);
        Directory.CreateDirectory(_folder);
        var name = string.Create(
            CultureInfo.InvariantCulture,
            $"{DateTime.UtcNow:yyyyMMdd-HHmmss}-{Environment.ProcessId}-{Random.Shared.NextInt64():x16}{VectorCacheFile.Extension}"
        );
        var file = VectorCacheFile.Create(Path.Combine(_folder, name), _key.Width);
        _files.Add(file);
        // After the file: a folder without files may be taken away by another process that makes room.
        var about = Path.Combine(_folder, AboutName);
        if (!File.Exists(about))
            StoredFile.Replace(about, stream => stream.Write(Encoding.UTF8.GetBytes(_key.ToJson())));
        return file;
    }

    /// <summary>Notes that a file was used, where that may be written.</summary>
    private static void Touch(string path)
    {
        try
        {
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException) { }
    }

    private GlmException Unreadable(Exception exception) =>
        new($"{_folder}: the cache of vectors cannot be read ({exception.Message.TrimEnd('.')}). Name another folder for it.", exception);

    /// <summary>Deletes a file of vectors, and its folder with the last one, whatever other processes do there.</summary>
    internal static void Forget(string file)
    {
        var folder = Path.GetDirectoryName(file)!;
        try
        {
            File.Delete(file);
            if (Directory.EnumerateFiles(folder, "*" + VectorCacheFile.Extension).Any())
                return;
        }
        catch (DirectoryNotFoundException)
        {
            return; // another process was faster
        }
        try
        {
            File.Delete(Path.Combine(folder, AboutName));
            Directory.Delete(folder);
        }
        catch (IOException) { } // gone, or somebody writes to it again
    }

    /// <summary>What a folder says of itself; null where it does not.</summary>
    internal static VectorOrigin? About(string folder)
    {
        try
        {
            var file = new FileInfo(Path.Combine(folder, AboutName));
            return file.Exists && file.Length < MostAboutBytes ? VectorOrigin.FromJson(File.ReadAllText(file.FullName)) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
