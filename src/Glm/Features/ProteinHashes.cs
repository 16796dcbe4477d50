using Glm.Genomes;
using Glm.Proteins;

namespace Glm.Features;

/// <summary>What identifies the protein sequences of genes in memory, as a corpus keeps it.</summary>
internal static class ProteinHashes
{
    /// <summary>One per gene, the first 128 bits of the sequence's SHA-256; empty where one of the sequences is not known.</summary>
    public static IReadOnlyList<UInt128> Of(IEnumerable<Gene> genes, ScaffoldSet set)
    {
        var hashes = new List<UInt128>();
        foreach (var gene in genes)
        {
            if (!set.Proteins.TryGetValue(gene.ProteinId, out var protein))
                return [];
            hashes.Add(SequenceHash.Of(protein.Sequence));
        }
        return hashes;
    }
}
