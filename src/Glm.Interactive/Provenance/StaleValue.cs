namespace Glm.Interactive.Provenance;

/// <summary>A result that no longer follows from what the session holds.</summary>
/// <param name="Variable">The C# variable that holds it.</param>
/// <param name="Reason">Why, in words. Untrusted text.</param>
public sealed record StaleValue(string Variable, string Reason);
