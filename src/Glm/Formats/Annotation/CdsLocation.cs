using System.Globalization;
using Glm.Genomes;

namespace Glm.Formats.Annotation;

/// <summary>Where a coding sequence lies: its parts in the order in which they are read. Immutable.</summary>
/// <param name="Parts">At least one.</param>
/// <param name="Partial">Which ends the source marks as missing.</param>
public sealed record CdsLocation(IReadOnlyList<CdsPart> Parts, PartialEnds Partial = PartialEnds.None)
{
    private const int MaxDepth = 32;

    /// <summary>The strand of all parts; null where they lie on both.</summary>
    public Strand? Strand => Parts.All(part => part.Strand == Parts[0].Strand) ? Parts[0].Strand : null;

    /// <summary>First base on the record; across the origin of a ring that of the part before it.</summary>
    public int Start => CrossesOrigin ? Own.Where(part => part.Start >= Own.Last().Start || Own.Count() == 1).Select(part => part.Start).DefaultIfEmpty(1).First() : Own.Min(part => part.Start);

    /// <summary>Last base on the record, inclusive.</summary>
    public int End => Own.Max(part => part.End);

    /// <summary>Whether the parts run past the last base and go on at the first.</summary>
    public bool CrossesOrigin { get; init; }

    private IEnumerable<CdsPart> Own => Parts.Any(part => part.Elsewhere is null) ? Parts.Where(part => part.Elsewhere is null) : Parts;

    /// <summary>
    /// Reads a location of the INSDC feature table: <c>complement(join(1..5,8..&gt;20))</c> with order, bond, one-of (its first choice), fuzzy ends, single bases,
    /// sites between bases and parts on other sequences.
    /// </summary>
    /// <exception cref="FormatException">It is none; the message says where.</exception>
    public static CdsLocation Parse(string text)
    {
        var reader = new Reader(text.Any(char.IsWhiteSpace) ? string.Concat(text.Where(c => !char.IsWhiteSpace(c))) : text);
        var parts = reader.Location(0);
        reader.End();
        var partial = (reader.Left ? PartialEnds.Left : 0) | (reader.Right ? PartialEnds.Right : 0);
        var location = new CdsLocation(parts, partial);
        return location with { CrossesOrigin = RunsPastTheEnd(parts) };
    }

    // Forward parts that go on with lower numbers than they came from; those of the reverse strand are read downwards.
    private static bool RunsPastTheEnd(IReadOnlyList<CdsPart> parts)
    {
        if (parts.Count != 2 || parts[0].Strand != parts[1].Strand || parts[0].Elsewhere is not null || parts[1].Elsewhere is not null)
            return false;
        var (first, second) = parts[0].Strand == Genomes.Strand.Forward ? (parts[0], parts[1]) : (parts[1], parts[0]);
        return second.Start == 1 && first.Start > second.End;
    }

    private sealed class Reader(string text)
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
            foreach (var list in new[] { "join(", "order(", "bond(", "group(" })
                if (Take(list))
                {
                    var parts = Location(depth + 1);
                    while (Take(","))
                        parts.AddRange(Location(depth + 1));
                    Expect(')');
                    return parts;
                }
            // one-of as a whole location: its first choice.
            if (IsOneOfLocations() && Take("one-of("))
            {
                var first = Location(depth + 1);
                while (Take(","))
                    Location(depth + 1);
                Expect(')');
                return first;
            }
            return [Range()];
        }

        public void End()
        {
            if (_at < text.Length)
                throw Fault("goes on where it should end");
        }

        private CdsPart Range()
        {
            var elsewhere = Accession();
            var start = Position(out var startBefore, out var startAfter);
            if (startBefore)
                Left = true;
            var end = start;
            if (Take("..") || Take("^") || Take("."))
                end = Position(out startBefore, out startAfter);
            if (startAfter)
                Right = true;
            return start <= end ? new CdsPart(start, end, Genomes.Strand.Forward, elsewhere) : new CdsPart(end, start, Genomes.Strand.Forward, elsewhere);
        }

        // one-of(1,4)..9 is a range with a choice of beginnings.
        private bool IsOneOfLocations() =>
            text.IndexOf(')', _at) is var close && (close < 0 || string.CompareOrdinal(text, close + 1, "..", 0, 2) != 0);

        // "J00194.1:" before numbers.
        private string? Accession()
        {
            var colon = text.IndexOf(':', _at);
            if (colon < 0 || text.AsSpan(_at, colon - _at).ContainsAny(",()") || char.IsAsciiDigit(text[_at]))
                return null;
            var name = text[_at..colon];
            _at = colon + 1;
            return name;
        }

        private int Position(out bool before, out bool after)
        {
            (before, after) = (false, false);
            if (Take("one-of("))
            {
                var first = Position(out before, out after);
                while (Take(","))
                    Position(out _, out _);
                Expect(')');
                return first;
            }
            if (Take("("))
            {
                var low = Position(out before, out after);
                Expect('.');
                Position(out _, out _);
                Expect(')');
                return low;
            }
            while (_at < text.Length && text[_at] is '<' or '>')
                (before, after) = (before || text[_at] == '<', after || text[_at++] == '>');
            var digits = _at;
            while (_at < text.Length && char.IsAsciiDigit(text[_at]))
                _at++;
            return int.TryParse(text.AsSpan(digits, _at - digits), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Fault("lacks a number");
        }

        private bool Take(string word)
        {
            if (string.CompareOrdinal(text, _at, word, 0, word.Length) != 0)
                return false;
            _at += word.Length;
            return true;
        }

        private void Expect(char c)
        {
            if (_at >= text.Length || text[_at++] != c)
                throw Fault($"lacks a '{c}'");
        }

        private FormatException Fault(string what) => new(string.Create(CultureInfo.InvariantCulture, $"it {what} at character {_at + 1}"));
    }
}
