using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Glm.Arrays.Storage;
using Glm.Features;
using static TorchSharp.torch;

namespace Glm.Modeling;

/// <summary>
/// What the files of one checkpoint have in common, so that files of two are never taken for one: a checksum of the model, written into
/// the configuration, the weights and the transform, and a checksum of the transform's and every part's file, written into the
/// configuration. Equal models have equal identities. Files that other programs wrote have none.
/// </summary>
/// <param name="Id">32 hexadecimal digits.</param>
/// <param name="Parts">Checksums (SHA-256, hexadecimal) of the parts and the transform by file name. Earlier versions did not
/// list the transform.</param>
internal sealed record CheckpointIdentity(string Id, IReadOnlyDictionary<string, string> Parts)
{
    /// <summary>The key of <see cref="Id"/> in the configuration and in the metadata of the other files.</summary>
    public const string Key = "glm_checkpoint";

    private const string PartsKey = "glm_parts";

    /// <summary>A checksum of all that makes up a model.</summary>
    public static string Of(GlmConfig config, FlatParameters weights, FeatureFit features)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(GlmConfigFile.Write(config)));
        foreach (
            var numbers in new[]
            {
                features.Normalizer?.Mean,
                features.Normalizer?.StandardDeviation,
                features.Labels?.Mean,
                features.Labels?.Components,
                features.Labels?.ExplainedVariance,
                features.Labels is { Whiten: true } ? [1] : null,
            }
        )
        {
            hash.AppendData(BitConverter.GetBytes(numbers?.Length ?? -1));
            hash.AppendData(MemoryMarshal.AsBytes(numbers.AsSpan()));
        }
        using var still = no_grad();
        foreach (var (_, slot) in PublishedLayout.TensorsOf(weights.Layout))
        {
            using var scope = NewDisposeScope();
            hash.AppendData(weights.View(slot).cpu().bytes);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }

    /// <summary>The identity in a configuration; null where it has none, or is no JSON object.</summary>
    public static CheckpointIdentity? Read(string configFile)
    {
        try
        {
            if (JsonNode.Parse(GlmConfigFile.ReadText(configFile)) is not JsonObject json || Text(json[Key]) is not { } id)
                return null;
            var parts = json[PartsKey] as JsonObject ?? [];
            return new CheckpointIdentity(
                id,
                parts.ToDictionary(part => part.Key, part => Text(part.Value) ?? "", StringComparer.Ordinal)
            );
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            return null; // whoever needs the configuration itself says what is wrong with it
        }
    }

    /// <summary>A configuration's text with this identity.</summary>
    public JsonObject WriteTo(JsonObject config)
    {
        config[Key] = Id;
        if (Parts.Count > 0)
            config[PartsKey] = new JsonObject(Parts.Select(part => KeyValuePair.Create(part.Key, (JsonNode?)part.Value)));
        return config;
    }

    /// <summary>The checksum of a part's file.</summary>
    public static string ChecksumOf(string path) => StoredFile.Read(path, file => Convert.ToHexStringLower(SHA256.HashData(file)));

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
