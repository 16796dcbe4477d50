using Glm.Statistics;

namespace Glm.Analysis.FineTuning;

/// <summary>How much better the fine-tuned model is than something else, on the same items and folds. Immutable.</summary>
/// <param name="Representation">Than what.</param>
/// <param name="Difference">Of the first figure.</param>
/// <param name="P">Corrected by Holm over all comparisons; NaN where there are fewer than two independent units.</param>
public sealed record TuningComparison(TuningRepresentation Representation, PairedDifference Difference, double P);
