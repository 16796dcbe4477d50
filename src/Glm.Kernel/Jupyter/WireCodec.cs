using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Glm.Kernel.Jupyter;

/// <summary>Frames to messages and back, signed with HMAC-SHA256. Safe from any thread.</summary>
/// <param name="key">The connection file's key; empty for unsigned messages.</param>
internal sealed class WireCodec(string key)
{
    /// <summary>The protocol's version.</summary>
    public const string Version = "5.4";

    // Stands between the routing frames and the message; the signature and four JSON objects follow.
    private static readonly byte[] Delimiter = "<IDS|MSG>"u8.ToArray();
    private static readonly byte[] Empty = "{}"u8.ToArray();
    private const int SignedFrames = 4;

    // Front ends read JSON, they do not paste it into HTML: letters stay letters.
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly byte[] _key = Encoding.UTF8.GetBytes(key);
    private readonly string _session = Guid.NewGuid().ToString();

    /// <summary>Reads a message.</summary>
    /// <returns>Null where a frame is missing, the signature is wrong, or a part is no JSON object.</returns>
    public WireMessage? Decode(IReadOnlyList<byte[]> frames)
    {
        var at = 0;
        while (at < frames.Count && !frames[at].AsSpan().SequenceEqual(Delimiter))
            at++;
        var signed = at + 2;
        if (frames.Count < signed + SignedFrames || !IsSignedBy(frames[at + 1], frames, signed))
            return null;
        try
        {
            var parts = Enumerable.Range(signed, SignedFrames).Select(i => JsonElement.Parse(frames[i])).ToArray();
            if (
                parts.Any(part => part.ValueKind != JsonValueKind.Object)
                || WireMessage.Text(parts[0], "msg_type") is not { Length: > 0 } type
            )
                return null;
            return new WireMessage([.. frames.Take(at)], frames[signed], type, parts[2], parts[3]);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException) // the latter: a text that is no UTF-8
        {
            return null;
        }
    }

    /// <summary>Writes a message.</summary>
    /// <param name="route">The routing frames, or a topic.</param>
    /// <param name="type">Its <c>msg_type</c>.</param>
    /// <param name="parent">The header of what caused it; null for nothing.</param>
    /// <param name="content">Its content.</param>
    public IReadOnlyList<byte[]> Encode(IReadOnlyList<byte[]> route, string type, byte[]? parent, JsonObject content)
    {
        var header = new JsonObject
        {
            ["msg_id"] = Guid.NewGuid().ToString(),
            ["session"] = _session,
            ["username"] = "kernel",
            ["msg_type"] = type,
            ["version"] = Version,
            ["date"] = DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture),
        };
        byte[][] parts =
        [
            JsonSerializer.SerializeToUtf8Bytes(header, Plain),
            parent ?? Empty,
            Empty,
            JsonSerializer.SerializeToUtf8Bytes(content, Plain),
        ];
        return [.. route, Delimiter, Signature(parts, 0), .. parts];
    }

    private bool IsSignedBy(byte[] signature, IReadOnlyList<byte[]> frames, int from) =>
        _key.Length == 0 || CryptographicOperations.FixedTimeEquals(signature, Signature(frames, from));

    private byte[] Signature(IReadOnlyList<byte[]> frames, int from)
    {
        if (_key.Length == 0)
            return [];
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        for (var i = from; i < from + SignedFrames; i++)
            hash.AppendData(frames[i]);
        return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
