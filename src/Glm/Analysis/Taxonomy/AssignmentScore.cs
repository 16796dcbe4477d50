using Glm.Statistics;

namespace Glm.Analysis.Taxonomy;

/// <summary>
/// How well one representation assigns stretches of genomes that were held out, and tells those of taxa that were left out. Immutable by
/// convention.
/// </summary>
/// <param name="Name">"gLM" (contextual) or "context-free".</param>
/// <param name="Accuracy">Share of held-out stretches whose taxon is right, 0 to 1, with an interval over whole genomes.</param>
/// <param name="LogLoss">Mean surprise at the true taxon, in nats, with probabilities calibrated on other genomes.</param>
/// <param name="Calibration">Of the confidence of held-out stretches, which was calibrated on other genomes than they are of.</param>
/// <param name="Temperature">What log-probabilities are divided by; above 1, the regression alone is too sure.</param>
/// <param name="UnlikeFound">Share of stretches that are called unlike anything known when their whole taxon is left out, 0 to 1, with an
/// interval over whole genomes: what the verdict finds.</param>
public sealed record AssignmentScore(
    string Name,
    Estimate Accuracy,
    double LogLoss,
    CalibrationCurve Calibration,
    double Temperature,
    Estimate UnlikeFound
);
