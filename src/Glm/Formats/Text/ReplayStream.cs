using Glm.Arrays.Storage;

namespace Glm.Formats.Text;

/// <summary>
/// Reads a pipe whose beginning is examined first: remembers what it returns until <see cref="Rewind"/>, which starts over. Does not own
/// the stream.
/// </summary>
internal sealed class ReplayStream(Stream inner) : ReadOnlyStream
{
    private readonly MemoryStream _seen = new();
    private bool _rewound;

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
}
