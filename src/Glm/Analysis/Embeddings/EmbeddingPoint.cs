using Glm.Genomes;

namespace Glm.Analysis.Embeddings;

/// <summary>What one pooled vector stands for.</summary>
/// <param name="Genome">The genome itself, or the one that the window or gene belongs to.</param>
/// <param name="Window">The window itself, or the one in which the gene was read; null for a genome.</param>
/// <param name="Gene">Null for a window or a genome.</param>
public sealed record EmbeddingPoint(Genome Genome, GeneWindow? Window = null, Gene? Gene = null)
{
    /// <summary>The gene's label, the window's id or the genome's id. Untrusted text.</summary>
    public string Id => Gene?.Label ?? Window?.Id ?? Genome.Id;
}
