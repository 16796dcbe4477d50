using System.Text;
using Glm.Interactive.Hosting;

namespace Glm.Kernel.Outputs;

/// <summary>
/// Where a cell's output goes. Any thread may call it, also after the cell has ended. Printed text is gathered for up to 50 ms; text and
/// displays arrive one at a time, in the order in which they happened.
/// </summary>
public abstract class CellOutput
{
    private static readonly TimeSpan FlushAfter = TimeSpan.FromMilliseconds(50);
    private const int FlushAtLength = 64 * 1024;

    private readonly Lock _lock = new();
    private readonly StringBuilder _text = new();
    private readonly Timer _timer;
    private bool _isError;

    protected CellOutput() => _timer = new Timer(_ => Flush());

    /// <summary>The C# variable that holds what is being shown, where that is known; null elsewhere.</summary>
    public string? Variable { get; set; }

    /// <summary>Adds text to standard output or standard error; any number of lines, not necessarily whole ones.</summary>
    public void Write(bool isError, ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
            return;
        lock (_lock)
        {
            if (_text.Length > 0 && _isError != isError)
                FlushText();
            if (_text.Length == 0)
                _timer.Change(FlushAfter, Timeout.InfiniteTimeSpan);
            _isError = isError;
            _text.Append(text);
            if (_text.Length >= FlushAtLength)
                FlushText();
        }
    }

    /// <summary>Shows a new display.</summary>
    public void Display(MimeBundle content, string displayId) => InOrder(() => OnDisplay(content, displayId));

    /// <summary>Replaces the content of a display, which an earlier cell may have shown.</summary>
    public void Update(string displayId, MimeBundle content) => InOrder(() => OnUpdate(displayId, content));

    /// <summary>Shows the cell's value.</summary>
    public void Result(MimeBundle content) => InOrder(() => OnResult(content));

    /// <summary>Takes back what the cell has shown: at once, or when it shows the next thing.</summary>
    public void Clear(bool wait) => InOrder(() => OnClear(wait));

    /// <summary>Asks the user for a line and waits for it.</summary>
    /// <returns>Null where there is nobody to ask.</returns>
    /// <exception cref="OperationCanceledException">Interrupted.</exception>
    public string? ReadLine(string prompt, bool password, CancellationToken interrupt)
    {
        Flush();
        return OnReadLine(prompt, password, interrupt);
    }

    /// <summary>Hands on the text gathered so far.</summary>
    public void Flush() => InOrder(static () => { });

    /// <summary>Receives gathered text.</summary>
    protected abstract void OnText(bool isError, string text);

    /// <summary>Receives a new display.</summary>
    protected abstract void OnDisplay(MimeBundle content, string displayId);

    /// <summary>Receives new content for a display.</summary>
    protected abstract void OnUpdate(string displayId, MimeBundle content);

    /// <summary>Receives the cell's value.</summary>
    protected abstract void OnResult(MimeBundle content);

    /// <summary>Takes back what the cell has shown. An output that keeps everything does nothing.</summary>
    protected virtual void OnClear(bool wait) { }

    /// <summary>Asks the user. Unlike the others, it may be called while they are.</summary>
    protected virtual string? OnReadLine(string prompt, bool password, CancellationToken interrupt) => null;

    private void InOrder(Action write)
    {
        lock (_lock)
        {
            FlushText();
            write();
        }
    }

    private void FlushText()
    {
        if (_text.Length == 0)
            return;
        var text = _text.ToString();
        _text.Clear();
        OnText(_isError, text);
    }
}
