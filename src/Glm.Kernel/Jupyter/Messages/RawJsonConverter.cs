using System.Text.Json;
using System.Text.Json.Serialization;

namespace Glm.Kernel.Jupyter.Messages;

/// <summary>Writes JSON that is there already.</summary>
internal sealed class RawJsonConverter : JsonConverter<RawJson>
{
    public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.Text ?? "{}");
}
