using System.Text;
using Glm.Interactive.Hosting;
using Glm.Kernel.CSharp;

namespace Glm.Kernel.Running;

/// <summary>
/// Stands before an <see cref="ICellOutput"/>: any thread may write; text is gathered for up to 50 ms and handed on in order with
/// displays.
/// It stays open after the cell's end for the threads that a cell left behind.
/// </summary>
internal sealed class OutputChannel
{
    private static readonly TimeSpan FlushAfter = TimeSpan.FromMilliseconds(50);
    private const int FlushAtLength = 64 * 1024;

    private readonly Lock _lock = new();
    private readonly ICellOutput _output;
    private readonly StringBuilder _text = new();
    private readonly Timer _timer;
    private bool _isError;

    public OutputChannel(ICellOutput output)
    {
        _output = output;
        _timer = new Timer(_ => Flush());
    }

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

    public void Display(MimeBundle content, string displayId) => InOrder(() => _output.Display(content, displayId));

    public void Update(string displayId, MimeBundle content) => InOrder(() => _output.Update(displayId, content));

    public void Result(MimeBundle content) => InOrder(() => _output.Result(content));

    public void Error(CellError error) => InOrder(() => _output.Error(error.Name, error.Message, error.Traceback));

    public void Clear(bool wait) => InOrder(() => _output.Clear(wait));

    public string? ReadLine(string prompt, bool password, CancellationToken interrupt)
    {
        Flush();
        return _output.ReadLine(prompt, password, interrupt);
    }

    public void Flush() => InOrder(static () => { });

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
        if (_isError)
            _output.Stderr(text);
        else
            _output.Stdout(text);
    }
}
