namespace Glm.Runtime;

/// <summary>
/// How far a long task has got. State only: rate, remaining time and throttling belong to whoever shows it. Engine methods report through
/// <see cref="IProgress{T}"/> as often as they like.
/// </summary>
/// <param name="Activity">What is being done, for example "train".</param>
/// <param name="Done">Units finished, 0 to <paramref name="Total"/>.</param>
/// <param name="Total">Total units; 0 if unknown.</param>
/// <param name="Unit">Plural name of a unit, for example "steps".</param>
/// <param name="Metrics">The latest figures, in display order.</param>
public sealed record ProgressReport(string Activity, long Done, long Total, string Unit, IReadOnlyList<ProgressMetric> Metrics)
{
    /// <summary>A report without metrics.</summary>
    public ProgressReport(string activity, long done, long total, string unit)
        : this(activity, done, total, unit, []) { }
}
