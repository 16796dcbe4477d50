using Glm.Statistics;

namespace Glm.Training;

/// <summary>How well a predictor finds masked genes. Immutable. All figures from 0 to 1, with 95% bootstrap intervals.</summary>
/// <param name="Name">Of the predictor.</param>
/// <param name="Accuracy">Share of masked genes whose likeliest prediction is nearest to their own of the window's labels.</param>
/// <param name="PseudoAccuracy">The same for the prediction that is closest to the label, chosen with the answer in hand.</param>
/// <param name="ReciprocalRank">Mean of 1 / rank of the own label among those of all genes of the genome (MRR).</param>
/// <param name="RecallAt10">Share of masked genes whose own label is among the ten nearest of all genes of the genome.</param>
/// <param name="Predicted">Share of masked genes for which there was a prediction; the others are guesses.</param>
public sealed record BaselineScore(
    string Name,
    Estimate Accuracy,
    Estimate PseudoAccuracy,
    Estimate ReciprocalRank,
    Estimate RecallAt10,
    double Predicted
)
{
    /// <summary>Predictions per gene, at least 1. Of one only, the pseudo-accuracy is the accuracy.</summary>
    public int Predictions { get; init; } = 1;
}
