namespace Glm.Analysis.Embeddings;

/// <summary>What one point of an embedding stands for; windows, scaffolds and genomes are means over their genes.</summary>
public enum EmbeddingLevel
{
    Gene,
    Window,
    Scaffold,
    Genome,
}
