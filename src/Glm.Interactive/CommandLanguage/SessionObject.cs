namespace Glm.Interactive.CommandLanguage;

/// <summary>An object that a session keeps for the next commands.</summary>
/// <param name="Variable">The C# variable that holds it.</param>
/// <param name="Value">The object.</param>
public sealed record SessionObject(string Variable, object Value);
