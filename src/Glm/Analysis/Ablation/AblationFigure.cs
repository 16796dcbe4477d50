using Glm.Statistics;

namespace Glm.Analysis.Ablation;

/// <summary>One figure of a model with the triplet loss beside that of a rival, on the same held-out genes. Immutable.</summary>
/// <param name="Measure">What is measured.</param>
/// <param name="Rival">What the model is compared with.</param>
/// <param name="With">Of the model that learned with the triplet loss.</param>
/// <param name="Other">Of the rival.</param>
/// <param name="Difference">The first minus the second, gene by gene.</param>
/// <param name="HolmP">Its p, corrected by Holm over all figures of the result; NaN where there is one unit only.</param>
public sealed record AblationFigure(
    AblationMeasure Measure,
    AblationRival Rival,
    Estimate With,
    Estimate Other,
    PairedDifference Difference,
    double HolmP
)
{
    /// <summary>Below, a corrected p counts as telling a difference from 0.</summary>
    private const double Significance = 0.05;

    /// <summary>1 where the triplet loss is better, -1 where it is worse, 0 where the difference cannot be told from 0.</summary>
    public int Verdict =>
        HolmP < Significance && Difference.ExcludesZero
            ? Math.Sign(Difference.Value) * (Measure == AblationMeasure.SquaredError ? -1 : 1)
            : 0;
}
