namespace Glm.Training.FineTuning;

/// <summary>What labels are of.</summary>
public enum FineTuningTask
{
    /// <summary>Single genes: the head reads the gene's hidden state.</summary>
    Gene,

    /// <summary>Genes that follow each other on a scaffold: the head reads both hidden states u and v as [u, v, u·v, |u - v|], element by
    /// element, as is usual for pairs of sentences (Conneau et al. 2017).</summary>
    Pair,

    /// <summary>Windows: the head reads the mean of the hidden states.</summary>
    Window,

    /// <summary>Genomes: learned window by window, and predicted by the mean over a genome's windows.</summary>
    Genome,
}
