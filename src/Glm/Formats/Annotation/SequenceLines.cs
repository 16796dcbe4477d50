using System.Buffers;
using Glm.Formats.Text;
using Glm.Runtime;

namespace Glm.Formats.Annotation;

/// <summary>Gathers the bases of numbered sequence lines.</summary>
internal sealed class SequenceLines
{
    private static readonly SearchValues<byte> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz*-."u8);

    private readonly ArrayBufferWriter<byte> _bases = new();

    public int Length => _bases.WrittenCount;

    /// <summary>Takes the letters of a line; numbers and blanks are passed over.</summary>
    /// <exception cref="GlmException">The record is longer than memory allows for.</exception>
    public void Add(ReadOnlySpan<byte> line, LineReader lines)
    {
        if (_bases.WrittenCount > int.MaxValue / 2)
            throw new GlmException($"{lines.Where}: the sequence has more than {int.MaxValue / 2} bases. Split the record.");
        // Six groups of ten letters in most lines: one pass, one reservation.
        var room = _bases.GetSpan(line.Length);
        var kept = 0;
        while (true)
        {
            var start = line.IndexOfAny(Letters);
            if (start < 0)
                break;
            line = line[start..];
            var end = line.IndexOfAnyExcept(Letters);
            var letters = end < 0 ? line : line[..end];
            letters.CopyTo(room[kept..]);
            kept += letters.Length;
            if (end < 0)
                break;
            line = line[end..];
        }
        _bases.Advance(kept);
    }

    public byte[] Finish()
    {
        var bases = _bases.WrittenSpan.ToArray();
        _bases.ResetWrittenCount();
        return bases;
    }
}
