using Glm.Analysis.Baselines;
using Glm.Modeling;
using Glm.Training;

namespace Glm.Analysis.Evaluation;

/// <summary>What a model is worth on some genomes, beside baselines. Immutable by convention.</summary>
/// <param name="Source">Where the genomes come from. Untrusted text.</param>
/// <param name="Genomes">How many.</param>
/// <param name="Windows">How many windows they have; <see cref="BaselineComparison.HeldOutWindows"/> of them were read, an even sample of
/// very many.</param>
/// <param name="Comparison">The baselines, and last the model, on the same masked genes.</param>
/// <param name="LeftOut">Names of baselines that learn from other genomes, where none were given.</param>
/// <param name="TrainedOn">Genomes of these that the model was trained on, as far as it is known; figures on them say what it
/// remembers.</param>
public sealed record ModelEvaluation(
    string Source,
    int Genomes,
    int Windows,
    BaselineComparison Comparison,
    IReadOnlyList<string> LeftOut,
    IReadOnlyList<KnownGenome> TrainedOn
)
{
    /// <summary>The model's figures.</summary>
    public BaselineScore Model => Comparison.Scores[^1];

    /// <summary>Whether the model is as sure as it should be.</summary>
    public CalibrationEstimate Calibration => Model.Calibration!;
}
