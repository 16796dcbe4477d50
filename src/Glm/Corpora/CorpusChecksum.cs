using System.Globalization;
using System.Security.Cryptography;
using Glm.Arrays.Storage;
using Glm.Formats.Text;
using Glm.Runtime;

namespace Glm.Corpora;

/// <summary>Checksums of parts of files, and the note that keeps one beside a file of labels.</summary>
internal static class CorpusChecksum
{
    private const int BufferBytes = 1 << 20;
    private const int MostNoteBytes = 200;

    /// <summary>SHA-256 of some bytes of a file, hexadecimal; of those that are there where the file is shorter.</summary>
    public static string Of(FileStream stream, byte[] buffer, long offset, long count, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        stream.Position = offset;
        while (count > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            var read = stream.Read(buffer, 0, (int)Math.Min(count, buffer.Length));
            if (read == 0)
                break;
            hash.AppendData(buffer, 0, read);
            count -= read;
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>SHA-256 of a whole file, hexadecimal.</summary>
    /// <exception cref="GlmException">It cannot be read.</exception>
    public static string Of(string path) => StoredFile.Read(path, stream => Convert.ToHexStringLower(SHA256.HashData(stream)));

    /// <summary>Notes how many rows of an array are complete, and their checksum.</summary>
    public static void Note(string path, int rows, int rowBytes, CancellationToken cancellation) =>
        TextFile.Replace(NoteOf(path), writer => writer.WriteLine(Line(path, rows, rowBytes, cancellation)));

    /// <summary>The number of rows that were noted; 0 where the array is not as it was then, or there is no note.</summary>
    public static int NotedRows(string path, int rowBytes, CancellationToken cancellation)
    {
        if (!File.Exists(path) || !File.Exists(NoteOf(path)))
            return 0;
        using var stream = StoredFile.Open(NoteOf(path), new FileStreamOptions());
        if (stream.Length > MostNoteBytes)
            return 0;
        using var reader = new StreamReader(stream);
        var line = reader.ReadToEnd();
        return
            int.TryParse(line.Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var rows)
            && line.TrimEnd('\n') == Line(path, rows, rowBytes, cancellation)
            ? rows
            : 0;
    }

    private static string NoteOf(string path) => Path.ChangeExtension(path, ".sha256");

    private static string Line(string path, int rows, int rowBytes, CancellationToken cancellation)
    {
        using var stream = StoredFile.Open(path, new FileStreamOptions { Share = FileShare.ReadWrite, BufferSize = 0 });
        var checksum = Of(stream, new byte[BufferBytes], CorpusArray.HeaderBytes, (long)rows * rowBytes, cancellation);
        return string.Create(CultureInfo.InvariantCulture, $"{rows} {checksum}");
    }
}
