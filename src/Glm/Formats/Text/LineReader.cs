using System.Buffers;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;
using Glm.Arrays.Storage;
using Glm.Runtime;

namespace Glm.Formats.Text;

/// <summary>
/// Splits a plain or compressed stream (gzip, bzip2, xz or Zstandard, decided by content) into lines of bytes. A line lies in a pooled
/// buffer and is valid until the next one is read. LF, CRLF and CR end a line, also side by side in one file; a UTF-8 byte-order mark is
/// skipped wherever a line begins with one, as in files that were joined. Not thread-safe.
/// </summary>
internal sealed class LineReader : IDisposable
{
    /// <summary>The longest line that is read; a file with a longer one is not one of ours.</summary>
    public const int MaxLine = 64 << 20;

    // Biological text does not compress a hundredfold; beyond this much output, or within one line of this length, such a ratio is a
    // decompression bomb.
    private const long TrustedOutput = 32L << 20;
    private const int TrustedLine = 4 << 20;
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
    private readonly bool _anyBytes;

    // What the text has shown so far; most files have neither, and their lines are not searched for them.
    private bool _hasCarriageReturns;
    private bool _hasHighBytes;

    /// <param name="stream">Read from its present position; closed with the reader unless <paramref name="leaveOpen"/>.</param>
    /// <param name="source">The name that messages give it.</param>
    /// <param name="leaveOpen">True to leave the stream open.</param>
    /// <param name="anyBytes">Whether lines that are not UTF-8 are given out, to find out what a file is; otherwise they are
    /// refused.</param>
    public LineReader(Stream stream, string source, bool leaveOpen = false, bool anyBytes = false)
    {
        (Source, _anyBytes) = (source, anyBytes);
        _raw = new PrefixedStream(stream, leaveOpen);
        _compression = _raw.Prefix is [0x1F, 0x8B, ..] ? Gzip : Decompression.NameOf(_raw.Prefix);
        if (_compression == Gzip)
            _raw.Suffix = EndMember;
        if (_raw.Prefix is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [>= (byte)' ', 0, ..] or [0, >= (byte)' ', ..])
        {
            Dispose();
            throw new GlmException($"{source}:1: the text is UTF-16. Save it as UTF-8.");
        }
        _text = _compression switch
        {
            null => _raw,
            Gzip => new ReadAheadStream(new WholeGzipStream(_raw)),
            { } other => new ReadAheadStream(Decompression.Unpack(other, _raw)),
        };
    }

    /// <summary>The name that messages give the stream.</summary>
    public string Source { get; }

    /// <summary>The number of the line last read, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>Bytes taken from the underlying stream so far, for progress.</summary>
    public long BytesRead => _raw.BytesRead;

    /// <summary>Source and line, as every message begins.</summary>
    public string Where => $"{Source}:{Line}";

    /// <summary>
    /// Whether the line last read is the last and has no end: a file that was cut looks like this, and some whole ones do.
    /// </summary>
    public bool IsOpen { get; private set; }

    /// <summary>Reads the next line, without its end; false after the last.</summary>
    /// <exception cref="GlmException">A line longer than <see cref="MaxLine"/> or not in UTF-8, or a damaged gzip stream.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        var searched = 0;
        while (true)
        {
            var pending = _buffer.AsSpan(_start, _end - _start);
            var found = _hasCarriageReturns
                ? pending[searched..].IndexOfAny((byte)'\n', (byte)'\r')
                : pending[searched..].IndexOf((byte)'\n');
            searched = found < 0 ? pending.Length : searched + found;
            var end =
                found < 0 ? 0
                : pending[searched] == '\n' ? 1
                : LengthOfEnd(pending[searched..]);
            if (end > 0 || _atEnd)
            {
                if (pending.IsEmpty)
                {
                    line = default;
                    return false;
                }
                IsOpen = end == 0;
                _start += searched + end;
                Line++;
                line = pending[..searched];
                if (_hasHighBytes)
                    line = Checked(line);
                return true;
            }
            if (pending.Length > MaxLine)
                throw new GlmException(
                    $"{Source}:{Line + 1}: the line is longer than {MaxLine >> 20} MB. This is not a text file, or its line ends are lost."
                );
            var before = pending.Length;
            Fill();
            // The new bytes may be the first with CR, and what was searched for LF alone had none.
            searched = Math.Min(searched, before);
        }
    }

    /// <summary>The length of a line end that begins with CR; 0 where more of them must be seen.</summary>
    private int LengthOfEnd(ReadOnlySpan<byte> bytes)
    {
        // Some lines end in several: CRLF that was converted to CRLF again. Without an LF behind them, each CR is an end of its own.
        var others = bytes.IndexOfAnyExcept((byte)'\r');
        return others >= 0 ? (bytes[others] == (byte)'\n' ? others + 1 : 1)
            : _atEnd ? 1
            : 0;
    }

    /// <summary>A line with letters beyond ASCII, without a byte-order mark before it.</summary>
    private ReadOnlySpan<byte> Checked(ReadOnlySpan<byte> line)
    {
        if (line is [0xEF, 0xBB, 0xBF, ..])
            line = line[3..];
        // Control characters are those of a binary file, about which readers have more to say.
        if (_anyBytes || Utf8.IsValid(line) || line.ContainsAnyInRange((byte)0, (byte)8))
            return line;
        var at = 0;
        while (Rune.DecodeFromUtf8(line[at..], out _, out var length) == OperationStatus.Done)
            at += length;
        throw new GlmException(
            $"{Where}: byte {at + 1} of the line, 0x{line[at]:X2}, is not UTF-8; the text is perhaps Latin-1. Convert it, for "
                + $"example with iconv -f LATIN1 -t UTF-8."
        );
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
        _hasCarriageReturns |= _buffer.AsSpan(_end, read).Contains((byte)'\r');
        _hasHighBytes |= !Ascii.IsValid(_buffer.AsSpan(_end, read));
        _end += read;
        _produced += read;
        if (_compression is not null && (_produced > TrustedOutput || kept > TrustedLine) && _produced / MaxRatio > _raw.BytesRead)
            throw new GlmException(
                $"{Source}:{Line + 1}: {_raw.BytesRead} compressed bytes have become {_produced} already, more than {MaxRatio} to 1. "
                    + $"This is not biological text; unpack it yourself if you trust it."
            );
    }

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
        catch (EndOfStreamException e)
        {
            throw new GlmException(
                $"{Source}:{Line + 1}: the gzip data break off here, or something else follows them. Fetch the file again.",
                e
            );
        }
        catch (IOException e)
        {
            throw new GlmException($"{Source}:{Line + 1}: the file cannot be read from here on: {LineText.Shown(e.Message, 200)}", e);
        }
    }

    /// <summary>
    /// Unpacks a gzip stream and requires that it is whole. What is unpacked from the appended member on is not text of the file: the
    /// member's own, or, where the file breaks off, garbage that was made by taking the member for the rest of the file.
    /// </summary>
    private sealed class WholeGzipStream(PrefixedStream raw) : ReadOnlyStream
    {
        private readonly GZipStream _gzip = new(raw, CompressionMode.Decompress, leaveOpen: true);
        private bool _ended;

        public override int Read(Span<byte> buffer)
        {
            if (_ended || buffer.IsEmpty)
                return 0;
            var read = _gzip.Read(buffer);
            if (read > 0 && !raw.HasBegunSuffix)
                return read;
            Span<byte> end = stackalloc byte[End.Length + 1];
            var length = Math.Min(read, end.Length);
            buffer[..length].CopyTo(end);
            length += _gzip.ReadAtLeast(end[length..], end.Length - length, throwOnEndOfStream: false);
            _ended = true;
            return read <= end.Length && end[..length].SequenceEqual(End) ? 0 : throw new EndOfStreamException();
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _gzip.Dispose();
            base.Dispose(disposing);
        }
    }

    /// <summary>A stream whose first bytes were peeked at and that is followed by a suffix; counts the bytes it takes.</summary>
    private sealed class PrefixedStream : ReadOnlyStream
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

        /// <summary>Whether bytes of the suffix have been given.</summary>
        public bool HasBegunSuffix => _suffixGiven > 0;

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

        protected override void Dispose(bool disposing)
        {
            if (disposing && !_leaveOpen)
                _inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
