using Glm.Genomes;

namespace Glm.Proteins.Homology;

/// <summary>Proteins by number, in memory or on disk, read part by part. Safe for concurrent use.</summary>
public interface IProteinSource
{
    /// <summary>Number of proteins.</summary>
    int Count { get; }

    /// <summary>Some proteins in order.</summary>
    /// <param name="first">Number of the first, from 0.</param>
    /// <param name="count">How many; fewer come where the source ends.</param>
    IReadOnlyList<Protein> Read(int first, int count);
}
