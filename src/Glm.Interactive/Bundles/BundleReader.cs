using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Glm.Arrays.Storage;
using Glm.Runtime;

namespace Glm.Interactive.Bundles;

/// <summary>
/// Unpacks a bundle into a new folder, all or nothing: every file must be listed in the bundle's metadata with the size and checksum that
/// it has. Bundles may come from anybody: nothing is written outside the folder, no link is made, and no more is unpacked than the list
/// says.
/// </summary>
public static class BundleReader
{
    /// <summary>More files than a run makes.</summary>
    private const int MostFiles = 100_000;

    /// <summary>Deflate never packs better than this.</summary>
    private const long MostRatio = 1032;

    private const long LargestList = 1 << 26;
    private const int LongestName = 400;

    /// <summary>Characters that have a meaning in the paths of some system.</summary>
    private static readonly System.Buffers.SearchValues<char> Forbidden = System.Buffers.SearchValues.Create("\\:*?\"<>|");

    /// <param name="path">The .zip.</param>
    /// <param name="folder">A folder that does not exist or is empty.</param>
    /// <param name="progress">Files.</param>
    /// <param name="cancellation">Stops; nothing is left then.</param>
    /// <exception cref="GlmException">It is no bundle, damaged, of a later version, or one that would do harm; or the folder is
    /// taken.</exception>
    public static OpenedBundle Open(
        string path,
        string folder,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        if (!File.Exists(path))
            throw new GlmException($"{path}: there is no such file. Name a bundle, as glm bundle writes it.");
        StoredFile.RequireRegular(path);
        if (File.Exists(folder) || Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new GlmException($"{folder}: something is there already. Name a new folder by --folder.");
        var parts = $"{Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))}.{Guid.NewGuid():N}.part";
        try
        {
            using var zip = ZipFile.OpenRead(path);
            var entries = Entries(path, zip);
            var crate = Crate.Read(path, entries);
            Directory.CreateDirectory(parts);
            Unpack(path, entries, crate, parts, progress, cancellation);
            if (Directory.Exists(folder))
                Directory.Delete(folder);
            Directory.Move(parts, folder);
            return new OpenedBundle(
                folder,
                Path.Combine(folder, crate.Notebook),
                crate.Session is { } session ? Path.Combine(folder, session) : null,
                [.. crate.Files.Values.OrderBy(file => file.Path, StringComparer.Ordinal)],
                crate.Absent
            );
        }
        catch (InvalidDataException failure)
        {
            throw new GlmException(
                $"{path}: the .zip archive is damaged or breaks off, so nothing was unpacked. Fetch it again.",
                failure
            );
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new GlmException($"{path}: it could not be unpacked ({LineText.Shown(failure.Message, 200)}).", failure);
        }
        finally
        {
            if (Directory.Exists(parts))
                Directory.Delete(parts, recursive: true);
        }
    }

    /// <summary>The files of an archive by name, none of which leads elsewhere.</summary>
    private static Dictionary<string, ZipArchiveEntry> Entries(string path, ZipArchive zip)
    {
        if (zip.Entries.Count > MostFiles)
            throw Harmful(path, $"it has {zip.Entries.Count} files, and a bundle has at most {MostFiles}");
        var entries = new Dictionary<string, ZipArchiveEntry>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in zip.Entries)
        {
            var name = entry.FullName;
            if (!IsInside(name))
                throw Harmful(path, $"{LineText.Quoted(name)} is no name of a file inside it");
            if (((entry.ExternalAttributes >> 16) & 0xF000) is not (0 or 0x8000))
                throw Harmful(path, $"{LineText.Quoted(name)} is a link or something else that is no file");
            if (entry.IsEncrypted)
                throw Harmful(path, $"{LineText.Quoted(name)} is encrypted");
            if (!entries.TryAdd(name, entry))
                throw Harmful(path, $"it holds {LineText.Quoted(name)} twice");
        }
        foreach (var name in entries.Keys)
            for (var slash = name.IndexOf('/'); slash >= 0; slash = name.IndexOf('/', slash + 1))
                if (entries.ContainsKey(name[..slash]))
                    throw Harmful(path, $"{LineText.Quoted(name.AsSpan(0, slash))} is a file and a folder in it");
        return entries;
    }

    /// <summary>Whether a path can be that of a file in a bundle: it stays inside, and every system has such names.</summary>
    internal static bool IsInside(string name) =>
        name.Length is > 0 and <= LongestName
        && !name.AsSpan().ContainsAny(Forbidden)
        && !name.Any(char.IsControl)
        && name.Split('/').All(part => part.Length > 0 && part.Trim('.').Length > 0 && !part.EndsWith(' ') && !part.EndsWith('.'));

    private static void Unpack(
        string path,
        Dictionary<string, ZipArchiveEntry> entries,
        Crate crate,
        string folder,
        IProgress<ProgressReport>? progress,
        CancellationToken cancellation
    )
    {
        if (crate.Files.Keys.FirstOrDefault(name => !entries.ContainsKey(name)) is { } absent)
            throw new AlteredBundleException(path, absent, isAbsent: true, "is in its list and not in it");
        if (entries.Keys.FirstOrDefault(name => name != RoCrate.FileName && !crate.Files.ContainsKey(name)) is { } unlisted)
            throw new AlteredBundleException(path, unlisted, isAbsent: false, "is in it and not in its list");
        foreach (var (name, file) in crate.Files)
            if (file.Bytes / MostRatio > entries[name].CompressedLength)
                throw Harmful(path, $"{LineText.Quoted(name)} would become {file.Bytes} bytes of {entries[name].CompressedLength}");
        var done = 0;
        foreach (var (name, entry) in entries)
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Report(new ProgressReport("unpack", done++, entries.Count, "files"));
            var target = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            var listed = crate.Files.GetValueOrDefault(name);
            var (bytes, sha256) = Copy(entry, target, listed?.Bytes ?? LargestList, cancellation);
            if (listed is not null && (bytes != listed.Bytes || sha256 != listed.Sha256))
                throw new AlteredBundleException(path, name, isAbsent: false, "is not as it was packed");
        }
    }

    /// <summary>Copies no more than was said, and one byte to tell that there is more.</summary>
    private static (long Bytes, string Sha256) Copy(ZipArchiveEntry entry, string target, long most, CancellationToken cancellation)
    {
        using var source = entry.Open();
        using var file = new FileStream(target, FileMode.CreateNew);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 16];
        var bytes = 0L;
        while (source.Read(buffer) is > 0 and var read)
        {
            cancellation.ThrowIfCancellationRequested();
            bytes += read;
            if (bytes > most)
                return (bytes, "");
            file.Write(buffer.AsSpan(0, read));
            hash.AppendData(buffer.AsSpan(0, read));
        }
        return (bytes, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static GlmException Damaged(string path, string what) =>
        new($"{path}: {what}, so nothing was unpacked. Fetch the bundle again, or ask for a whole one.");

    private static GlmException Harmful(string path, string what) =>
        new($"{path}: {what}, so nothing was unpacked. glm bundle writes no such archive; do not trust this one.");

    /// <summary>What the metadata of a bundle say that matters for opening it.</summary>
    private sealed record Crate(
        string Notebook,
        string? Session,
        IReadOnlyDictionary<string, BundledFile> Files,
        IReadOnlyList<BundleOmission> Absent
    )
    {
        public static Crate Read(string path, Dictionary<string, ZipArchiveEntry> entries)
        {
            if (!entries.TryGetValue(RoCrate.FileName, out var list))
                throw new GlmException($"{path}: this is no bundle, since it has no {RoCrate.FileName}. glm bundle makes one.");
            if (list.Length > LargestList)
                throw Harmful(path, $"its {RoCrate.FileName} has {list.Length} bytes");
            try
            {
                var text = new byte[list.Length];
                using (var stream = list.Open())
                    stream.ReadExactly(text);
                return Of(path, JsonNode.Parse(text)!["@graph"]!.AsArray().Select(node => node!.AsObject()).ToList());
            }
            catch (Exception failure)
                when (failure
                        is JsonException
                            or InvalidOperationException
                            or NullReferenceException
                            or FormatException
                            or OverflowException
                            or EndOfStreamException
                            or ArgumentException
                            or KeyNotFoundException
                )
            {
                throw Damaged(path, $"its {RoCrate.FileName} is not as glm bundle writes it");
            }
        }

        private static Crate Of(string path, List<JsonObject> graph)
        {
            var entities = graph.ToDictionary(entity => (string)entity["@id"]!, StringComparer.Ordinal);
            if (!entities.TryGetValue(RoCrate.FormatId, out var form))
                throw new GlmException(
                    $"{path}: this is an RO-Crate that another program made, which cannot be opened as a bundle. Unpack it."
                );
            var version = int.Parse((string)form["value"]!, CultureInfo.InvariantCulture);
            if (version is < 1 or > RoCrate.Version)
                throw new GlmException(
                    $"{path}: this bundle is of version {version} of its form, and this program opens up to {RoCrate.Version}. Use a "
                        + $"newer program."
                );
            var files = new Dictionary<string, BundledFile>(StringComparer.OrdinalIgnoreCase);
            var absent = new List<BundleOmission>();
            foreach (var entity in graph.Where(IsFile))
            {
                var id = (string)entity["@id"]!;
                var file = new BundledFile(
                    Uri.UnescapeDataString(id),
                    long.Parse((string)entity["contentSize"]!, NumberStyles.None, CultureInfo.InvariantCulture),
                    (string)entity["sha256"]!
                );
                if (id.StartsWith('#'))
                    absent.Add(
                        new BundleOmission((string)entity["localPath"]!, (string)entity["description"]!)
                        {
                            Address = InputAddresses.Checked((string?)entity["url"]),
                        }
                    );
                else if (!IsInside(file.Path))
                    throw Harmful(path, $"{LineText.Quoted(file.Path)} in its list is no name of a file inside it");
                else
                    files.Add(file.Path, file);
            }
            var notebook = Uri.UnescapeDataString((string)entities[(string)entities["./"]["mainEntity"]!["@id"]!]["@id"]!);
            if (!files.ContainsKey(notebook))
                throw new FormatException();
            var manifest = files.Keys.FirstOrDefault(name =>
                name.EndsWith($"{BundleWriter.Session}/session.json", StringComparison.Ordinal)
                && Path.GetDirectoryName(Path.GetDirectoryName(name)) == Path.GetDirectoryName(notebook)
            );
            return new Crate(notebook, manifest is null ? null : Path.GetDirectoryName(manifest), files, absent);
        }

        private static bool IsFile(JsonObject entity) =>
            entity["@type"] is JsonArray types ? types.Any(type => (string?)type == "File") : (string?)entity["@type"] == "File";
    }
}
