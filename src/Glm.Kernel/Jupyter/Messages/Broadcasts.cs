using System.Text.Json;
using System.Text.Json.Serialization;
using Glm.Interactive.Hosting;

namespace Glm.Kernel.Jupyter.Messages;

// The content of what the kernel sends unasked: to all front ends, or as a question to one of them.

/// <summary>Content of a message that answers no request.</summary>
/// <param name="Type">The message's <c>msg_type</c>.</param>
internal abstract record KernelMessage([property: JsonIgnore] string Type);

/// <summary>Whether the kernel is <c>starting</c>, <c>busy</c> or <c>idle</c>.</summary>
internal sealed record KernelStatus(string ExecutionState) : KernelMessage("status");

/// <summary>The code that is about to run.</summary>
internal sealed record ExecuteInput(string Code, int ExecutionCount) : KernelMessage("execute_input");

/// <summary>Text of <c>stdout</c> or <c>stderr</c>.</summary>
internal sealed record StreamText(string Name, string Text) : KernelMessage("stream");

/// <summary>A new display.</summary>
internal sealed record DisplayData(MimeBundle Data, DisplayTransient Transient) : KernelMessage("display_data")
{
    public RawJson Metadata { get; } = new(Data.Metadata);
}

/// <summary>New content for a display.</summary>
internal sealed record UpdateDisplayData(MimeBundle Data, DisplayTransient Transient) : KernelMessage("update_display_data")
{
    public RawJson Metadata { get; } = new(Data.Metadata);
}

/// <summary>The part of a display that is not saved in the notebook.</summary>
internal sealed record DisplayTransient(string DisplayId);

/// <summary>The value of a cell.</summary>
internal sealed record ExecuteResult(int ExecutionCount, MimeBundle Data) : KernelMessage("execute_result")
{
    public RawJson Metadata { get; } = new(Data.Metadata);
}

/// <summary>Why a cell failed.</summary>
internal sealed record ExecuteError(string Ename, string Evalue, IReadOnlyList<string> Traceback) : KernelMessage("error");

/// <summary>Takes back what a cell has shown: at once, or when it shows the next thing.</summary>
internal sealed record ClearOutput(bool Wait) : KernelMessage("clear_output");

/// <summary>The kernel is about to end.</summary>
internal sealed record ShutdownNotice(bool Restart) : KernelMessage("shutdown_reply")
{
    public string Status => KernelReply.Ok;
}

/// <summary>The kernel opens a comm.</summary>
internal sealed record CommOpen(string CommId, string TargetName, JsonElement Data) : KernelMessage("comm_open");

/// <summary>The kernel sends data through a comm.</summary>
internal sealed record CommData(string CommId, JsonElement Data) : KernelMessage("comm_msg");

/// <summary>The kernel closes a comm.</summary>
internal sealed record CommClose(string CommId, JsonElement Data) : KernelMessage("comm_close");

/// <summary>A question to the user.</summary>
internal sealed record InputRequest(string Prompt, bool Password) : KernelMessage("input_request");

/// <summary>The header of every message that the kernel sends.</summary>
internal sealed record KernelHeader(string MsgId, string Session, string Username, string MsgType, string Version, string Date);
