using System.Text;
using Glm.Interactive.Hosting;
using Glm.Kernel.Outputs;

namespace Glm.Kernel.Tests.Support;

/// <summary>Keeps what a cell showed as one list of short texts, in order.</summary>
internal sealed class RecordingOutput : CellOutput
{
    private readonly List<string> _events = [];
    private readonly StringBuilder _stdout = new();
    private readonly StringBuilder _stderr = new();

    /// <summary>"out:…", "err:…", "display:…", "update:…", "result:…", "error:…"; neighbouring text of one stream is joined.</summary>
    public IReadOnlyList<string> Events
    {
        get
        {
            lock (_events)
                return [.. _events];
        }
    }

    public string Out
    {
        get
        {
            lock (_events)
                return _stdout.ToString();
        }
    }

    public string Err
    {
        get
        {
            lock (_events)
                return _stderr.ToString();
        }
    }

    public IReadOnlyList<string> Traceback { get; private set; } = [];

    public List<string> DisplayIds { get; } = [];

    public List<MimeBundle> Displays { get; } = [];

    /// <summary>What the user answers to a question; null where nobody can be asked.</summary>
    public Func<string, string?>? Answer { get; init; }

    protected override string? OnReadLine(string prompt, bool password, CancellationToken interrupt)
    {
        Event($"{(password ? "password" : "input")}:{prompt}");
        return Answer?.Invoke(prompt);
    }

    protected override void OnText(bool isError, string text)
    {
        lock (_events)
        {
            (isError ? _stderr : _stdout).Append(text);
            Add(isError ? "err:" : "out:", text);
        }
    }

    protected override void OnDisplay(MimeBundle content, string displayId)
    {
        DisplayIds.Add(displayId);
        Displays.Add(content);
        Event("display:" + content.Plain);
    }

    protected override void OnUpdate(string displayId, MimeBundle content) => Event("update:" + content.Plain);

    protected override void OnResult(MimeBundle content) => Event("result:" + content.Plain);

    /// <summary>Records how the cell ended as the last event.</summary>
    public void Fail(CellError error)
    {
        Traceback = error.Traceback;
        Event($"error:{error.Name}: {error.Message}");
    }

    private void Event(string text)
    {
        lock (_events)
            _events.Add(text);
    }

    private void Add(string kind, string text)
    {
        if (_events.Count > 0 && _events[^1].StartsWith(kind, StringComparison.Ordinal))
            _events[^1] += text;
        else
            _events.Add(kind + text);
    }
}
