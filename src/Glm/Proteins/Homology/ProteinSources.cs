using Glm.Genomes;

namespace Glm.Proteins.Homology;

/// <summary>Reading all or some of the proteins of a source, a block at a time.</summary>
internal static class ProteinSources
{
    private const int Block = 4096;

    /// <summary>All proteins in order.</summary>
    public static IEnumerable<Protein> All(this IProteinSource source)
    {
        for (var first = 0; first < source.Count; first += Block)
            foreach (var protein in source.Read(first, Block))
                yield return protein;
    }

    /// <summary>The proteins with these numbers, which ascend.</summary>
    public static IEnumerable<Protein> At(this IProteinSource source, IEnumerable<int> numbers)
    {
        IReadOnlyList<Protein> block = [];
        var first = 0;
        foreach (var number in numbers)
        {
            if (number >= first + block.Count)
                (first, block) = (number, source.Read(number, Block));
            yield return block[number - first];
        }
    }
}
