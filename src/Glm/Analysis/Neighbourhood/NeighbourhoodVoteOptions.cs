using Glm.Runtime;

namespace Glm.Analysis.Neighbourhood;

/// <summary>How the neighbourhood vote is taken. Immutable.</summary>
public sealed record NeighbourhoodVoteOptions
{
    /// <summary>Neighbours on each side that are asked, 1 to 100. 5: beyond that, genes of other genomes have moved apart.</summary>
    public int Reach { get; init; } = 5;

    /// <summary>
    /// Homologs per neighbour, at least 1, by bit score from the best: of a family with thousands of members, 20 stand for the nearest.
    /// </summary>
    public int Homologs { get; init; } = 20;

    /// <summary>
    /// How much more a near homolog counts than a distant one, 0 or more: a vote weighs exp(sharpness · (identity - 1)) / distance, so
    /// that at 4, an identical homolog counts seven times as much as one of 50%.
    /// </summary>
    public double Sharpness { get; init; } = 4;

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="GlmException">A number is out of its range.</exception>
    public void Validate()
    {
        Check(Reach is >= 1 and <= 100, nameof(Reach), Reach, "1 to 100 genes");
        Check(Homologs >= 1, nameof(Homologs), Homologs, "at least 1");
        Check(Sharpness >= 0 && double.IsFinite(Sharpness), nameof(Sharpness), Sharpness, "0 or more");

        static void Check(bool good, string name, object value, string rule)
        {
            if (!good)
                throw new GlmException($"{name} of the neighbourhood vote is {value}; it must be {rule}. Leave it out.");
        }
    }
}
