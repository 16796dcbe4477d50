namespace Glm.Formats.Text;

/// <summary>
/// Reads a pipe whose beginning is examined first: remembers what it returns until <see cref="Rewind"/>, which starts over. Does not own
/// the stream.
/// </summary>
internal sealed class ReplayStream(Stream inner) : Stream
{
    private readonly MemoryStream _seen = new();
    private bool _rewound;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Returns all bytes again from the first; can be called once.</summary>
    public void Rewind() => (_seen.Position, _rewound) = (0, true);

    public override int Read(Span<byte> buffer)
    {
        if (_rewound && _seen.Position < _seen.Length)
            return _seen.Read(buffer);
        var read = inner.Read(buffer);
        if (!_rewound)
            _seen.Write(buffer[..read]);
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
