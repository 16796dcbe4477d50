using System.Text.Json;
using System.Text.Json.Serialization;

namespace Glm.Kernel.Jupyter.Messages;

// The content of what front ends send. A field that is missing or of the wrong type is null (see Lenient); what null stands for is said
// where the field is read.

/// <summary>The part of a message's header that decides what becomes of it.</summary>
internal sealed record RequestHeader(string? MsgType);

/// <summary>Content of <c>execute_request</c>.</summary>
internal sealed record ExecuteRequest(
    string? Code,
    bool? Silent,
    bool? StoreHistory,
    bool? AllowStdin,
    bool? StopOnError,
    JsonElement UserExpressions
);

/// <summary>Metadata of <c>execute_request</c>.</summary>
internal sealed record CellMetadata(
    [property: JsonPropertyName("cellId")] string? CellId,
    JsonElement PolyglotNotebook,
    JsonElement DotnetInteractive
)
{
    /// <summary>The language of the cell, as Polyglot notebooks mark it now and marked it before.</summary>
    [JsonIgnore]
    public string? Language => Text(PolyglotNotebook, "kernelName") ?? Text(DotnetInteractive, "language");

    private static string? Text(JsonElement holder, string name) =>
        holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}

/// <summary>Content of <c>complete_request</c>, <c>inspect_request</c> and <c>is_complete_request</c>.</summary>
/// <param name="Code">The cell's text.</param>
/// <param name="CursorPos">Where the cursor stands, in code points.</param>
internal sealed record CodeRequest(string? Code, int? CursorPos);

/// <summary>Content of <c>history_request</c>.</summary>
internal sealed record HistoryRequest(
    string? HistAccessType,
    int? Session,
    int? Start,
    int? Stop,
    int? N,
    string? Pattern,
    bool? Unique,
    bool? Output
);

/// <summary>Content of <c>comm_info_request</c>.</summary>
internal sealed record CommInfoRequest(string? TargetName);

/// <summary>Content of <c>comm_open</c>, <c>comm_msg</c> and <c>comm_close</c> from a front end.</summary>
internal sealed record CommRequest(string? CommId, string? TargetName, JsonElement Data);

/// <summary>Content of <c>shutdown_request</c>.</summary>
internal sealed record ShutdownRequest(bool? Restart);

/// <summary>Content of <c>input_reply</c>.</summary>
internal sealed record InputReply(string? Value);
