namespace Glm.Analysis.Embeddings;

/// <summary>How vectors are laid out in the plane.</summary>
public enum MapMethod
{
    /// <summary>The two directions of largest variance; the axes and all distances along them mean something.</summary>
    Pca,

    /// <summary>UMAP: neighbours lie together.</summary>
    Umap,

    /// <summary>t-SNE: neighbours lie together.</summary>
    Tsne,
}
