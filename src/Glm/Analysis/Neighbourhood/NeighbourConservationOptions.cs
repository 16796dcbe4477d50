using Glm.Runtime;

namespace Glm.Analysis.Neighbourhood;

/// <summary>What counts as a conserved pair of neighbours. Immutable.</summary>
public sealed record NeighbourConservationOptions
{
    /// <summary>
    /// How many genes apart the homologs may stand in another genome, 1 to 100. 3: an operon that gained or lost a gene or two is still
    /// the same neighbourhood, and two genes in a genome of thousands are that near by chance once in hundreds.
    /// </summary>
    public int MaxDistance { get; init; } = 3;

    /// <summary>Threads at work, at least 1; the result does not depend on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="GlmException">A number is out of its range.</exception>
    public void Validate()
    {
        if (MaxDistance is < 1 or > 100)
            throw new GlmException(
                $"{nameof(MaxDistance)} is {MaxDistance}; homologs of neighbours are looked for 1 to 100 genes apart. Use 3, "
                    + $"or leave it out."
            );
        if (Threads < 1)
            throw new GlmException($"{nameof(Threads)} is {Threads}; it must be at least 1. Leave it out for one per core.");
    }
}
