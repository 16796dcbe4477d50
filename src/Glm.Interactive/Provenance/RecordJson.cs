using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Glm.Runtime;

namespace Glm.Interactive.Provenance;

/// <summary>Records as JSON: in the metadata of a notebook's outputs, and beside files.</summary>
public static class RecordJson
{
    /// <summary>Under which name an output's metadata hold its record.</summary>
    public const string MetadataKey = "glm";

    /// <summary>Metadata of an output that shows how far something is, and is another in every run.</summary>
    public const string Passing = """{"glm":{"passing":true}}""";

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new FloatsConverter() },
        MaxDepth = 32,
    };

    /// <summary>The metadata of an output that holds a record.</summary>
    public static string Metadata(CommandRecord record) =>
        JsonSerializer.Serialize(new Dictionary<string, CommandRecord> { [MetadataKey] = record }, Options);

    /// <summary>The metadata of an output that no command made: the hash of what it shows.</summary>
    /// <param name="parts">Content by mime type.</param>
    public static string Metadata(IReadOnlyDictionary<string, string> parts) =>
        JsonSerializer.Serialize(new Dictionary<string, object> { [MetadataKey] = new { shown = HashOf(parts) } }, Options);

    /// <summary>SHA-256 of what an output shows, by mime type; JSON, which front ends write in their own way, left out.</summary>
    /// <param name="parts">Content by mime type.</param>
    public static string HashOf(IReadOnlyDictionary<string, string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (mime, content) in parts.OrderBy(part => part.Key, StringComparer.Ordinal))
            if (!mime.EndsWith("json", StringComparison.Ordinal))
                hash.AppendData(Encoding.UTF8.GetBytes($"{mime}\n{content.Length}\n{content}\n"));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    internal static string Write(object value, bool indented = false) =>
        JsonSerializer.Serialize(value, value.GetType(), indented ? new JsonSerializerOptions(Options) { WriteIndented = true } : Options);

    /// <summary>Reads one record.</summary>
    /// <param name="json">A JSON object.</param>
    /// <param name="place">Begins the message of an error.</param>
    /// <exception cref="GlmException">It is damaged, or of a later version.</exception>
    public static CommandRecord Read(JsonElement json, string place) => Read<CommandRecord>(json, place);

    internal static T Read<T>(JsonElement json, string place)
    {
        if (
            json.ValueKind == JsonValueKind.Object
            && json.TryGetProperty("version", out var version)
            && version.ValueKind == JsonValueKind.Number
            && version.TryGetInt32(out var number)
            && number > CommandRecord.CurrentVersion
        )
            throw new GlmException(
                $"{place}: the record of how it was made is of version {number}, and this program reads up to "
                    + $"{CommandRecord.CurrentVersion}. Use a newer one."
            );
        try
        {
            return json.Deserialize<T>(Options) ?? throw new JsonException("it is null");
        }
        catch (Exception fault) when (fault is JsonException or FormatException or ArgumentException or InvalidOperationException)
        {
            throw new GlmException(
                $"{place}: the record of how it was made is damaged ({LineText.Shown(fault.Message.Split(" Path:")[0], 150)}). Run it "
                    + "again.",
                fault
            );
        }
    }

    /// <summary>Single-precision numbers as base64 of their little-endian bytes: a third of their length as text.</summary>
    private sealed class FloatsConverter : JsonConverter<float[]>
    {
        public override float[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var bytes = reader.GetBytesFromBase64();
            if (bytes.Length % sizeof(float) != 0)
                throw new JsonException("its numbers break off");
            var numbers = new float[bytes.Length / sizeof(float)];
            Buffer.BlockCopy(bytes, 0, numbers, 0, bytes.Length);
            return numbers;
        }

        public override void Write(Utf8JsonWriter writer, float[] value, JsonSerializerOptions options)
        {
            var bytes = new byte[value.Length * sizeof(float)];
            Buffer.BlockCopy(value, 0, bytes, 0, bytes.Length);
            writer.WriteBase64StringValue(bytes);
        }
    }
}
