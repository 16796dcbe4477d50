using System.Text.Json;

namespace Glm.Kernel.Jupyter;

/// <summary>A message that came in and whose signature was right.</summary>
/// <param name="Identities">The routing frames, which go before the reply.</param>
/// <param name="Header">The header's bytes; they become the parent header of everything that the message causes.</param>
/// <param name="Type">The header's <c>msg_type</c>.</param>
/// <param name="Metadata">A JSON object.</param>
/// <param name="Content">A JSON object.</param>
internal sealed record WireMessage(IReadOnlyList<byte[]> Identities, byte[] Header, string Type, JsonElement Metadata, JsonElement Content)
{
    /// <summary>A text of the content; the given one where it is missing or no text.</summary>
    public string Text(string name, string missing = "") => Text(Content, name) ?? missing;

    /// <summary>A whole number of the content; the given one where it is missing or none.</summary>
    public int Number(string name, int missing) =>
        Content.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number)
            ? number
            : missing;

    /// <summary>True or false of the content; the given one where it is missing or neither.</summary>
    public bool Flag(string name, bool missing) =>
        Content.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : missing;

    /// <summary>A text of any object; null where it is missing or no text.</summary>
    public static string? Text(JsonElement holder, string name) =>
        holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
