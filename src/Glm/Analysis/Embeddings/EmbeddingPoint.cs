using Glm.Genomes;

namespace Glm.Analysis.Embeddings;

/// <summary>What one pooled vector stands for.</summary>
/// <param name="Genome">The genome itself, or the one that the scaffold, window or gene belongs to.</param>
/// <param name="Window">The window itself, or the one in which the gene was read; null for a scaffold or a genome.</param>
/// <param name="Gene">Null for a window, a scaffold or a genome.</param>
public sealed record EmbeddingPoint(Genome Genome, GeneWindow? Window = null, Gene? Gene = null)
{
    /// <summary>The scaffold itself, or the one that the window or gene lies on; null for a genome.</summary>
    public Scaffold? Scaffold { get; init; } = Window?.Scaffold;

    /// <summary>The gene's label, or the id of the window, scaffold or genome. Untrusted text.</summary>
    public string Id => Gene?.Label ?? Key;

    /// <summary>The id of the gene, window, scaffold or genome. Untrusted text.</summary>
    public string Key => Gene?.Id ?? Window?.Id ?? Scaffold?.Id ?? Genome.Id;
}
