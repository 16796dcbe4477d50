using System.Runtime.InteropServices;

namespace Glm.Kernel.Cli;

/// <summary>
/// Ctrl-C and the system's request to end, while something runs: the first asks it to stop, another ends the program.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    // One press of Ctrl-C may arrive twice: from the terminal, and from the program that started this one.
    private static readonly TimeSpan Same = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _registrations;
    private readonly Lock _gate = new();
    private long? _first;

    /// <param name="heard">Called at the first signal; null for nothing.</param>
    public StopSignals(Action<PosixSignal>? heard = null) =>
        _registrations = [
            .. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(signal =>
                PosixSignalRegistration.Create(signal, context => Hear(context, heard))
            ),
        ];

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _stop.Token;

    /// <summary>The exit code of a run that a signal stopped.</summary>
    public int ExitCode { get; private set; } = GlmTool.Interrupted;

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _stop.Dispose();
    }

    private void Hear(PosixSignalContext context, Action<PosixSignal>? heard)
    {
        lock (_gate)
        {
            if (_first is { } first)
            {
                context.Cancel = TimeProvider.System.GetElapsedTime(first) < Same;
                return;
            }
            _first = TimeProvider.System.GetTimestamp();
        }
        context.Cancel = true;
        if (context.Signal == PosixSignal.SIGTERM)
            ExitCode = GlmTool.ToldToEnd;
        heard?.Invoke(context.Signal);
        _stop.Cancel();
    }
}
