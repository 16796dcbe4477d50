namespace Glm.Genomes;

/// <summary>Coding sequences that became no gene for one reason.</summary>
/// <param name="Reason">One line, for example "marked as a pseudogene".</param>
/// <param name="Count">How many.</param>
/// <param name="Examples">Locus tags or ids of the first few.</param>
public sealed record LeftOutGenes(string Reason, int Count, IReadOnlyList<string> Examples);
