using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Glm.Formats.Text;
using Glm.Runtime;

namespace Glm.Formats.Annotation;

/// <summary>
/// Collects the bases of the sequence lines of flat files, and compares the numbers that such lines carry with the bases that came:
/// GenBank's lines begin with the number of their first base, EMBL's end with that of their last.
/// </summary>
/// <param name="lines">Where the lines are read.</param>
/// <param name="numbersEnd">Whether numbers stand at the end of lines.</param>
/// <param name="countOnly">Whether bases are only counted.</param>
internal sealed class SequenceLines(LineReader lines, bool numbersEnd, bool countOnly = false)
{
    private const int FullLine = 60;

    private static readonly SearchValues<byte> Bases = SearchValues.Create("ACGTUNRYSWKMBDHVXacgtunryswkmbdhvx"u8);

    private readonly ArrayBufferWriter<byte> _bases = new();
    private readonly int[] _composition = new int[4];

    public int Length { get; private set; }

    /// <summary>
    /// How many A, C, G and T (or U) there are; counted where numbers stand at the end, in whose files such counts are stated.
    /// </summary>
    public ReadOnlySpan<int> Composition => _composition;

    /// <summary>Takes the bases of a line.</summary>
    /// <exception cref="GlmException">A letter is not a base, the number of the line is another than that of its base, or the record is
    /// longer than memory allows for.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(ReadOnlySpan<byte> line)
    {
        if (Length > int.MaxValue / 2)
            throw new GlmException($"{lines.Where}: the sequence has more than {int.MaxValue / 2} bases. Split the record.");
        var room = _bases.GetSpan(Math.Max(line.Length, FullLine));
        var kept = !numbersEnd && TakeFullLine(line, room) ? FullLine : TakeLine(line, room);
        if (numbersEnd)
            Count(room[..kept]);
        Length += kept;
        // What is only counted is written over by the next line.
        if (!countOnly)
            _bases.Advance(kept);
    }

    /// <summary>The bases, and an empty collection for the next record.</summary>
    public byte[] Finish()
    {
        var bases = _bases.WrittenSpan.ToArray();
        _bases.ResetWrittenCount();
        Length = 0;
        Array.Clear(_composition);
        return bases;
    }

    /// <summary>Nearly all lines: a number that ends in column 9, then six groups of ten bases.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TakeFullLine(ReadOnlySpan<byte> line, Span<byte> room)
    {
        const int first = 9,
            step = 11,
            groups = 6;
        if (line.Length != first + (groups * step))
            return false;
        var number = line[..first].TrimStart((byte)' ');
        if (!Utf8Parser.TryParse(number, out int stated, out var digits) || digits < number.Length || stated != Length + 1)
            return false;
        for (var group = 0; group < groups; group++)
        {
            if (line[first + (group * step)] != ' ')
                return false;
            line.Slice(first + (group * step) + 1, step - 1).CopyTo(room[(group * (step - 1))..]);
        }
        return BaseLetters.AreBases(room[..FullLine]);
    }

    /// <summary>A line of any layout; returns how many bases it has.</summary>
    private int TakeLine(ReadOnlySpan<byte> line, Span<byte> room)
    {
        var text = line.Trim(" \t"u8);
        var letters = numbersEnd ? text.TrimEnd("0123456789"u8) : text.TrimStart("0123456789"u8);
        var number = numbersEnd ? text[letters.Length..] : text[..^letters.Length];
        var kept = 0;
        while (!letters.IsEmpty)
        {
            var end = letters.IndexOfAnyExcept(Bases);
            var bases = end < 0 ? letters : letters[..end];
            bases.CopyTo(room[kept..]);
            kept += bases.Length;
            letters = letters[bases.Length..];
            var rest = letters.TrimStart(" \t"u8);
            if (rest.Length == letters.Length && !rest.IsEmpty)
                throw NoBase(line, rest);
            letters = rest;
        }
        if (
            !number.IsEmpty
            && (kept > 0 || !numbersEnd)
            && (
                !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var stated)
                || stated != (numbersEnd ? Length + kept : Length + 1)
            )
        )
            throw Misnumbered(number, numbersEnd ? Length + kept : Length + 1);
        return kept;
    }

    private void Count(ReadOnlySpan<byte> bases)
    {
        _composition[0] += bases.Count((byte)'a') + bases.Count((byte)'A');
        _composition[1] += bases.Count((byte)'c') + bases.Count((byte)'C');
        _composition[2] += bases.Count((byte)'g') + bases.Count((byte)'G');
        _composition[3] += bases.Count((byte)'t') + bases.Count((byte)'T') + bases.Count((byte)'u') + bases.Count((byte)'U');
    }

    private GlmException Misnumbered(ReadOnlySpan<byte> number, int due)
    {
        var stated = long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : long.MaxValue;
        return new GlmException(
            $"{lines.Where}: the sequence line is numbered {Encoding.ASCII.GetString(number[..Math.Min(20, number.Length)])} "
                + $"where {due} is due: "
                + (stated > due ? $"{stated - due} bases before it are missing" : $"{due - stated} bases too many come before it")
                + ". Fetch the file again."
        );
    }

    private GlmException NoBase(ReadOnlySpan<byte> line, ReadOnlySpan<byte> rest)
    {
        Rune.DecodeFromUtf8(rest, out var rune, out _);
        line.Overlaps(rest, out var before);
        return new GlmException(
            $"{lines.Where}: position {before + 1} of the line holds {LineText.Quoted(rune.ToString())}, not a base; a sequence "
                + $"has the letters of the IUPAC, such as a, c, g, t and n. If a line end is missing before it, put it back."
        );
    }
}
