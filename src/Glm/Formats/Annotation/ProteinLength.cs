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
}
