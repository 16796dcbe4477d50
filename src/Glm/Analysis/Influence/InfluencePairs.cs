namespace Glm.Analysis.Influence;

/// <summary>Labelled pairs on which scores are tested. Immutable.</summary>
/// <param name="Name">Such as "neighbours".</param>
/// <param name="Pairs">How many.</param>
/// <param name="Operonic">How many of them are in one operon.</param>
public sealed record InfluencePairs(string Name, int Pairs, int Operonic)
{
    /// <summary>The share of operonic pairs: the average precision of a guess. NaN where there is no pair.</summary>
    public double BaseRate => Pairs == 0 ? double.NaN : (double)Operonic / Pairs;
}
