using Glm.Arrays.Storage;
using Glm.Runtime;

namespace Glm.Arrays.Pickle;

/// <summary>A pickle's bytes, read forwards. No request beyond the known length is believed.</summary>
internal sealed class PickleInput(Stream stream, long length, string name)
{
    private const int MaxLine = 1 << 20;

    private readonly byte[] _buffer = new byte[1 << 14];
    private int _at,
        _filled;
    private long _taken;

    /// <summary>Bytes read so far.</summary>
    public long Position => _taken - (_filled - _at);

    public long Remaining => length - Position;

    public byte ReadByte()
    {
        if (_at == _filled)
            Refill();
        return _buffer[_at++];
    }

    /// <summary>A few bytes, valid until the next call.</summary>
    public ReadOnlySpan<byte> ReadSmall(int count)
    {
        RequireAvailable(count);
        if (_filled - _at < count)
        {
            var rest = _filled - _at;
            _buffer.AsSpan(_at, rest).CopyTo(_buffer);
            (_at, _filled) = (0, rest);
            while (_filled < count)
                Append();
        }
        _at += count;
        return _buffer.AsSpan(_at - count, count);
    }

    /// <summary>A value's own bytes; the length has been charged to the memory limit already.</summary>
    public byte[] ReadBytes(long count)
    {
        RequireAvailable(count);
        var bytes = ArrayLayout.Allocate(name, count);
        var buffered = (int)Math.Min(_filled - _at, count);
        _buffer.AsSpan(_at, buffered).CopyTo(bytes);
        _at += buffered;
        StridedReader.Fill(name, stream, bytes.AsSpan(buffered));
        _taken += count - buffered;
        return bytes;
    }

    /// <summary>The bytes up to the next line feed, which is dropped.</summary>
    public byte[] ReadLine()
    {
        var line = new List<byte>();
        for (var value = ReadByte(); value != '\n'; value = ReadByte())
        {
            if (line.Count == MaxLine)
                throw new GlmException(
                    $"{name}: a line of more than {MaxLine} bytes before byte {Position}; the pickle is damaged; copy or "
                        + $"download it again."
                );
            line.Add(value);
        }
        return [.. line];
    }

    /// <summary>Refuses a declared length that the rest of the pickle cannot hold.</summary>
    public void RequireAvailable(long count)
    {
        if (count > Remaining || count < 0)
            throw new GlmException(
                $"{name}: a value of {(count < 0 ? "more than 2^63" : count)} bytes is declared at byte {Position}, but "
                    + $"{Remaining} bytes remain; the pickle is truncated or damaged; copy or download it again."
            );
    }

    private void Refill()
    {
        (_at, _filled) = (0, 0);
        Append();
    }

    private void Append()
    {
        var read = _taken < length ? stream.Read(_buffer.AsSpan(_filled, (int)Math.Min(_buffer.Length - _filled, length - _taken))) : 0;
        if (read == 0)
            throw new GlmException(
                $"{name}: the pickle ends too early, at byte {_taken}; the file is truncated. Copy or download it again."
            );
        _filled += read;
        _taken += read;
    }
}
