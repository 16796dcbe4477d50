using System.Buffers;
using System.Runtime.CompilerServices;
using Glm.Formats.Text;
using Glm.Runtime;

namespace Glm.Formats.Annotation;

/// <summary>Collects the bases of numbered sequence lines.</summary>
/// <param name="countOnly">Whether they are only counted.</param>
internal sealed class SequenceLines(bool countOnly = false)
{
    private static readonly SearchValues<byte> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz*-."u8);

    private static readonly SearchValues<byte> Numbers = SearchValues.Create(" 0123456789"u8);

    private const int FullLine = 60;

    private readonly ArrayBufferWriter<byte> _bases = new();

    public int Length { get; private set; }

    /// <summary>Takes the letters of a line; digits and spaces are skipped.</summary>
    /// <exception cref="GlmException">The record is longer than memory allows for.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(ReadOnlySpan<byte> line, LineReader lines)
    {
        if (Length > int.MaxValue / 2)
            throw new GlmException($"{lines.Where}: the sequence has more than {int.MaxValue / 2} bases. Split the record.");
        var room = _bases.GetSpan(line.Length);
        if (TakeFullLine(line, room))
        {
            Advance(FullLine);
            return;
        }
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
        Advance(kept);
    }

    private void Advance(int bases)
    {
        Length += bases;
        // What is only counted is written over by the next line.
        if (!countOnly)
            _bases.Advance(bases);
    }

    /// <summary>Nearly all lines: a number that ends in column 9, then six groups of ten lower-case letters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool TakeFullLine(ReadOnlySpan<byte> line, Span<byte> room)
    {
        const int first = 9,
            step = 11,
            groups = 6;
        if (line.Length != first + (groups * step))
            return false;
        for (var group = 0; group < groups; group++)
        {
            if (line[first + (group * step)] != ' ')
                return false;
            line.Slice(first + (group * step) + 1, step - 1).CopyTo(room[(group * (step - 1))..]);
        }
        return !room[..FullLine].ContainsAnyExceptInRange((byte)'a', (byte)'z') && !line[..first].ContainsAnyExcept(Numbers);
    }

    public byte[] Finish()
    {
        var bases = _bases.WrittenSpan.ToArray();
        _bases.ResetWrittenCount();
        Length = 0;
        return bases;
    }
}
