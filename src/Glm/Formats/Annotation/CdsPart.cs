using Glm.Genomes;

namespace Glm.Formats.Annotation;

/// <summary>A stretch of a coding sequence.</summary>
/// <param name="Start">First base, 1-based.</param>
/// <param name="End">Last base, inclusive.</param>
/// <param name="Strand">The strand that is read.</param>
/// <param name="Elsewhere">The sequence on which it lies, where that is another than the record's; null for the record's own.</param>
public readonly record struct CdsPart(int Start, int End, Strand Strand, string? Elsewhere = null);
