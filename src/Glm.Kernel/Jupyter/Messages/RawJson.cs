namespace Glm.Kernel.Jupyter.Messages;

/// <summary>A JSON object that is sent as it is.</summary>
/// <param name="Text">The object; null for an empty one.</param>
internal sealed record RawJson(string? Text);
