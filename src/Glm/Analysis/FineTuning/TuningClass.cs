using Glm.Statistics;

namespace Glm.Analysis.FineTuning;

/// <summary>How well one class or label is found. Immutable.</summary>
/// <param name="Name">Untrusted text.</param>
/// <param name="Items">How many have it.</param>
/// <param name="FineTuned">Average precision.</param>
/// <param name="Frozen">Average precision.</param>
/// <param name="ContextFree">Average precision.</param>
/// <param name="Gain">Of the fine-tuned over the frozen model; its p is not corrected for the number of classes.</param>
public sealed record TuningClass(string Name, int Items, Estimate FineTuned, Estimate Frozen, Estimate ContextFree, PairedDifference Gain);
