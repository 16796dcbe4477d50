namespace Glm.Kernel.Jupyter;

/// <summary>The completions at a position of code.</summary>
/// <param name="Start">First character that a match replaces.</param>
/// <param name="End">The character after the last.</param>
/// <param name="Matches">In the order in which they are offered.</param>
internal sealed record CodeCompletion(int Start, int End, IReadOnlyList<CodeMatch> Matches);
