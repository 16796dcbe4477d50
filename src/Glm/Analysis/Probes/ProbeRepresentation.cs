namespace Glm.Analysis.Probes;

/// <summary>What a gene is predicted from.</summary>
public enum ProbeRepresentation
{
    /// <summary>A hidden layer of gLM at the gene, which sees the gene and its neighbours.</summary>
    Contextual,

    /// <summary>The vector of the gene's protein alone, as gLM reads it.</summary>
    ContextFree,

    /// <summary>A hidden layer of gLM at the gene, with the gene itself masked: its neighbours alone.</summary>
    ContextOnly,

    /// <summary>No probe: the labels of the trained gene with the most similar context-free vector.</summary>
    NearestNeighbour,

    /// <summary>No vector: always the most frequent class.</summary>
    Majority,
}
