using Glm.Training;

namespace Glm.Analysis.Baselines;

/// <summary>Predictors of masked genes side by side, on the same windows, masks and labels. Immutable by convention.</summary>
/// <param name="Scores">One per predictor, in the order in which they were given.</param>
/// <param name="MaskedGenes">How many masked genes each score rests on.</param>
/// <param name="TrainingWindows">Windows that could be learned from.</param>
/// <param name="HeldOutWindows">Windows that were predicted.</param>
/// <param name="Groups">What the bootstrap draws, for example "32 scaffolds" or "144 blocks of 30 genes".</param>
/// <param name="Options">Masks, distance and seed.</param>
public sealed record BaselineComparison(
    IReadOnlyList<BaselineScore> Scores,
    int MaskedGenes,
    int TrainingWindows,
    int HeldOutWindows,
    string Groups,
    BaselineOptions Options
);
