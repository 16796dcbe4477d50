using Glm.Genomes;

namespace Glm.Formats.Annotation;

/// <summary>Makes proteins of coding sequences.</summary>
public static class CdsTranslator
{
    /// <summary>
    /// Translates a coding sequence: its parts in order, from its phase on, with its own genetic code, alternative starts as M where the
    /// beginning is whole, and its exceptions; without the stop at the end.
    /// </summary>
    /// <param name="cds">What to translate.</param>
    /// <param name="record">The record on which it lies.</param>
    /// <param name="defaultCode">The genetic code of a CDS that names none.</param>
    /// <returns>The protein, stops within it as *; null where the record lacks the bases or the location leaves it.</returns>
    public static string? Translate(
        AnnotatedCds cds,
        AnnotatedRecord record,
        int defaultCode = Genomes.Translation.GeneticCode.Prokaryotic
    )
    {
        var bases = record.Sequence.Span;
        if (bases.IsEmpty)
            return null;
        var sum = 0L;
        foreach (var part in cds.Location.Parts)
        {
            if (
                part.Elsewhere is not null
                || part.Start < 1
                || part.Start > bases.Length
                || (part.End > bases.Length && !record.IsCircular)
                || part.End > 2 * bases.Length
            )
                return null;
            sum += part.End - part.Start + 1;
        }
        // Bases are read twice where a ribosome slips back, but not all of them.
        if (sum > 2L * bases.Length)
            return null;
        var coding = new byte[(int)sum];
        var at = 0;
        foreach (var part in cds.Location.Parts)
            for (var i = 0; i <= part.End - part.Start; i++, at++)
            {
                var place = part.Strand == Strand.Forward ? part.Start + i : part.End - i;
                var letter = bases[(place - 1) % bases.Length];
                coding[at] = part.Strand == Strand.Forward ? letter : Complement(letter);
            }
        if (cds.Phase >= coding.Length)
            return null;
        var code = Genomes.Translation.GeneticCode.Of(
            cds.GeneticCode is { } own && Genomes.Translation.GeneticCode.Exists(own) ? own : defaultCode
        );
        var missing = cds.Location.Strand == Strand.Reverse ? PartialEnds.Right : PartialEnds.Left;
        var protein = code.Translate(coding.AsSpan(cds.Phase), startsAtStart: cds.Phase == 0 && !cds.Location.Partial.HasFlag(missing))
            .ToCharArray();
        foreach (var (first, residue) in cds.Exceptions)
            if (
                PlaceOf(first, cds.Location.Parts) is var place
                && place >= cds.Phase
                && (place - cds.Phase) / 3 is var codon
                && codon < protein.Length
            )
                protein[codon] = residue;
        var text = new string(protein);
        return text.EndsWith('*') ? text[..^1] : text;
    }

    /// <summary>The number of coding bases before a base of the record; -1 if it is not coding.</summary>
    private static int PlaceOf(int place, IReadOnlyList<CdsPart> parts)
    {
        var before = 0;
        foreach (var part in parts)
        {
            if (place >= part.Start && place <= part.End)
                return before + (part.Strand == Strand.Forward ? place - part.Start : part.End - place);
            before += part.End - part.Start + 1;
        }
        return -1;
    }

    private static byte Complement(byte letter) =>
        (char)letter switch
        {
            'A' => (byte)'T',
            'T' or 'U' => (byte)'A',
            'C' => (byte)'G',
            'G' => (byte)'C',
            'a' => (byte)'t',
            't' or 'u' => (byte)'a',
            'c' => (byte)'g',
            'g' => (byte)'c',
            'R' or 'r' => (byte)'Y',
            'Y' or 'y' => (byte)'R',
            'K' or 'k' => (byte)'M',
            'M' or 'm' => (byte)'K',
            'B' or 'b' => (byte)'V',
            'V' or 'v' => (byte)'B',
            'D' or 'd' => (byte)'H',
            'H' or 'h' => (byte)'D',
            _ => letter,
        };
}
