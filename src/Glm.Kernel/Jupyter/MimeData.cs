using System.Text.Json;
using System.Text.Json.Nodes;

namespace Glm.Kernel.Jupyter;

/// <summary>One output in several representations.</summary>
/// <param name="Parts">Content by mime type; that of JSON types is JSON text.</param>
internal sealed record MimeData(IReadOnlyDictionary<string, string> Parts)
{
    /// <summary>As the protocol writes it: JSON types as JSON, everything else as text.</summary>
    public JsonObject ToJson()
    {
        var data = new JsonObject();
        foreach (var (mime, text) in Parts)
            data[mime] = mime == "application/json" || mime.EndsWith("+json", StringComparison.Ordinal) ? Parsed(text) : text;
        return data;
    }

    private static JsonNode? Parsed(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return text;
        }
    }
}
