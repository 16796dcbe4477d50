using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Proteins.Homology;

/// <summary>Proteins that are ready to be found. One search at a time.</summary>
public interface IHomologyIndex : IDisposable
{
    /// <summary>Finds the targets that are homologous to queries, a protein itself included where it is among the targets.</summary>
    /// <param name="queries">Held in memory; numbered from 0 in the hits. Pass some ten thousand at a time.</param>
    /// <param name="progress">Queries finished, as far as that can be told.</param>
    /// <param name="cancellation">Stops.</param>
    /// <returns>At most one hit per pair, by query, then from the highest bit score down, then by target. The same whatever the number of
    /// threads, and whichever other queries come along.</returns>
    /// <exception cref="GlmException">A sequence holds a character that is not a residue, or the program fails.</exception>
    HomologyHit[] Search(
        IReadOnlyList<Protein> queries,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    );
}
