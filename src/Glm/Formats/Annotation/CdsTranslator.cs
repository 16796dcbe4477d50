using Glm.Genomes;
using Glm.Proteins.Translation;

namespace Glm.Formats.Annotation;

/// <summary>Makes proteins of coding sequences.</summary>
public static class CdsTranslator
{
    /// <summary>
    /// Translates a coding sequence: its parts in order, from its phase on, with its own genetic code, alternative starts as M where the beginning is whole, and
    /// its exceptions; the stop at the end is left out.
    /// </summary>
    /// <param name="cds">What to translate.</param>
    /// <param name="record">The record on which it lies.</param>
    /// <param name="defaultCode">The genetic code of a CDS that names none.</param>
    /// <returns>The protein, stops within it as *; null where the record lacks the bases or the location leaves it.</returns>
    public static string? Translate(AnnotatedCds cds, AnnotatedRecord record, int defaultCode = Proteins.Translation.GeneticCode.Prokaryotic)
    {
        var bases = record.Sequence.Span;
        if (bases.IsEmpty)
            return null;
        var length = 0;
        foreach (var part in cds.Location.Parts)
        {
            if (part.Elsewhere is not null || part.Start < 1 || part.Start > bases.Length || (part.End > bases.Length && !record.IsCircular) || part.End > 2 * bases.Length)
                return null;
            length = checked(length + part.End - part.Start + 1);
        }
        var coding = new byte[length];
        var baseOf = cds.Exceptions.Count > 0 ? new int[length] : null;
        var at = 0;
        foreach (var part in cds.Location.Parts)
            for (var i = 0; i <= part.End - part.Start; i++, at++)
            {
                var place = part.Strand == Strand.Forward ? part.Start + i : part.End - i;
                var letter = bases[(place - 1) % bases.Length];
                coding[at] = part.Strand == Strand.Forward ? letter : Complement(letter);
                if (baseOf is not null)
                    baseOf[at] = place;
            }
        if (cds.Phase >= coding.Length)
            return null;
        var code = Proteins.Translation.GeneticCode.Of(cds.GeneticCode is { } own && Proteins.Translation.GeneticCode.Exists(own) ? own : defaultCode);
        var missing = cds.Location.Strand == Strand.Reverse ? PartialEnds.Right : PartialEnds.Left;
        var protein = code.Translate(coding.AsSpan(cds.Phase), startsAtStart: cds.Phase == 0 && !cds.Location.Partial.HasFlag(missing)).ToCharArray();
        foreach (var (first, residue) in cds.Exceptions)
            if (Array.IndexOf(baseOf!, first) is var place and >= 0 && (place - cds.Phase) / 3 is var codon && codon < protein.Length)
                protein[codon] = residue;
        var text = new string(protein);
        return text.EndsWith('*') ? text[..^1] : text;
    }

    private static byte Complement(byte letter) => (char)letter switch
    {
        'A' => (byte)'T', 'T' or 'U' => (byte)'A', 'C' => (byte)'G', 'G' => (byte)'C', 'a' => (byte)'t', 't' or 'u' => (byte)'a', 'c' => (byte)'g', 'g' => (byte)'c',
        'R' or 'r' => (byte)'Y', 'Y' or 'y' => (byte)'R', 'K' or 'k' => (byte)'M', 'M' or 'm' => (byte)'K', 'B' or 'b' => (byte)'V', 'V' or 'v' => (byte)'B', 'D' or 'd' => (byte)'H', 'H' or 'h' => (byte)'D',
        _ => letter,
    };
}
