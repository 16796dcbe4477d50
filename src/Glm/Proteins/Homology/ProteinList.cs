using Glm.Genomes;

namespace Glm.Proteins.Homology;

/// <summary>Proteins in memory as a source for a search.</summary>
/// <param name="proteins">In their order.</param>
public sealed class ProteinList(IReadOnlyList<Protein> proteins) : IProteinSource
{
    /// <inheritdoc/>
    public int Count => proteins.Count;

    /// <inheritdoc/>
    public IReadOnlyList<Protein> Read(int first, int count)
    {
        var part = new Protein[Math.Clamp(proteins.Count - first, 0, count)];
        for (var i = 0; i < part.Length; i++)
            part[i] = proteins[first + i];
        return part;
    }
}
