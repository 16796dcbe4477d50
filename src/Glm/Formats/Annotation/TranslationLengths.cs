using System.Globalization;
using Glm.Runtime;

namespace Glm.Formats.Annotation;

/// <summary>Compares the translations that a flat file gives with the places of their genes.</summary>
internal static class TranslationLengths
{
    /// <summary>
    /// The record, with a note where translations are longer or shorter than their places ask for and nothing that the file says explains
    /// it.
    /// </summary>
    /// <exception cref="GlmException">A gene across the origin of a ring has the protein of its ends in the other order.</exception>
    public static AnnotatedRecord Compare(AnnotatedRecord record, string source)
    {
        var (others, first) = (0, (AnnotatedCds?)null);
        foreach (var cds in record.Cds)
        {
            if (cds.Translation is not { } protein || ProteinLength.Fits(cds, protein))
                continue;
            if (FitsOtherOrder(cds))
                throw new GlmException(
                    $"{source}:{cds.Line}: the CDS runs across the origin, so that it asks for {ProteinLength.Of(cds.Location).Least} "
                        + $"residues, and its translation has {cds.Translation!.Length}. Its two ends are in the wrong order: exchange "
                        + $"them; the reverse strand is complement(…)."
                );
            others++;
            first ??= cds;
        }
        return first is null
            ? record
            : record with
            {
                Notes =
                [
                    .. record.Notes,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"record {LineText.Quoted(record.Id)} has {others} translations that are longer or shorter than their places ask "
                            + $"for, the first on line {first.Line}: {first.Translation!.Length} residues, not "
                            + $"{ProteinLength.Of(first.Location).Least}; they were taken as they are"
                    ),
                ],
            };
    }

    // 341..201 on a ring runs across the origin; some programs write the reverse strand so.
    private static bool FitsOtherOrder(AnnotatedCds cds)
    {
        if (cds.Location is not { CrossesOrigin: true, Parts: [var one, var other] })
            return false;
        var bases = Math.Max(one.Start, other.Start) - Math.Min(one.End, other.End) + 1;
        return cds.Translation!.Length == bases / 3 - 1 || cds.Translation.Length == bases / 3;
    }
}
