using Glm.Genomes;

namespace Glm.Formats.Annotation;

/// <summary>How long the protein of a coding sequence is, as its place says.</summary>
internal static class ProteinLength
{
    /// <summary>
    /// The fewest and the most residues that go with a place: its codons, and one less for the stop, unless the end that would have it is
    /// marked as missing.
    /// </summary>
    public static (int Least, int Most) Of(CdsLocation location)
    {
        var bases = location.Parts.Sum(part => (long)part.End - part.Start + 1);
        var codons = (int)Math.Min(int.MaxValue, bases / 3);
        var stop = location.Parts[^1].Strand == Strand.Reverse ? PartialEnds.Left : PartialEnds.Right;
        return (Math.Max(1, codons - (location.Partial.HasFlag(stop) ? 0 : 1)), codons);
    }

    /// <summary>
    /// Whether a protein is as long as its gene, or something that the file says may explain another length: several parts, a missing end,
    /// an exception, a pseudogene.
    /// </summary>
    public static bool Fits(AnnotatedCds cds, string protein)
    {
        if (
            cds.Location.Parts.Count > 1 && !cds.Location.CrossesOrigin
            || cds.Location.Partial != PartialEnds.None
            || cds.IsPseudo
            || cds.Exceptions.Count > 0
        )
            return true;
        var (least, most) = Of(cds.Location);
        return protein.Length >= least && protein.Length <= most;
    }
}
