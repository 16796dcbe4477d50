using Glm.Statistics;

namespace Glm.Analysis.Probes;

/// <summary>How well one class or label is found. Immutable.</summary>
/// <param name="Name">Untrusted text.</param>
/// <param name="Genes">How many genes have it.</param>
/// <param name="Contextual">Average precision from gLM's layer.</param>
/// <param name="ContextFree">Average precision from context-free vectors.</param>
/// <param name="Gain">The difference; its p is not corrected for the number of classes.</param>
public sealed record ProbeClass(string Name, int Genes, Estimate Contextual, Estimate ContextFree, PairedDifference Gain);
