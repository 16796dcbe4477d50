using System.Collections.Concurrent;
using Glm.Arrays.Storage;
using Microsoft.Win32.SafeHandles;

namespace Glm.Formats.Text;

/// <summary>
/// Keeps what comes through pipes, so that it can be looked at and then read: standard input, called "-", and named pipes. It lies in a
/// temporary file that has no name and vanishes with the process. Thread-safe.
/// </summary>
internal static class PipedInput
{
    /// <summary>The name of standard input.</summary>
    public const string Standard = "-";

    private static readonly ConcurrentDictionary<string, SafeFileHandle> Kept = new(StringComparer.Ordinal);

    /// <summary>What came through a pipe, from its beginning; null if the path is not that of a pipe that was kept.</summary>
    public static Stream? Open(string path) => Kept.TryGetValue(path, out var handle) ? new KeptStream(handle) : null;

    /// <summary>Lets go of what came through a named pipe before, so that the pipe itself is opened next.</summary>
    public static void Forget(string path)
    {
        if (Kept.TryRemove(path, out var handle))
            handle.Dispose();
    }

    /// <summary>
    /// Reads a pipe to its end and keeps it under its path. The stream stays open.
    /// </summary>
    public static void Keep(string path, Stream pipe)
    {
        var name = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var handle = File.OpenHandle(
            name,
            FileMode.CreateNew,
            FileAccess.ReadWrite,
            FileShare.Read | FileShare.Delete,
            FileOptions.DeleteOnClose
        );
        if (!OperatingSystem.IsWindows())
            File.Delete(name);
        try
        {
            var buffer = new byte[1 << 18];
            var length = 0L;
            for (int read; (read = pipe.Read(buffer)) > 0; length += read)
                RandomAccess.Write(handle, buffer.AsSpan(0, read), length);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
        Forget(path);
        Kept[path] = handle;
    }

    /// <summary>A view of a kept file with a position of its own.</summary>
    private sealed class KeptStream(SafeFileHandle handle) : ReadOnlyStream
    {
        public override bool CanSeek => true;

        public override long Length => RandomAccess.GetLength(handle);

        public override long Position { get; set; }

        public override int Read(Span<byte> buffer)
        {
            var read = RandomAccess.Read(handle, buffer, Position);
            Position += read;
            return read;
        }

        public override long Seek(long offset, SeekOrigin origin) =>
            Position =
                offset
                + (
                    origin == SeekOrigin.Begin ? 0
                    : origin == SeekOrigin.Current ? Position
                    : Length
                );
    }
}
