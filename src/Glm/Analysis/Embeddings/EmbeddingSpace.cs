namespace Glm.Analysis.Embeddings;

/// <summary>Which vectors of genes are compared.</summary>
public enum EmbeddingSpace
{
    /// <summary>The contextual ones, of gLM's hidden layer.</summary>
    Context,

    /// <summary>The context-free ones, of the proteins alone.</summary>
    Protein,
}
