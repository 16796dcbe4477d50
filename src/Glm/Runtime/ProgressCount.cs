namespace Glm.Runtime;

/// <summary>Counts the units of one activity, reports them, and notices the wish to stop. Not thread-safe.</summary>
/// <param name="progress">Null for nobody to report to.</param>
/// <param name="activity">For example "fit normaliser".</param>
/// <param name="total">All units.</param>
/// <param name="unit">Plural name of a unit.</param>
/// <param name="cancellation">Polled at every call.</param>
internal sealed class ProgressCount(
    IProgress<ProgressReport>? progress,
    string activity,
    long total,
    string unit,
    CancellationToken cancellation
)
{
    private long _done;

    /// <summary>Takes note of finished units; call it once per block.</summary>
    /// <exception cref="OperationCanceledException">The user wants to stop.</exception>
    public void Add(long units)
    {
        cancellation.ThrowIfCancellationRequested();
        _done += units;
        progress?.Report(new ProgressReport(activity, _done, total, unit));
    }
}
