using System.Text;
using Glm.Runtime;

namespace Glm.Formats.Text;

/// <summary>The lines of a table, plain or compressed, as text. Not thread-safe.</summary>
internal sealed class TableLines : IDisposable
{
    private readonly Stream _stream;
    private readonly LineReader _lines;
    private readonly bool _leaveOpen;

    /// <param name="stream">Read from its present position; left open.</param>
    /// <param name="source">The name that messages give it.</param>
    public TableLines(Stream stream, string source) =>
        (_stream, _lines, _leaveOpen) = (stream, new LineReader(stream, source, leaveOpen: true), true);

    /// <exception cref="GlmException">The file cannot be opened.</exception>
    public TableLines(string path)
    {
        _stream = TextFile.Open(path);
        try
        {
            _lines = new LineReader(_stream, path);
        }
        catch
        {
            _stream.Dispose();
            throw;
        }
    }

    /// <summary>Source and line, as every message begins.</summary>
    public string Where => _lines.Where;

    /// <summary>The name that messages give the file.</summary>
    public string Source => _lines.Source;

    /// <summary>The number of the line last read, from 1.</summary>
    public long Line => _lines.Line;

    /// <summary>Bytes of the file that were read, for progress.</summary>
    public long BytesRead => _lines.BytesRead;

    /// <summary>Bytes of the file; 0 where unknown.</summary>
    public long Bytes => _stream.CanSeek ? _stream.Length : 0;

    /// <summary>Reads the next line; false after the last.</summary>
    /// <exception cref="GlmException">The line is no text.</exception>
    public bool TryRead(out string line)
    {
        if (!_lines.TryRead(out var bytes))
        {
            line = "";
            return false;
        }
        if (bytes.IndexOfAnyInRange((byte)0, (byte)8) is >= 0 and var at)
            throw new GlmException(
                $"{Where}: byte {at + 1} of the line is 0x{bytes[at]:X2}, a control character; a table is text. "
                    + $"{(_lines.Line == 1 && bytes.StartsWith("PK"u8) ? "This is a workbook or archive: export" : "Save")} it as "
                    + $"tab-separated text in UTF-8."
            );
        line = Encoding.UTF8.GetString(bytes);
        return true;
    }

    public void Dispose()
    {
        _lines.Dispose();
        if (!_leaveOpen)
            _stream.Dispose();
    }
}
