using System.Globalization;
using Glm.Runtime;

namespace Glm.Formats.Annotation;

/// <summary>Some programs write a CDS twice, in one place and under one name.</summary>
internal static class DoubledCds
{
    /// <summary>The record with each CDS once, and a note if one came twice.</summary>
    public static AnnotatedRecord Once(AnnotatedRecord record)
    {
        var firsts = new Dictionary<(int, int, string?, string?, string?), AnnotatedCds>(record.Cds.Count);
        var (once, twice) = (new List<AnnotatedCds>(record.Cds.Count), new List<AnnotatedCds>());
        foreach (var cds in record.Cds)
        {
            var key = (cds.Location.Parts[0].Start, cds.Location.End, cds.LocusTag, cds.ProteinId, cds.Id);
            var isNew = firsts.TryAdd(key, cds) || !IsSame(firsts[key], cds);
            (isNew ? once : twice).Add(cds);
        }
        return twice.Count == 0
            ? record
            : record with
            {
                Cds = once,
                Notes =
                [
                    .. record.Notes,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"record {LineText.Quoted(record.Id)} has {twice.Count} coding sequences twice, the first again on line "
                            + $"{twice[0].Line}; each was read once"
                    ),
                ],
            };

        static bool IsSame(AnnotatedCds one, AnnotatedCds other) =>
            one.Translation == other.Translation && one.Location.Parts.SequenceEqual(other.Location.Parts);
    }
}
