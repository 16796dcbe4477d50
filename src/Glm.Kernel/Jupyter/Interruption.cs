namespace Glm.Kernel.Jupyter;

/// <summary>
/// Stops the request that runs; where none runs, those that have arrived and not begun, since the button was pressed right after them.
/// Safe from any thread.
/// </summary>
internal sealed class Interruption
{
    private readonly Lock _lock = new();
    private CancellationTokenSource? _running;
    private long _arrived;
    private long _interruptedUpTo;

    /// <summary>The number of the newest request.</summary>
    public long Arrived => Interlocked.Read(ref _arrived);

    /// <summary>Numbers a request that has arrived.</summary>
    public long Arrive() => Interlocked.Increment(ref _arrived);

    /// <summary>Interrupts.</summary>
    public void Interrupt()
    {
        lock (_lock)
        {
            _running?.Cancel();
            if (_running is null)
                _interruptedUpTo = Arrived;
        }
    }

    /// <summary>Runs what <see cref="Interrupt"/> stops.</summary>
    public void Run(long number, Action<CancellationToken> run) => Run(number, interrupt =>
        {
            run(interrupt);
            return true;
        });

    /// <summary>Runs what <see cref="Interrupt"/> stops.</summary>
    /// <param name="number">The request's number.</param>
    /// <param name="run">Runs, and stops when told to.</param>
    public T Run<T>(long number, Func<CancellationToken, T> run)
    {
        using var interrupt = new CancellationTokenSource();
        lock (_lock)
        {
            _running = interrupt;
            if (number <= _interruptedUpTo)
                interrupt.Cancel();
        }
        try
        {
            return run(interrupt.Token);
        }
        finally
        {
            lock (_lock)
                _running = null;
        }
    }
}
