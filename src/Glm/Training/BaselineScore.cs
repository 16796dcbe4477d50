using Glm.Statistics;

namespace Glm.Training;

/// <summary>
/// How well a predictor finds masked genes, with 95% bootstrap intervals. The figures of the constructor are from 0 to 1. Immutable.
/// </summary>
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
    /// <summary>
    /// Squared error of the closest prediction, averaged over the numbers of a label and the masked genes: what a model is trained to make
    /// small. NaN where some genes have no prediction.
    /// </summary>
    public Estimate SquaredError { get; init; } = new(double.NaN, double.NaN, double.NaN);

    /// <summary>Whether it is as sure as it should be; null for predictors that do not say how sure they are.</summary>
    public CalibrationEstimate? Calibration { get; init; }

    /// <summary>Predictions per gene, at least 1. Of one only, the pseudo-accuracy is the accuracy.</summary>
    public int Predictions { get; init; } = 1;
}
