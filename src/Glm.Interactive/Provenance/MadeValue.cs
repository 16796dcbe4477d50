namespace Glm.Interactive.Provenance;

/// <summary>A value that a command made, or a model that it trained.</summary>
/// <param name="Variable">The C# variable that held it.</param>
/// <param name="Type">Its C# type.</param>
/// <param name="Summary">What it holds, in one line. Untrusted text.</param>
/// <param name="Content">Its content.</param>
public sealed record MadeValue(string Variable, string Type, string Summary, ResultContent Content);
