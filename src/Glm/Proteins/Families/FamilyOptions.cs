namespace Glm.Proteins.Families;

/// <summary>How family codes are made. Immutable.</summary>
public sealed record FamilyOptions
{
    /// <summary>
    /// Numbers per protein, at least 1. 99, the label components of gLM: whitened labels of the codes then keep every dimension, and all
    /// proteins weigh about the same.
    /// </summary>
    public int Width { get; init; } = 99;

    /// <summary>
    /// The least share of either protein that an alignment of two members of a family covers, 0 to 1. Proteins that share one domain of
    /// several are not one family; what has no closer homolog is embedded by such ones all the same.
    /// </summary>
    public double MinCoverage { get; init; } = 0.4;

    /// <summary>How often every protein moves towards its homologs, at least 0.</summary>
    public int Rounds { get; init; } = 6;

    /// <summary>The share of its own code that a protein keeps in a round, 0 to 1.</summary>
    public double Keep { get; init; } = 0.3;

    /// <summary>The bit score from which a homolog has full weight; below, the weight is proportional. Above 0.</summary>
    public double FullWeightBits { get; init; } = 200;
}
