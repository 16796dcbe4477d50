using System.IO.Compression;
using System.IO.Hashing;
using Glm.Arrays.Storage;
using Glm.Runtime;

namespace Glm.Formats.Text;

/// <summary>
/// Files inside .zip archives, as NCBI's "datasets" packages genomes. They are read in place, under the name
/// <c>archive.zip/folder/file</c>; nothing is unpacked.
/// </summary>
internal static class ZipArchiveFile
{
    /// <summary>Whether a path is a .zip archive, by its content.</summary>
    public static bool IsArchive(string path)
    {
        try
        {
            // Pipes have no length, and opening one takes from it.
            if (!File.Exists(path) || new FileInfo(path).Length < 22 || SpecialFile.KindOf(path) is not null)
                return false;
            using var stream = new FileStream(path, new FileStreamOptions { BufferSize = 0 });
            Span<byte> mark = stackalloc byte[4];
            return stream.CanSeek
                && stream.ReadAtLeast(mark, mark.Length, throwOnEndOfStream: false) == mark.Length
                && (mark.SequenceEqual("PK\u0003\u0004"u8) || mark.SequenceEqual("PK\u0005\u0006"u8));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The archive in a path, and what follows it; null if no part of the path is an archive.</summary>
    public static (string Archive, string Inside)? Split(string path)
    {
        if (IsArchive(path))
            return (path, "");
        for (var slash = path.LastIndexOf('/'); slash > 0; slash = path.LastIndexOf('/', slash - 1))
            if (Directory.Exists(path[..slash]))
                return null;
            else if (IsArchive(path[..slash]))
                return (path[..slash], path[(slash + 1)..].TrimEnd('/'));
        return null;
    }

    /// <summary>Whether a path is a file inside an archive.</summary>
    public static bool Has(string path) =>
        Split(path) is ({ } archive, { Length: > 0 } inside) && Names(archive).Contains(inside, StringComparer.Ordinal);

    /// <summary>The files of an archive, without folders, in its order.</summary>
    /// <exception cref="GlmException">The archive is damaged.</exception>
    public static IReadOnlyList<string> Names(string archive) => Guarded(archive, () =>
        {
            using var zip = ZipFile.OpenRead(archive);
            var names = zip.Entries.Select(NameOf).Where(name => !name.EndsWith('/')).ToList();
            if (names.Find(name => name.Split('/').Any(part => part is "." or "..")) is { } outside)
                throw new GlmException($"{archive}: the name of {LineText.Quoted(outside)} leads out of the archive. Unpack it yourself.");
            var known = new HashSet<string>(StringComparer.Ordinal);
            return names.Find(name => !known.Add(name)) is not { } twice
                ? names
                : throw new GlmException($"{archive} holds two files called {LineText.Quoted(twice)}. Unpack it yourself.");
        });

    /// <summary>Opens a file inside an archive for reading from beginning to end.</summary>
    /// <exception cref="GlmException">There is no such file, or the archive is damaged.</exception>
    public static Stream Open(string archive, string inside) => Guarded(archive, () =>
        {
            var zip = ZipFile.OpenRead(archive);
            FileTrace.NoteRead(archive);
            try
            {
                var entry = zip.Entries.FirstOrDefault(entry => NameOf(entry) == inside)
                    ?? throw new GlmException($"{archive}: the archive has no file {LineText.Quoted(inside)}. Check the name.");
                return entry.IsEncrypted
                    ? throw new GlmException($"{archive}: {LineText.Quoted(inside)} is encrypted. Unpack the archive yourself.")
                    : new EntryStream(zip, entry, $"{archive}/{inside}");
            }
            catch (InvalidDataException e)
            {
                zip.Dispose();
                throw new GlmException(
                    $"{archive}/{inside}: the file is damaged in the .zip archive, or packed by another method than Deflate. Fetch the "
                        + $"archive again, or unpack it yourself.",
                    e
                );
            }
            catch
            {
                zip.Dispose();
                throw;
            }
        });

    // Some programs write folders with backslashes.
    private static string NameOf(ZipArchiveEntry entry) => entry.FullName.Replace('\\', '/');

    private static T Guarded<T>(string archive, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidDataException e)
        {
            throw new GlmException($"{archive}: the .zip archive is damaged or breaks off. Fetch it again.", e);
        }
        catch (Exception e) when (e is not GlmException && StoredFile.Explain(archive, "read", e) is { } explained)
        {
            throw explained;
        }
    }

    /// <summary>
    /// A file of an archive, checked against the length and the checksum that the archive states; closes the archive with itself.
    /// </summary>
    private sealed class EntryStream(ZipArchive zip, ZipArchiveEntry entry, string path) : ReadOnlyStream
    {
        private readonly Stream _inner = entry.Open();
        private readonly Crc32 _checksum = new();
        private long _given;

        public override long Length => entry.Length;

        public override long Position
        {
            get => _given;
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer)
        {
            int read;
            try
            {
                read = _inner.Read(buffer);
            }
            catch (InvalidDataException e)
            {
                throw Damaged(e);
            }
            _given += read;
            _checksum.Append(buffer[..read]);
            var isEnd = read == 0 && !buffer.IsEmpty;
            return isEnd && (_given != entry.Length || _checksum.GetCurrentHashAsUInt32() != entry.Crc32) ? throw Damaged(null) : read;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _inner.Dispose();
                zip.Dispose();
            }
            base.Dispose(disposing);
        }

        private GlmException Damaged(Exception? e)
        {
            var message = $"{path}: the file is damaged in the .zip archive. Fetch the archive again.";
            return e is null ? new GlmException(message) : new GlmException(message, e);
        }
    }
}
