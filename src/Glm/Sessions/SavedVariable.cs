namespace Glm.Sessions;

/// <summary>A variable of a saved session.</summary>
/// <param name="Name">Of the variable.</param>
/// <param name="Type">Name of its type, for people.</param>
/// <param name="Description">What it holds, in one line. Untrusted text.</param>
/// <param name="Files">The files that hold it and nothing of other variables, as seen from the session's folder.</param>
/// <param name="Bytes">Size of those files.</param>
public sealed record SavedVariable(string Name, string Type, string Description, IReadOnlyList<string> Files, long Bytes);
