namespace Glm.Analysis.Prediction;

/// <summary>What <see cref="BatchInference"/> reads.</summary>
/// <param name="Embeds">Path of [N, L, D], any float type: feature rows, padding zero.</param>
/// <param name="AttentionMask">Path of [N, L]: 1 for genes, 0 for padding.</param>
/// <param name="Masked">Path of [N, L], each 0 or 1: which genes to hide; as in training, padding among them is ignored. Null hides
/// none.</param>
/// <param name="Labels">Path of [N, L, K]; null computes no losses. Clipped to ±10 if <paramref name="Masked"/> is given, as in
/// training.</param>
public sealed record BatchInferenceInput(string Embeds, string AttentionMask, string? Masked, string? Labels);
