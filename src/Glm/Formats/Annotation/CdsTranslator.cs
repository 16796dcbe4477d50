using System.Globalization;
using Glm.Formats.Ledger;
using Glm.Genomes;
using Glm.Runtime;

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
        if (Obstacle(cds, record) is not null)
            return null;
        var bases = record.Sequence.Span;
        var coding = new byte[(int)Bases(cds)];
        var at = 0;
        foreach (var part in cds.Location.Parts)
            for (var i = 0; i <= part.End - part.Start; i++, at++)
            {
                var place = part.Strand == Strand.Forward ? part.Start + i : part.End - i;
                var letter = bases[(place - 1) % bases.Length];
                coding[at] = part.Strand == Strand.Forward ? letter : Complement(letter);
            }
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

    /// <summary>What stands in the way of a translation; null if nothing does.</summary>
    internal static MissingProtein? Obstacle(AnnotatedCds cds, AnnotatedRecord record)
    {
        var length = record.Sequence.Length;
        if (length == 0)
            return new MissingProtein("there are neither a translation nor bases");
        foreach (var part in cds.Location.Parts)
        {
            if (part.Elsewhere is not null)
                return new MissingProtein("a part of it lies on another sequence");
            if (part.Start < 1)
                return new MissingProtein("it begins before the first base of its sequence");
            if (part.Start > length || part.End > (record.IsCircular ? 2L * length : length))
                return new MissingProtein(
                    "beyond the end",
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"it ends at base {part.End}, beyond the end of its sequence, {LineText.Shown(record.Id, 80)}, which has "
                            + $"{length} bases"
                    )
                );
        }
        // Bases are read twice where a ribosome slips back, but not all of them.
        if (Bases(cds) > 2L * length)
            return new MissingProtein("its parts are longer than its sequence");
        return cds.Phase < Bases(cds) ? null : new MissingProtein("it is shorter than its phase");
    }

    private static long Bases(AnnotatedCds cds) => cds.Location.Parts.Sum(part => part.End - part.Start + 1L);

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
