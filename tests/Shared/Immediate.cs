using Glm.Runtime;

namespace Glm.Testing;

/// <summary>Reports of progress on the spot, on the thread that makes them.</summary>
internal sealed class Immediate(Action<ProgressReport> report) : IProgress<ProgressReport>
{
    /// <summary>Cancels when so much is done; null for never.</summary>
    public static Immediate Cancelling(CancellationTokenSource source, long? at) =>
        new(report =>
        {
            if (report.Done == at)
                source.Cancel();
        });

    public void Report(ProgressReport value) => report(value);
}
