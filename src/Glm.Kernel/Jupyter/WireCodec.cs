using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Glm.Kernel.Jupyter.Messages;

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

    private readonly byte[] _key = Encoding.UTF8.GetBytes(key);
    private readonly string _session = Guid.NewGuid().ToString();

    /// <summary>Reads a message.</summary>
    /// <returns>Null where a frame is missing, the signature is wrong, or a part is not a JSON object.</returns>
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
                || KernelJson.Read<RequestHeader>(parts[0]).MsgType is not { Length: > 0 } type
            )
                return null;
            return new WireMessage([.. frames.Take(at)], frames[signed], type, parts[2], parts[3]);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException) // the latter: a string that is not UTF-8
        {
            return null;
        }
    }

    /// <summary>Writes a message.</summary>
    /// <param name="route">The routing frames, or a topic.</param>
    /// <param name="type">Its <c>msg_type</c>.</param>
    /// <param name="parent">The header of what caused it; null for nothing.</param>
    /// <param name="content">A record of <see cref="Messages"/>.</param>
    public IReadOnlyList<byte[]> Encode(IReadOnlyList<byte[]> route, string type, byte[]? parent, object content)
    {
        var date = DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);
        var header = new KernelHeader(Guid.NewGuid().ToString(), _session, "kernel", type, Version, date);
        byte[][] parts = [KernelJson.Write(header), parent ?? Empty, Empty, KernelJson.Write(content)];
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
