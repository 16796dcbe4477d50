using System.Text;
using Glm.Interactive.Display.Progress;
using Glm.Interactive.Hosting;
using Glm.Runtime;

namespace Glm.Kernel.Cli;

/// <summary>
/// A log in plain text that also shows how far a command is: on a terminal in the last line, written over four times a second at most; in
/// a file in a line of its own every few seconds. Whatever is written comes out harmless. Thread-safe.
/// </summary>
internal sealed class ProgressLog : TextWriter
{
    private const int LogWidth = 160;

    private static readonly TimeSpan LogInterval = TimeSpan.FromSeconds(5);

    private readonly TextWriter _inner;
    private readonly TimeProvider _clock;
    private readonly int? _width;
    private readonly Lock _gate = new();
    private readonly StringBuilder _line = new();
    private int _shown;

    /// <param name="inner">The error stream.</param>
    /// <param name="width">Columns of the terminal; null where the log is no terminal.</param>
    /// <param name="clock">For the time between two lines.</param>
    public ProgressLog(TextWriter inner, int? width, TimeProvider clock)
    {
        (_inner, _width, _clock) = (inner, width, clock);
        CoreNewLine = ['\n'];
    }

    /// <summary>The error stream of this process.</summary>
    public static ProgressLog OfErrors() => new(Console.Error, Console.IsErrorRedirected ? null : Columns(), TimeProvider.System);

    public override Encoding Encoding => _inner.Encoding;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(string? value)
    {
        if (string.IsNullOrEmpty(value))
            return;
        value = LineText.Harmless(value);
        lock (_gate)
        {
            Erase();
            _inner.Write(value);
            _line.Append(value);
            if (value.LastIndexOf('\n') is >= 0 and var end)
                _line.Clear().Append(value.AsSpan(end + 1));
        }
    }

    public override void Flush() => _inner.Flush();

    /// <summary>Shows the progress of one activity here, and in a display as well.</summary>
    /// <param name="display">Null for nowhere else.</param>
    public IProgress<ProgressReport> Begin(ICompletableProgress? display) => new Shown(this, display);

    private static int? Columns()
    {
        try
        {
            return Console.BufferWidth > 1 ? Console.BufferWidth - 1 : null;
        }
        catch (Exception exception) when (exception is IOException or PlatformNotSupportedException)
        {
            return null;
        }
    }

    private void Show(string text)
    {
        lock (_gate)
        {
            if (_width is { } width)
            {
                text = LineText.Shown(text, width);
                _shown = Math.Min(width, Math.Max(text.Length, Math.Max(_shown, _line.Length)));
                _inner.Write("\r" + text.PadRight(_shown));
            }
            else
            {
                if (_line.Length > 0)
                    _inner.WriteLine();
                _line.Clear();
                _inner.WriteLine("    " + LineText.Shown(text, LogWidth));
            }
            _inner.Flush();
        }
    }

    /// <summary>Takes the progress away from the last line of a terminal, and brings back what was there before.</summary>
    private void Erase()
    {
        if (_shown == 0)
            return;
        _inner.Write($"\r{new string(' ', _shown)}\r{_line}");
        _shown = 0;
    }

    /// <summary>The progress of one activity.</summary>
    private sealed class Shown(ProgressLog log, ICompletableProgress? display) : ICompletableProgress
    {
        private readonly long _start = log._clock.GetTimestamp();
        private readonly Lock _gate = new();
        private ProgressState? _state;
        private TimeSpan? _last;

        public void Report(ProgressReport value)
        {
            display?.Report(value);
            lock (_gate)
            {
                var elapsed = log._clock.GetElapsedTime(_start);
                _state ??= new ProgressState(value);
                _state.Update(value, elapsed.TotalSeconds);
                var interval = log._width is null ? LogInterval : ProgressRenderer.Interval;
                if (elapsed < ProgressRenderer.Patience || (_last is { } last && elapsed - last < interval))
                    return;
                _last = elapsed;
                log.Show(ProgressView.Line(_state));
            }
        }

        public void Complete(Exception? failure)
        {
            display?.Complete(failure);
            lock (_gate)
            {
                if (_state is not { Phase: ProgressPhase.Running } || _last is null)
                    return;
                var phase =
                    failure is null ? ProgressPhase.Completed
                    : failure is OperationCanceledException ? ProgressPhase.Interrupted
                    : ProgressPhase.Failed;
                _state.End(phase, log._clock.GetElapsedTime(_start).TotalSeconds);
                if (log._width is null)
                    log.Show(ProgressView.Line(_state));
                else
                    lock (log._gate)
                        log.Erase();
            }
        }
    }
}
