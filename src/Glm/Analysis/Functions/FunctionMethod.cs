namespace Glm.Analysis.Functions;

/// <summary>How labels of held-out genes are predicted.</summary>
public enum FunctionMethod
{
    /// <summary>PlasGO's network, from the vectors of a gene and its neighbours.</summary>
    Network,

    /// <summary>A linear probe of gLM's hidden states.</summary>
    ContextProbe,

    /// <summary>A linear probe of the gene's own protein vector.</summary>
    ProteinProbe,

    /// <summary>The labels of the most similar known genes, each weighing by its similarity.</summary>
    SeveralNearest,

    /// <summary>The labels of the most similar known gene, with its similarity as confidence.</summary>
    Nearest,

    /// <summary>How frequent each label is among known genes, for every gene alike.</summary>
    Frequency,
}
