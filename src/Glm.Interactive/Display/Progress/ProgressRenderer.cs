using Glm.Interactive.Hosting;
using Glm.Interactive.Provenance;
using Glm.Runtime;

namespace Glm.Interactive.Display.Progress;

/// <summary>
/// Shows the progress of a task in one display of a notebook: nothing for the first half second, then at most four updates a second, or
/// one with live curves, and a summary at the end. A task that ends before anything was shown leaves nothing behind. Reports after the end
/// are ignored. Thread-safe.
/// </summary>
public sealed class ProgressRenderer(INotebookHost host) : ICompletableProgress
{
    /// <summary>How long a task runs before its progress is shown.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(0.5);

    /// <summary>The least time between two updates.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.25);

    /// <summary>The least time between two updates with curves, which are larger.</summary>
    public static readonly TimeSpan CurvesInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly long _start = host.Clock.GetTimestamp();
    private ProgressState? _state;
    private string? _displayId;
    private TimeSpan _lastShown;

    /// <inheritdoc/>
    public void Report(ProgressReport value)
    {
        lock (_gate)
        {
            var elapsed = host.Clock.GetElapsedTime(_start);
            if (_state is null)
                _state = new ProgressState(value);
            if (_state.Phase != ProgressPhase.Running)
                return;
            _state.Update(value, elapsed.TotalSeconds);
            var interval = _state.Courses.Count > 0 ? CurvesInterval : Interval;
            if (elapsed < Patience || (_displayId is not null && elapsed - _lastShown < interval))
                return;
            _lastShown = elapsed;
            Show(_state);
        }
    }

    /// <summary>Ends the task as done.</summary>
    public void Complete() => End(ProgressPhase.Completed, null);

    /// <summary>Ends the task as failed; the bar turns red.</summary>
    /// <param name="message">One line; untrusted text.</param>
    public void Fail(string message) => End(ProgressPhase.Failed, message);

    /// <summary>Ends the task as stopped by the user; the bar turns grey.</summary>
    public void Interrupt() => End(ProgressPhase.Interrupted, null);

    void ICompletableProgress.Complete(Exception? failure)
    {
        if (failure is null)
            Complete();
        else if (failure is OperationCanceledException)
            Interrupt();
        else
            Fail(failure.Message);
    }

    private void End(ProgressPhase phase, string? message)
    {
        lock (_gate)
        {
            if (_state is null || _state.Phase != ProgressPhase.Running)
                return;
            _state.End(phase, host.Clock.GetElapsedTime(_start).TotalSeconds, message);
            if (_displayId is not null)
                Show(_state);
        }
    }

    private void Show(ProgressState state)
    {
        var content = new MimeBundle(ProgressView.Create(state).Parts) { Metadata = RecordJson.Passing };
        if (_displayId is null)
            _displayId = host.Display(content);
        else
            host.Update(_displayId, content);
    }
}
