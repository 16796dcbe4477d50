using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Glm.Kernel.Jupyter.Messages;

/// <summary>The one serializer of the protocol's messages.</summary>
internal static class KernelJson
{
    // Front ends read JSON, they do not paste it into HTML: letters stay letters.
    private static readonly JsonSerializerOptions Plain = new(MessageTypes.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    // Into memory of its own: the serializer's comes from a pool that would keep the room for the largest message.
    public static byte[] Write(object message)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = Plain.Encoder, SkipValidation = true }))
            JsonSerializer.Serialize(writer, message, Plain.GetTypeInfo(message.GetType()));
        return bytes.WrittenSpan.ToArray();
    }

    public static T Read<T>(ReadOnlySpan<byte> message)
        where T : class => JsonSerializer.Deserialize(message, (JsonTypeInfo<T>)Plain.GetTypeInfo(typeof(T)))!;
}

/// <summary>How each message is written and read; generated, so that starting the kernel reflects on nothing.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    Converters = [
        typeof(Lenient.Text),
        typeof(Lenient.Number),
        typeof(Lenient.Flag),
        typeof(MimeBundleConverter),
        typeof(RawJsonConverter),
    ]
)]
[JsonSerializable(typeof(RequestHeader))]
[JsonSerializable(typeof(ExecuteRequest))]
[JsonSerializable(typeof(CellMetadata))]
[JsonSerializable(typeof(CodeRequest))]
[JsonSerializable(typeof(HistoryRequest))]
[JsonSerializable(typeof(CommInfoRequest))]
[JsonSerializable(typeof(CommRequest))]
[JsonSerializable(typeof(ShutdownRequest))]
[JsonSerializable(typeof(InputReply))]
[JsonSerializable(typeof(OkReply))]
[JsonSerializable(typeof(ErrorReply))]
[JsonSerializable(typeof(KernelInfoReply))]
[JsonSerializable(typeof(ShutdownReply))]
[JsonSerializable(typeof(ExecuteReply))]
[JsonSerializable(typeof(ExpressionReply))]
[JsonSerializable(typeof(CompleteReply))]
[JsonSerializable(typeof(InspectReply))]
[JsonSerializable(typeof(IsCompleteReply))]
[JsonSerializable(typeof(HistoryReply))]
[JsonSerializable(typeof(CommInfoReply))]
[JsonSerializable(typeof(KernelStatus))]
[JsonSerializable(typeof(ExecuteInput))]
[JsonSerializable(typeof(StreamText))]
[JsonSerializable(typeof(DisplayData))]
[JsonSerializable(typeof(UpdateDisplayData))]
[JsonSerializable(typeof(ExecuteResult))]
[JsonSerializable(typeof(ExecuteError))]
[JsonSerializable(typeof(ClearOutput))]
[JsonSerializable(typeof(ShutdownNotice))]
[JsonSerializable(typeof(CommOpen))]
[JsonSerializable(typeof(CommData))]
[JsonSerializable(typeof(CommClose))]
[JsonSerializable(typeof(InputRequest))]
[JsonSerializable(typeof(KernelHeader))]
internal sealed partial class MessageTypes : JsonSerializerContext;
