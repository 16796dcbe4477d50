using System.Text.Json;
using System.Text.Json.Serialization;

namespace Glm.Kernel.Jupyter.Messages;

/// <summary>A cell of the past: <c>[session, count, code]</c>, or <c>[session, count, [code, value]]</c>.</summary>
/// <param name="Session">The session's number.</param>
/// <param name="Count">The cell's number.</param>
/// <param name="Code">The cell's text.</param>
/// <param name="WithValue">Whether the value was asked for.</param>
/// <param name="Value">The value as text; null where there was none.</param>
[JsonConverter(typeof(Converter))]
internal sealed record HistoryRow(int Session, int Count, string Code, bool WithValue, string? Value)
{
    internal sealed class Converter : JsonConverter<HistoryRow>
    {
        public override HistoryRow Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, HistoryRow row, JsonSerializerOptions options)
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(row.Session);
            writer.WriteNumberValue(row.Count);
            if (row.WithValue)
            {
                writer.WriteStartArray();
                writer.WriteStringValue(row.Code);
                writer.WriteStringValue(row.Value);
                writer.WriteEndArray();
            }
            else
            {
                writer.WriteStringValue(row.Code);
            }
            writer.WriteEndArray();
        }
    }
}
