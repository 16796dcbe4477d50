namespace Glm.Genomes;

/// <summary>The windows of a set of scaffolds, and what they do not cover. Immutable by convention.</summary>
/// <param name="Windows">Scaffold by scaffold, from left to right; they overlap only with a stride.</param>
/// <param name="Dropped">Scaffolds, and ends of scaffolds, too short for a window.</param>
public sealed record WindowCut(IReadOnlyList<GeneWindow> Windows, IReadOnlyList<DroppedScaffold> Dropped);
