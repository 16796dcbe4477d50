using System.Globalization;
using Glm.Runtime;

namespace Glm.Formats.Annotation;

/// <summary>Compares what a record states about its length with what came.</summary>
internal static class StatedLengths
{
    /// <summary>Whether a record has the bases that it announces, and its genes lie on it.</summary>
    public static bool Agree(AnnotatedRecord record) => !DiffersInLength(record) && Beyond(record) is null;

    /// <summary>Requires that they agree.</summary>
    /// <exception cref="GlmException">The record contradicts itself.</exception>
    public static AnnotatedRecord Require(AnnotatedRecord record, string source)
    {
        RequireLength(record, source);
        return RequireOnRecord(record, source);
    }

    /// <summary>Requires that the genes of a linear record lie on it.</summary>
    /// <exception cref="GlmException">One runs past the end.</exception>
    public static AnnotatedRecord RequireOnRecord(AnnotatedRecord record, string source)
    {
        return Beyond(record) is not var (cds, end)
            ? record
            : throw new GlmException(
                $"{source}:{cds.Line}: the CDS runs to base {end}, and record {LineText.Quoted(record.Id)} has {record.Length}. "
                    + $"Correct the location, or fetch the file again."
            );
    }

    /// <summary>Requires that a record has the bases that it announces.</summary>
    /// <exception cref="GlmException">It has more or fewer.</exception>
    public static AnnotatedRecord RequireLength(AnnotatedRecord record, string source) =>
        !DiffersInLength(record)
            ? record
            : throw new GlmException(
                $"{source}:{record.Line}: record {LineText.Quoted(record.Id)} announces {record.AnnouncedLength} bases, and "
                    + $"{record.Length} came. Fetch the file again, or correct the number if the sequence was meant to change."
            );

    /// <summary>
    /// Requires that a record has no fewer bases than its region: what more it has is lost to no gene, and noted.
    /// </summary>
    /// <exception cref="GlmException">It has fewer.</exception>
    public static AnnotatedRecord RequireRegion(AnnotatedRecord record, string source) =>
        record is { AnnouncedLength: { } announced, Length: { } length } && announced < length
            ? record with
            {
                Notes =
                [
                    .. record.Notes,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"sequence {LineText.Quoted(record.Id)} has {length} bases, and line {record.Line} announces {announced}"
                    ),
                ],
            }
            : RequireLength(record, source);

    private static bool DiffersInLength(AnnotatedRecord record) =>
        record is { AnnouncedLength: { } announced, Length: { } length } && announced != length;

    /// <summary>The first gene that runs past the end of a linear record, and its end.</summary>
    private static (AnnotatedCds Cds, int End)? Beyond(AnnotatedRecord record)
    {
        if (record is { IsCircular: false, Length: { } length })
            foreach (var cds in record.Cds)
            foreach (var part in cds.Location.Parts)
                if (part.Elsewhere is null && part.End > length)
                    return (cds, part.End);
        return null;
    }
}
