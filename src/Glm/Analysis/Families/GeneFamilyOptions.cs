using Glm.Runtime;

namespace Glm.Analysis.Families;

/// <summary>What makes two proteins members of one family. Immutable.</summary>
public sealed record GeneFamilyOptions
{
    /// <summary>The least share of identical residues in their alignment, 0 to 1. 0.3: below, unrelated proteins come close.</summary>
    public double MinIdentity { get; init; } = 0.3;

    /// <summary>
    /// The least share of either protein that their alignment covers, 0 to 1. 0.8: proteins that share one domain of several stay apart.
    /// </summary>
    public double MinCoverage { get; init; } = 0.8;

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="GlmException">A number is out of its range.</exception>
    public void Validate()
    {
        if (MinIdentity is not (>= 0 and <= 1))
            throw new GlmException($"The least identity of a family is {MinIdentity}; it must be 0 to 1. Use 0.3, or leave it out.");
        if (MinCoverage is not (>= 0 and <= 1))
            throw new GlmException($"The least coverage of a family is {MinCoverage}; it must be 0 to 1. Use 0.8, or leave it out.");
    }
}
