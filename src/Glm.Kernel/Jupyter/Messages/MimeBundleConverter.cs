using System.Text.Json;
using System.Text.Json.Serialization;
using Glm.Interactive.Hosting;

namespace Glm.Kernel.Jupyter.Messages;

/// <summary>
/// Writes content by mime type: JSON types as JSON, everything else as a string. No content is an empty object. Text of a JSON type that
/// is not JSON is written as a string.
/// </summary>
internal sealed class MimeBundleConverter : JsonConverter<MimeBundle>
{
    public override bool HandleNull => true;

    public override MimeBundle Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, MimeBundle? bundle, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (mime, text) in bundle?.Parts ?? new Dictionary<string, string>())
        {
            writer.WritePropertyName(mime);
            if (IsJson(mime) && Parsed(text) is { } json)
                json.WriteTo(writer);
            else
                LongText.Write(writer, text);
        }
        writer.WriteEndObject();
    }

    private static bool IsJson(string mime) => mime == "application/json" || mime.EndsWith("+json", StringComparison.Ordinal);

    private static JsonElement? Parsed(string text)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
