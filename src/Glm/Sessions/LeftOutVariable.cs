namespace Glm.Sessions;

/// <summary>A variable that could not be saved with its session.</summary>
/// <param name="Name">Of the variable.</param>
/// <param name="Reason">Why not, as a part of a sentence. Untrusted text.</param>
public sealed record LeftOutVariable(string Name, string Reason);
