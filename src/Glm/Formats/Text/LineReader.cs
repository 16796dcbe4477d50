using System.Buffers;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using Glm.Runtime;

namespace Glm.Formats.Text;

/// <summary>
/// Splits a plain or compressed stream (gzip, bzip2, xz or Zstandard, decided by content) into lines of bytes. A line lies in a pooled
/// buffer and is valid until
/// the next one is read. LF and CRLF end a line, and CR in a text without LF; a UTF-8 byte-order mark is skipped. Not thread-safe.
/// </summary>
internal sealed class LineReader : IDisposable
{
    /// <summary>The longest line that is read; a file with a longer one is not one of ours.</summary>
    public const int MaxLine = 64 << 20;

    // Biological text does not compress a hundredfold; beyond this much output, such a ratio is a decompression bomb.
    private const long TrustedOutput = 256L << 20;
    private const long MaxRatio = 100;

    private const string Gzip = "gzip";

    // .NET does not notice when a gzip stream breaks off. So a member with this text is appended to the file: it comes out at the end only
    // if the file is whole, and is removed there.
    private static readonly byte[] End = "\u0001end of gzip\u0001"u8.ToArray();
    private static readonly byte[] EndMember = Compress(End);

    private readonly PrefixedStream _raw;
    private readonly Stream _text;
    private readonly string? _compression;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(1 << 18);
    private int _start;
    private int _end;
    private bool _atEnd;
    private long _produced;
    private readonly byte _newLine = (byte)'\n';

    /// <param name="stream">Read from its present position; closed with the reader unless <paramref name="leaveOpen"/>.</param>
    /// <param name="source">The name that messages give it.</param>
    /// <param name="leaveOpen">True to leave the stream open.</param>
    public LineReader(Stream stream, string source, bool leaveOpen = false)
    {
        Source = source;
        _raw = new PrefixedStream(stream, leaveOpen);
        _compression = _raw.Prefix is [0x1F, 0x8B, ..] ? Gzip : Decompression.NameOf(_raw.Prefix);
        if (_compression == Gzip)
            _raw.Suffix = EndMember;
        if (_raw.Prefix is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            Dispose();
            throw new GlmException($"{source}:1: the text is UTF-16. Save it as UTF-8.");
        }
        _text = _compression switch
        {
            null => _raw,
            Gzip => new ReadAheadStream(new GZipStream(_raw, CompressionMode.Decompress)),
            { } other => new ReadAheadStream(Decompression.Unpack(other, _raw)),
        };
        while (_end < 3 && !_atEnd)
            Fill();
        if (_buffer.AsSpan(_start, _end - _start) is [0xEF, 0xBB, 0xBF, ..])
            _start += 3;
        if (IsOldMacintosh(_buffer.AsSpan(_start, _end - _start)))
            _newLine = (byte)'\r';
    }

    /// <summary>The name that messages give the stream.</summary>
    public string Source { get; }

    /// <summary>The number of the line last read, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>Bytes taken from the underlying stream so far, for progress.</summary>
    public long BytesRead => _raw.BytesRead;

    /// <summary>Source and line, as every message begins.</summary>
    public string Where => $"{Source}:{Line}";

    /// <summary>Reads the next line, without its end; false after the last.</summary>
    /// <exception cref="GlmException">A line longer than <see cref="MaxLine"/>, or a damaged gzip stream.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        var searched = 0;
        while (true)
        {
            var pending = _buffer.AsSpan(_start, _end - _start);
            var length = pending[searched..].IndexOf(_newLine);
            if (length >= 0 || _atEnd)
            {
                if (length < 0 && pending.IsEmpty)
                {
                    line = default;
                    return false;
                }
                length = length < 0 ? pending.Length : searched + length;
                _start = Math.Min(_start + length + 1, _end);
                Line++;
                line = pending[..length];
                // Some lines end in two of them: CRLF that was converted to CRLF again.
                while (line is [.., (byte)'\r'])
                    line = line[..^1];
                return true;
            }
            if (pending.Length > MaxLine)
                throw new GlmException(
                    $"{Source}:{Line + 1}: the line is longer than {MaxLine >> 20} MB. This is not a text file, or its line ends are lost."
                );
            searched = pending.Length;
            Fill();
            // At the end of a gzip stream the text may have become shorter by what was appended to it.
            searched = Math.Min(searched, _end - _start);
        }
    }

    public void Dispose()
    {
        _text?.Dispose();
        _raw.Dispose();
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        (_start, _end, _atEnd) = (0, 0, true);
    }

    private void Fill()
    {
        var kept = _end - _start;
        if (_start > 0)
        {
            _buffer.AsSpan(_start, kept).CopyTo(_buffer);
            (_start, _end) = (0, kept);
        }
        if (_end == _buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
            _buffer.AsSpan(0, _end).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }
        var read = ReadText(_buffer.AsSpan(_end));
        _atEnd = read == 0;
        _end += read;
        if (_atEnd && _compression == Gzip)
        {
            if (!_buffer.AsSpan(_start, _end - _start).EndsWith(End))
                throw new GlmException(
                    $"{Source}:{Line + 1}: the gzip data break off here, or something else follows them. Fetch the file again."
                );
            _end -= End.Length;
        }
        _produced += read;
        if (_compression is not null && _produced > TrustedOutput && _produced / MaxRatio > _raw.BytesRead)
            throw new GlmException(
                $"{Source}: {_raw.BytesRead} compressed bytes have become {_produced} already, more than {MaxRatio} to 1. This "
                    + $"is not biological text; unpack it yourself if you trust it."
            );
    }

    /// <summary>Whether the first lines end with CR alone.</summary>
    private static bool IsOldMacintosh(ReadOnlySpan<byte> text) =>
        text.IndexOf((byte)'\r') is var end and >= 0 && end + 1 < text.Length && !text.Contains((byte)'\n');

    private static byte[] Compress(byte[] text)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest))
            gzip.Write(text);
        return stream.ToArray();
    }

    private int ReadText(Span<byte> buffer)
    {
        try
        {
            return _text.Read(buffer);
        }
        catch (InvalidDataException e)
        {
            throw new GlmException(
                $"{Source}:{Line + 1}: the {_compression} data are damaged from here on, or break off. Fetch the file again.",
                e
            );
        }
        catch (IOException e)
        {
            throw new GlmException($"{Source}:{Line + 1}: the file cannot be read from here on: {LineText.Shown(e.Message, 200)}", e);
        }
    }

    /// <summary>A stream whose first bytes were peeked at and that is followed by a suffix; counts the bytes it takes.</summary>
    private sealed class PrefixedStream : Stream
    {
        private readonly Stream _inner;
        private readonly bool _leaveOpen;
        private readonly byte[] _prefix = new byte[Decompression.MarkLength];
        private readonly int _prefixLength;
        private int _given;
        private int _suffixGiven;

        public PrefixedStream(Stream inner, bool leaveOpen)
        {
            (_inner, _leaveOpen) = (inner, leaveOpen);
            _prefixLength = inner.ReadAtLeast(_prefix, _prefix.Length, throwOnEndOfStream: false);
            BytesRead = _prefixLength;
        }

        public ReadOnlySpan<byte> Prefix => _prefix.AsSpan(0, _prefixLength);

        /// <summary>Bytes that follow the stream's own.</summary>
        public byte[] Suffix { get; set; } = [];

        public long BytesRead { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            if (_given < _prefixLength)
            {
                var count = Math.Min(buffer.Length, _prefixLength - _given);
                _prefix.AsSpan(_given, count).CopyTo(buffer);
                _given += count;
                // The first bytes alone would not show how lines end.
                return count < buffer.Length ? count + Read(buffer[count..]) : count;
            }
            var read = _inner.Read(buffer);
            BytesRead += read;
            if (read > 0)
                return read;
            read = Math.Min(buffer.Length, Suffix.Length - _suffixGiven);
            Suffix.AsSpan(_suffixGiven, read).CopyTo(buffer);
            _suffixGiven += read;
            return read;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing && !_leaveOpen)
                _inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
