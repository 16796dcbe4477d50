using System.Text.Json.Serialization;
using Glm.Interactive.Hosting;
using Glm.Kernel.Outputs;

namespace Glm.Kernel.Jupyter.Messages;

// The content of what the kernel answers, on the channel of the request.

/// <summary>Content of a reply.</summary>
/// <param name="Status"><c>ok</c>, <c>error</c>, <c>aborted</c>; for <c>is_complete_reply</c> what the code is.</param>
internal abstract record KernelReply(string Status)
{
    public const string Ok = "ok";
    public const string Error = "error";
    public const string Aborted = "aborted";
}

/// <summary>Content of a reply that says no more than that all went well.</summary>
internal sealed record OkReply() : KernelReply(Ok);

/// <summary>Content of any reply to what failed; also the answer to an expression that failed.</summary>
internal sealed record ErrorReply(string Ename, string Evalue, IReadOnlyList<string> Traceback) : KernelReply(Error)
{
    public static ErrorReply Of(CellError error) => new(error.Name, error.Message, error.Traceback);
}

/// <summary>Content of <c>kernel_info_reply</c>.</summary>
internal sealed record KernelInfoReply(
    string ProtocolVersion,
    string Implementation,
    string ImplementationVersion,
    string Banner,
    LanguageInfo LanguageInfo
) : KernelReply(Ok)
{
    public IReadOnlyList<string> HelpLinks { get; } = [];
    public IReadOnlyList<string> SupportedFeatures { get; } = [];
    public bool Debugger => false;
}

/// <summary>The language in <see cref="KernelInfoReply"/>.</summary>
internal sealed record LanguageInfo(
    string Name,
    string Version,
    string Mimetype,
    string FileExtension,
    string PygmentsLexer,
    string CodemirrorMode
);

/// <summary>Content of <c>shutdown_reply</c>.</summary>
internal sealed record ShutdownReply(bool Restart) : KernelReply(Ok);

/// <summary>Content of <c>execute_reply</c>.</summary>
internal sealed record ExecuteReply(string Status, int ExecutionCount) : KernelReply(Status)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Ename { get; private init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Evalue { get; private init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Traceback { get; private init; }

    /// <summary>An <see cref="ExpressionReply"/> or an <see cref="ErrorReply"/> for each expression.</summary>
    public IReadOnlyDictionary<string, object> UserExpressions { get; init; } = new Dictionary<string, object>();

    public IReadOnlyList<PagePayload> Payload { get; init; } = [];

    public static ExecuteReply Of(CellError? error, int count) =>
        error is null
            ? new ExecuteReply(Ok, count)
            : new ExecuteReply(Error, count)
            {
                Ename = error.Name,
                Evalue = error.Message,
                Traceback = error.Traceback,
            };
}

/// <summary>The value of an expression in <see cref="ExecuteReply"/>.</summary>
internal sealed record ExpressionReply(MimeBundle? Data) : KernelReply(Ok)
{
    public NoMetadata Metadata { get; } = new();
}

/// <summary>What the front end shows in its pager.</summary>
internal sealed record PagePayload(MimeBundle Data)
{
    public string Source => "page";
    public int Start => 0;
}

/// <summary>Content of <c>complete_reply</c>; positions in code points.</summary>
internal sealed record CompleteReply(IReadOnlyList<string> Matches, int CursorStart, int CursorEnd, CompletionTypes Metadata)
    : KernelReply(Ok);

/// <summary>What front ends show beside the matches.</summary>
internal sealed record CompletionTypes([property: JsonPropertyName("_jupyter_types_experimental")] IReadOnlyList<CompletionItem> Items);

/// <summary>One match with its kind and signature.</summary>
internal sealed record CompletionItem(
    string Text,
    string Type,
    int Start,
    int End,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Signature
);

/// <summary>Content of <c>inspect_reply</c>.</summary>
internal sealed record InspectReply(bool Found, MimeBundle? Data) : KernelReply(Ok)
{
    public NoMetadata Metadata { get; } = new();
}

/// <summary>Content of <c>is_complete_reply</c>.</summary>
internal sealed record IsCompleteReply(
    string Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Indent
) : KernelReply(Status);

/// <summary>Content of <c>history_reply</c>.</summary>
internal sealed record HistoryReply(IReadOnlyList<HistoryRow> History) : KernelReply(Ok);

/// <summary>Content of <c>comm_info_reply</c>: the targets of the open comms by their ids.</summary>
internal sealed record CommInfoReply(IReadOnlyDictionary<string, CommInfo> Comms) : KernelReply(Ok);

/// <summary>A comm in <see cref="CommInfoReply"/>.</summary>
internal sealed record CommInfo(string TargetName);

/// <summary>An object without fields.</summary>
internal sealed record NoMetadata;
