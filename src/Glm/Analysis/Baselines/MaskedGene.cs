namespace Glm.Analysis.Baselines;

/// <summary>Where a masked gene lies.</summary>
/// <param name="GenomeId">Its genome.</param>
/// <param name="ScaffoldId">Its scaffold.</param>
/// <param name="Place">On the scaffold, from 0.</param>
internal readonly record struct MaskedGene(string GenomeId, string ScaffoldId, int Place);
