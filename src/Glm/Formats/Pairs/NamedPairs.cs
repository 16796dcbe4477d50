namespace Glm.Formats.Pairs;

/// <summary>Pairs of genes that a table names. Immutable by convention.</summary>
/// <param name="Source">The file. Untrusted text.</param>
/// <param name="Pairs">By the numbers of the genes in a set, scaffold by scaffold; the number in the third column, null where there is
/// none.</param>
/// <param name="Rows">How many rows the table has; those that name a gene which the set does not have are not among the pairs.</param>
public sealed record NamedPairs(string Source, IReadOnlyList<(int First, int Second, double? Distance)> Pairs, int Rows);
