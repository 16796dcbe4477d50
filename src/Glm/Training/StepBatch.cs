using Glm.Features;

namespace Glm.Training;

/// <summary>What a step learns from.</summary>
/// <param name="Windows">Their indices.</param>
/// <param name="Rows">B windows of L genes, moved and turned as the recipe has it.</param>
/// <param name="Masked">[B, L]: which genes are hidden.</param>
/// <param name="Triplets">Genes of one function and of others; null for a run without.</param>
internal sealed record StepBatch(int[] Windows, WindowRows Rows, bool[] Masked, GeneTriplets? Triplets = null);
