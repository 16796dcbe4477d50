namespace Glm.Sessions;

/// <summary>An object holds what cannot be saved. The message is a part of a sentence: why.</summary>
internal sealed class NotSavedException(string message) : Exception(message);
