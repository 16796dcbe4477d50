using System.Globalization;
using Glm.Genomes;

namespace Glm.Formats.Annotation;

/// <summary>Where a coding sequence lies: its parts in the order in which they are read. Immutable.</summary>
/// <param name="Parts">At least one.</param>
/// <param name="Partial">Which ends the source marks as missing.</param>
public sealed record CdsLocation(IReadOnlyList<CdsPart> Parts, PartialEnds Partial = PartialEnds.None)
{
    private const int MaxDepth = 32;

    private static readonly string[] Lists = ["join(", "order(", "bond(", "group("];

    /// <summary>The strand of all parts; null where they lie on both.</summary>
    public Strand? Strand => Parts.All(part => part.Strand == Parts[0].Strand) ? Parts[0].Strand : null;

    /// <summary>First base on the record; across the origin of a circular record, the first base of the part before the origin.</summary>
    public int Start => CrossesOrigin ? Upwards(Parts).First().Start : Own.Min(part => part.Start);

    /// <summary>Last base on the record, inclusive.</summary>
    public int End => Own.Max(part => part.End);

    /// <summary>Whether the parts run past the last base and go on at the first.</summary>
    public bool CrossesOrigin { get; init; }

    /// <summary>Last base; where the parts run past the end of a circular record, counted on beyond it.</summary>
    internal int EndOn(int? ring) => CrossesOrigin && ring is { } length ? length + Upwards(Parts).Last().End : End;

    private IEnumerable<CdsPart> Own => Parts.Any(part => part.Elsewhere is null) ? Parts.Where(part => part.Elsewhere is null) : Parts;

    /// <summary>
    /// Reads a location of the INSDC feature table: <c>complement(join(1..5,8..&gt;20))</c> with order, bond, one-of (its first choice),
    /// fuzzy ends, single bases, sites between bases and parts on other sequences.
    /// </summary>
    /// <param name="text">The location in the file; spaces are ignored.</param>
    /// <param name="ring">Bases of a circular record, on which <c>90..10</c> runs past the last base; null for a linear one, where it
    /// means nothing.</param>
    /// <exception cref="FormatException">The string is not a location; the message says where it fails.</exception>
    public static CdsLocation Parse(string text, int? ring = null)
    {
        var reader = new Reader(text.AsSpan().ContainsAny(" \t\r\n") ? string.Concat(text.Where(c => !char.IsWhiteSpace(c))) : text, ring);
        var parts = reader.Location(0);
        reader.End();
        var partial = (reader.Left ? PartialEnds.Left : 0) | (reader.Right ? PartialEnds.Right : 0);
        var location = new CdsLocation(parts, partial);
        return location with { CrossesOrigin = RunsPastTheEnd(parts) };
    }

    // Forward parts that go on at the first base, once, below where they came from; those of the reverse strand are read downwards.
    private static bool RunsPastTheEnd(IReadOnlyList<CdsPart> parts)
    {
        if (parts.Count < 2 || parts.Any(part => part.Strand != parts[0].Strand || part.Elsewhere is not null))
            return false;
        var upwards = Upwards(parts).ToList();
        var falls = Enumerable.Range(1, parts.Count - 1).Where(i => upwards[i].Start < upwards[i - 1].Start).ToList();
        return falls is [var fall] && upwards[fall].Start == 1 && upwards[^1].End < upwards[0].Start;
    }

    private static IEnumerable<CdsPart> Upwards(IReadOnlyList<CdsPart> parts) =>
        parts[0].Strand == Genomes.Strand.Forward ? parts : parts.Reverse();

    private sealed class Reader(string text, int? ring)
    {
        private int _at;

        public bool Left { get; private set; }

        public bool Right { get; private set; }

        public List<CdsPart> Location(int depth)
        {
            if (depth > MaxDepth)
                throw Fault("is nested too deeply");
            if (Take("complement("))
            {
                var inner = Location(depth + 1);
                Expect(')');
                inner.Reverse();
                return inner.ConvertAll(part => part with { Strand = (Strand)(-(int)part.Strand) });
            }
            foreach (var list in Lists)
                if (Take(list))
                {
                    var parts = Location(depth + 1);
                    while (Take(","))
                        parts.AddRange(Location(depth + 1));
                    Expect(')');
                    return parts;
                }
            // one-of as a whole location: its first choice.
            if (Ahead("one-of(") && IsOneOfLocations() && Take("one-of("))
            {
                var first = Location(depth + 1);
                while (Take(","))
                    Location(depth + 1);
                Expect(')');
                return first;
            }
            return Range();
        }

        public void End()
        {
            if (_at < text.Length)
                throw Fault("goes on where it should end");
        }

        // A mark at either end says that this end is not known, whichever way it points.
        private List<CdsPart> Range()
        {
            var elsewhere = Accession();
            var start = Position(out var startBefore, out var startAfter);
            var end = start;
            if (Take("..") || Take("^") || Take("."))
            {
                Left |= startBefore || startAfter;
                end = Position(out var endBefore, out var endAfter);
                Right |= endBefore || endAfter;
            }
            else
            {
                (Left, Right) = (Left || startBefore, Right || startAfter);
            }
            if (start <= end)
                return [new CdsPart(start, end, Genomes.Strand.Forward, elsewhere)];
            return elsewhere is null && end > 0 && start <= ring
                ? [new CdsPart(start, ring.Value, Genomes.Strand.Forward), new CdsPart(1, end, Genomes.Strand.Forward)]
                : throw new FormatException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"it runs from {start} to {end}, as only a ring of at least {start} bases allows; the reverse strand is "
                            + $"complement({end}..{start})"
                    )
                );
        }

        // one-of(1,4)..9 is a range with a choice of beginnings.
        private bool IsOneOfLocations() =>
            text.IndexOf(')', _at) is var close && (close < 0 || string.CompareOrdinal(text, close + 1, "..", 0, 2) != 0);

        // "J00194.1:" before numbers.
        private string? Accession()
        {
            var length = text.AsSpan(_at).IndexOfAny(":,()");
            if (length < 0 || text[_at + length] != ':' || char.IsAsciiDigit(text[_at]))
                return null;
            var name = text.Substring(_at, length);
            _at += length + 1;
            return name;
        }

        private int Position(out bool before, out bool after, int depth = 0)
        {
            if (depth > MaxDepth)
                throw Fault("is nested too deeply");
            (before, after) = (false, false);
            if (Take("one-of("))
            {
                var first = Position(out before, out after, depth + 1);
                while (Take(","))
                    Position(out _, out _, depth + 1);
                Expect(')');
                return first;
            }
            if (Take("("))
            {
                var low = Position(out before, out after, depth + 1);
                Expect('.');
                Position(out _, out _, depth + 1);
                Expect(')');
                return low;
            }
            while (_at < text.Length && text[_at] is '<' or '>')
                (before, after) = (before || text[_at] == '<', after || text[_at++] == '>');
            var digits = _at;
            while (_at < text.Length && char.IsAsciiDigit(text[_at]))
                _at++;
            return int.TryParse(text.AsSpan(digits, _at - digits), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw Fault("lacks a number");
        }

        private bool Ahead(string word) => string.CompareOrdinal(text, _at, word, 0, word.Length) == 0;

        private bool Take(string word)
        {
            if (!Ahead(word))
                return false;
            _at += word.Length;
            return true;
        }

        private void Expect(char c)
        {
            if (_at >= text.Length || text[_at++] != c)
                throw Fault($"lacks a '{c}'");
        }

        private FormatException Fault(string what) =>
            new(string.Create(CultureInfo.InvariantCulture, $"it {what} at character {_at + 1}"));
    }
}
