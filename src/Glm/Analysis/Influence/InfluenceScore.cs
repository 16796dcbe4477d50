namespace Glm.Analysis.Influence;

/// <summary>How well one score tells pairs of one operon from others. Immutable by convention.</summary>
/// <param name="Name">Such as "gene distance".</param>
/// <param name="Figures">One per group of <see cref="InfluenceResult.PairGroups"/>.</param>
public sealed record InfluenceScore(string Name, IReadOnlyList<InfluenceFigures> Figures)
{
    /// <summary>The negative number of genes from one to the other: the same for all neighbours.</summary>
    public const string GeneDistance = "gene distance";

    /// <summary>Pairs on one strand, the fewest bases apart first; nothing is learned.</summary>
    public const string StrandAndBases = "same strand, nearest first";

    /// <summary>The cosine of the proteins' vectors.</summary>
    public const string Likeness = "cosine of protein vectors";

    /// <summary>Bacformer's zero-shot score, of protein vectors: (cos + 1)/2 · exp(-bases/500) on one strand within 500 bases, else
    /// 0.</summary>
    public const string LikenessAndBases = "cosine × distance (Bacformer's score)";

    /// <summary>A + Aᵀ, the mean over all heads and layers.</summary>
    public const string Attention = "attention, mean of all heads";

    /// <summary>The mean of both directions.</summary>
    public const string Influence = "influence";
}
