using Glm.Statistics;

namespace Glm.Analysis.FineTuning;

/// <summary>How well items are predicted while their fold is held out. Immutable.</summary>
/// <param name="Name">For tables.</param>
/// <param name="Representation">With what.</param>
/// <param name="Figures">As <see cref="FineTuningResult.Metrics"/> names them.</param>
public sealed record TuningScore(string Name, TuningRepresentation Representation, IReadOnlyList<Estimate> Figures);

/// <summary>How much better the fine-tuned model is than something else, on the same items and folds. Immutable.</summary>
/// <param name="Representation">Than what.</param>
/// <param name="Difference">Of the first figure.</param>
/// <param name="P">Corrected by Holm over all comparisons; NaN where there are fewer than two independent units.</param>
public sealed record TuningComparison(TuningRepresentation Representation, PairedDifference Difference, double P);

/// <summary>How well one class or label is found. Immutable.</summary>
/// <param name="Name">Untrusted text.</param>
/// <param name="Items">How many have it.</param>
/// <param name="FineTuned">Average precision.</param>
/// <param name="Frozen">Average precision.</param>
/// <param name="ContextFree">Average precision.</param>
/// <param name="Gain">Of the fine-tuned over the frozen model; its p is not corrected for the number of classes.</param>
public sealed record TuningClass(string Name, int Items, Estimate FineTuned, Estimate Frozen, Estimate ContextFree, PairedDifference Gain);
