using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace Glm.Kernel.CSharp;

/// <summary>
/// Runs an async function on the calling thread: what follows its awaits comes back to that thread, as a cell's author expects. What the
/// function began and did not await goes on in the thread pool when it has ended.
/// </summary>
internal sealed class CellPump : SynchronizationContext
{
    private readonly BlockingCollection<(SendOrPostCallback Callback, object? State)> _queue = [];
    private readonly Lock _lock = new();
    private bool _ended;
    private bool _abandoned;

    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_lock)
        {
            if (!_ended)
                _queue.Add((d, state));
            else if (!_abandoned)
                ThreadPool.QueueUserWorkItem(static work => Call(work.d, work.state), (d, state), preferLocal: false);
        }
    }

    /// <param name="start">Starts the work; runs on this thread.</param>
    /// <param name="grace">How long an await may go on after <paramref name="token"/> was cancelled. Then it is abandoned: what follows it
    /// never runs.</param>
    /// <param name="token">Requests a stop.</param>
    /// <exception cref="OperationCanceledException">The await was abandoned.</exception>
    public static T Run<T>(Func<Task<T>> start, TimeSpan grace, CancellationToken token)
    {
        var before = Current;
        var pump = new CellPump();
        SetSynchronizationContext(pump);
        try
        {
            var task = start();
            if (!task.IsCompleted)
            {
                _ = task.ContinueWith(
                    _ => pump.Post(static _ => { }, null),
                    CancellationToken.None,
                    TaskContinuationOptions.ExecuteSynchronously,
                    TaskScheduler.Default
                );
                pump.Drain(task, grace, token);
            }
            return task.GetAwaiter().GetResult();
        }
        finally
        {
            SetSynchronizationContext(before);
            pump.End();
        }
    }

    private void End()
    {
        lock (_lock)
            _ended = true;
        while (_queue.TryTake(out var work))
        {
            // An exception of async void is told before the cell's end: some front ends listen no longer.
            if (work.State is ExceptionDispatchInfo)
                Call(work.Callback, work.State);
            else
                Post(work.Callback, work.State);
        }
    }

    // What is posted keeps its exceptions to itself, with one exception: that of an async void.
    private static void Call(SendOrPostCallback callback, object? state)
    {
        try
        {
            callback(state);
        }
        catch (Exception lost)
        {
            LostErrors.Report(lost, "An async void");
        }
    }

    private void Drain(Task task, TimeSpan grace, CancellationToken token)
    {
        while (!task.IsCompleted)
        {
            (SendOrPostCallback Callback, object? State) work;
            try
            {
                work = _queue.Take(token);
            }
            catch (OperationCanceledException)
            {
                DrainFor(grace, task);
                if (task.IsCompleted)
                    return;
                lock (_lock)
                    _abandoned = true;
                throw new OperationCanceledException(token);
            }
            Call(work.Callback, work.State);
        }
    }

    private void DrainFor(TimeSpan grace, Task task)
    {
        var clock = Stopwatch.StartNew();
        while (!task.IsCompleted && grace - clock.Elapsed is { Ticks: > 0 } left)
            if (_queue.TryTake(out var work, left))
                Call(work.Callback, work.State);
    }
}
