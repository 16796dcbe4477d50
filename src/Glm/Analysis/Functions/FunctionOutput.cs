namespace Glm.Analysis.Functions;

/// <summary>What is said of functions of genes: how well they are predicted (<see cref="FunctionResult"/>), or which ones are
/// (<see cref="FunctionPredictions"/>). Immutable by convention.</summary>
/// <param name="Label">Name of the labels, such as "go". Untrusted text.</param>
/// <param name="Source">Where the genes come from. Untrusted text.</param>
public abstract record FunctionOutput(string Label, string Source);
