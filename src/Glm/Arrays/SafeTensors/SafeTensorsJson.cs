using System.Text.Json;
using Glm.Arrays.Storage;
using Glm.Runtime;

namespace Glm.Arrays.SafeTensors;

/// <summary>The tokens of a header, of which only a piece is in memory at a time.</summary>
internal ref struct SafeTensorsJson
{
    private const int PieceBytes = 1 << 16;
    private const int MaxTokenBytes = 16 << 20;

    private readonly string _path;
    private readonly FileStream _file;
    private byte[] _buffer = new byte[PieceBytes];
    private int _filled;
    private int _left;
    private long _passed;
    private Utf8JsonReader _reader;

    /// <param name="path">Begins every message.</param>
    /// <param name="file">Stands at the first byte.</param>
    /// <param name="length">Bytes of the JSON text, which are there.</param>
    /// <exception cref="GlmException">The text is no JSON object.</exception>
    public SafeTensorsJson(string path, FileStream file, int length)
    {
        (_path, _file, _left) = (path, file, length);
        Fill();
        if (_filled == 0 || _buffer[0] != '{')
            throw new GlmException(
                $"{path}: the header does not begin with '{{'; this is not a safetensors file: check that the right file was named."
            );
        _reader = new Utf8JsonReader(
            _buffer.AsSpan(0, _filled),
            isFinalBlock: _left == 0,
            new JsonReaderState(new JsonReaderOptions { MaxDepth = 4 })
        );
    }

    public readonly JsonTokenType TokenType => _reader.TokenType;

    /// <summary>Where the token begins in the header.</summary>
    public readonly long Position => _passed + _reader.TokenStartIndex;

    /// <summary>Goes on to the next token; false at the end.</summary>
    public bool Read()
    {
        while (!_reader.Read())
        {
            if (_left == 0)
                return false;
            var consumed = (int)_reader.BytesConsumed;
            var state = _reader.CurrentState;
            _buffer.AsSpan(consumed, _filled - consumed).CopyTo(_buffer);
            (_filled, _passed) = (_filled - consumed, _passed + consumed);
            if (_filled == _buffer.Length)
                Grow();
            Fill();
            _reader = new Utf8JsonReader(_buffer.AsSpan(0, _filled), isFinalBlock: _left == 0, state);
        }
        return true;
    }

    /// <summary>The text of a string or a name.</summary>
    public readonly string GetString() => _reader.GetString()!;

    public readonly bool TryGetInt64(out long value) => _reader.TryGetInt64(out value);

    private void Fill()
    {
        var wanted = Math.Min(_left, _buffer.Length - _filled);
        StridedReader.Fill(_path, _file, _buffer.AsSpan(_filled, wanted));
        (_filled, _left) = (_filled + wanted, _left - wanted);
    }

    private void Grow()
    {
        if (_buffer.Length >= MaxTokenBytes)
            throw new GlmException(
                $"{_path}: the safetensors header has a text of more than {MaxTokenBytes} bytes; refused. Save the file without it."
            );
        Array.Resize(ref _buffer, _buffer.Length * 2);
    }
}
