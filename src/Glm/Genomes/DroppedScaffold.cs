namespace Glm.Genomes;

/// <summary>A scaffold, or the end of one, that no window covers, and why.</summary>
/// <param name="ScaffoldId">Which one.</param>
/// <param name="Genes">How many genes it, or its unused tail, has.</param>
/// <param name="Reason">In words, for example "fewer than 15 genes".</param>
public sealed record DroppedScaffold(string ScaffoldId, int Genes, string Reason);
