using Glm.Arrays.Storage;
using SharpCompress.Compressors;
using SharpCompress.Compressors.BZip2;
using SharpCompress.Compressors.ZStandard;
using XZStream = SharpCompress.Compressors.Xz.XZStream;

namespace Glm.Formats.Text;

/// <summary>Compressions that are recognised by their first bytes and unpacked while a file is read, besides gzip.</summary>
internal static class Decompression
{
    /// <summary>Number of first bytes that show which compression a stream has.</summary>
    public const int MarkLength = 6;

    /// <summary>What the compression is called; null if the stream is not compressed in one of these ways.</summary>
    /// <param name="mark">The first bytes of the stream.</param>
    public static string? NameOf(ReadOnlySpan<byte> mark) =>
        mark.StartsWith("BZh"u8) && mark.Length > 3 && mark[3] is >= (byte)'1' and <= (byte)'9' ? "bzip2"
        : mark is [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0] ? "xz"
        : mark is [0x28, 0xB5, 0x2F, 0xFD, ..] ? "Zstandard"
        : null;

    /// <summary>The unpacked stream; one that is damaged or breaks off throws <see cref="InvalidDataException"/>.</summary>
    /// <param name="compression">From <see cref="NameOf"/>.</param>
    /// <param name="packed">Left open.</param>
    public static Stream Unpack(string compression, Stream packed) =>
        new UnpackedStream(() =>
            compression switch
            {
                "bzip2" => BZip2Stream.Create(packed, CompressionMode.Decompress, decompressConcatenated: true, leaveOpen: true, false),
                "xz" => new XzStreams(packed),
                _ => new DecompressionStream(packed, bufferSize: 1 << 17, checkEndOfStream: true, leaveOpen: true),
            }
        );

    /// <summary>Several xz streams in a row, as they come of files that were joined; <see cref="XZStream"/> reads one.</summary>
    private sealed class XzStreams(Stream packed) : ReadOnlyStream
    {
        private readonly PeekingStream _packed = new(packed);
        private XZStream? _current;

        public override int Read(Span<byte> buffer)
        {
            while (true)
            {
                _current ??= new XZStream(_packed);
                var read = _current.Read(buffer);
                if (read > 0 || buffer.IsEmpty)
                    return read;
                // Zeros may fill up the space between two streams.
                while (_packed.Peek() == 0)
                    _packed.ReadByte();
                if (_packed.Peek() < 0)
                    return 0;
                _current = null;
            }
        }
    }

    /// <summary>Counts the bytes that it gives, as <see cref="XZStream"/> needs it, and shows the next one.</summary>
    private sealed class PeekingStream(Stream inner) : ReadOnlyStream
    {
        private int? _next;
        private long _position;

        public override long Position
        {
            get => _position;
            set => throw new NotSupportedException();
        }

        /// <summary>The next byte; -1 at the end.</summary>
        public int Peek() => _next ??= inner.ReadByte();

        public override int Read(Span<byte> buffer)
        {
            if (buffer.IsEmpty || _next == -1)
                return 0;
            var read = 1;
            if (_next is { } next)
                (buffer[0], _next) = ((byte)next, null);
            else
                read = inner.Read(buffer);
            _position += read;
            return read;
        }
    }

    /// <summary>Opens a decompressor at the first read, and reports its failures in one way.</summary>
    private sealed class UnpackedStream(Func<Stream> open) : ReadOnlyStream
    {
        private Stream? _inner;

        public override int Read(Span<byte> buffer)
        {
            try
            {
                _inner ??= open();
                return _inner.Read(buffer);
            }
            catch (Exception e) when (e is not (InvalidDataException or OutOfMemoryException))
            {
                throw new InvalidDataException("The data are damaged or break off.", e);
            }
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _inner?.Dispose();
            base.Dispose(disposing);
        }
    }
}
