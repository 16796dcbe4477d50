namespace Glm.Kernel.Jupyter;

/// <summary>What may stand at a position of code.</summary>
/// <param name="Start">First character that a match replaces.</param>
/// <param name="End">The character behind the last.</param>
/// <param name="Matches">Text to insert, and what it is, for example "method"; empty where unknown.</param>
internal sealed record CodeCompletion(int Start, int End, IReadOnlyList<(string Text, string Kind)> Matches);
