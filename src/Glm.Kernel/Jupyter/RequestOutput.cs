using Glm.Interactive.Hosting;
using Glm.Kernel.Jupyter.Messages;
using Glm.Kernel.Outputs;
using Glm.Runtime;

namespace Glm.Kernel.Jupyter;

/// <summary>Sends what a request shows to the front ends, with that request as its cause.</summary>
/// <param name="sockets">Where it goes.</param>
/// <param name="request">The request.</param>
/// <param name="count">The cell's number.</param>
/// <param name="silent">True where nothing is to be shown.</param>
/// <param name="allowsInput">Whether the front end takes questions.</param>
internal sealed class RequestOutput(KernelSockets sockets, WireMessage request, int count, bool silent, bool allowsInput) : CellOutput
{
    /// <summary>The value as text, as far as the history keeps it; null for none.</summary>
    public string? Value { get; private set; }

    protected override void OnText(bool isError, string text) => Publish(new StreamText(isError ? "stderr" : "stdout", text));

    protected override void OnDisplay(MimeBundle content, string displayId) =>
        Publish(new DisplayData(content, new DisplayTransient(displayId)));

    protected override void OnUpdate(string displayId, MimeBundle content) =>
        Publish(new UpdateDisplayData(content, new DisplayTransient(displayId)));

    protected override void OnResult(MimeBundle content)
    {
        Value = content.Plain is { } text ? SessionHistory.Short(text) : null;
        Publish(new ExecuteResult(count, content));
    }

    protected override void OnClear(bool wait) => Publish(new ClearOutput(wait));

    protected override string OnReadLine(string prompt, bool password, CancellationToken interrupt) =>
        allowsInput
            ? sockets.Ask(request, new InputRequest(prompt, password), interrupt)
            : throw new GlmException("This front end does not take input.");

    private void Publish(KernelMessage message)
    {
        if (!silent)
            sockets.Publish(message, request);
    }
}
