using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
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
    private const int MostRemembered = 65_536; // as many as Jupyter's own kernels

    private readonly HashSet<UInt128> _seen = [];
    private readonly Queue<UInt128> _order = new();
    private readonly byte[] _key = Encoding.UTF8.GetBytes(key);
    private readonly string _session = Guid.NewGuid().ToString();

    /// <summary>Reads a message.</summary>
    /// <param name="frames">As they came.</param>
    /// <param name="fault">What is wrong, to follow "the message is"; null where nothing is.</param>
    /// <returns>Null where a frame is missing, the signature is wrong or was there before, or a part is not a JSON object whose strings
    /// are text.</returns>
    public WireMessage? Decode(IReadOnlyList<byte[]> frames, out string? fault)
    {
        var at = 0;
        while (at < frames.Count && !frames[at].AsSpan().SequenceEqual(Delimiter))
            at++;
        var signed = at + 2;
        fault = "malformed";
        if (frames.Count < signed + SignedFrames)
            return null;
        fault = "wrongly signed";
        if (!IsSignedBy(frames[at + 1], frames, signed))
            return null;
        fault = "a repetition of an earlier one";
        if (!IsNew(frames[at + 1]))
            return null;
        fault = "malformed";
        try
        {
            if (
                !Enumerable.Range(signed, SignedFrames).All(i => IsObject(frames[i]))
                || KernelJson.Read<RequestHeader>(frames[signed]).MsgType is not { Length: > 0 } type
            )
                return null;
            fault = null;
            return new WireMessage([.. frames.Take(at)], frames[signed], type, frames[signed + 2], frames[signed + 3]);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException) // the latter: a string that is not text
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

    // A message that is sent once more is not from the front end, which gives each an id of its own. Unsigned ones anybody can make.
    private bool IsNew(byte[] signature)
    {
        if (_key.Length == 0)
            return true;
        var known = BinaryPrimitives.ReadUInt128BigEndian(Convert.FromHexString(Encoding.ASCII.GetString(signature, 0, 32)));
        lock (_seen)
        {
            if (!_seen.Add(known))
                return false;
            _order.Enqueue(known);
            if (_order.Count > MostRemembered)
                _seen.Remove(_order.Dequeue());
        }
        return true;
    }

    /// <summary>
    /// Whether a frame is a JSON object whose strings can all be read: halves of surrogate pairs pass for JSON, and so does what is not
    /// UTF-8. It is not made into a document, whose table comes from a pool that would keep as many bytes as the largest frame has.
    /// </summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    /// <exception cref="InvalidOperationException">A string is not text.</exception>
    private static bool IsObject(byte[] frame)
    {
        if (!Utf8.IsValid(frame))
            return false;
        var hasCodes = frame.AsSpan().IndexOf("\\u"u8) >= 0;
        var reader = new Utf8JsonReader(frame);
        var isObject = reader.Read() && reader.TokenType == JsonTokenType.StartObject;
        while (reader.Read())
            if (hasCodes && reader is { TokenType: JsonTokenType.String or JsonTokenType.PropertyName, ValueIsEscaped: true })
                _ = LongText.Read(ref reader);
        return isObject;
    }

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
