namespace Glm.Runtime;

/// <summary>One figure shown beside a progress bar, such as a loss.</summary>
/// <param name="Name">Short lower-case name, for example "loss".</param>
/// <param name="Value">The newest value; NaN where there is none yet.</param>
/// <param name="Format">A .NET numeric format string, for example "0.000" or "P1".</param>
public readonly record struct ProgressMetric(string Name, double Value, string Format = "0.###");

/// <summary>
/// How far a long task is. State only: rate, remaining time and throttling belong to whoever shows it.
/// Engine methods report through <see cref="IProgress{T}"/> as often as they like.
/// </summary>
/// <param name="Activity">What is being done, for example "train".</param>
/// <param name="Done">Units finished, 0 to <paramref name="Total"/>.</param>
/// <param name="Total">Units in all; 0 where unknown.</param>
/// <param name="Unit">Plural name of a unit, for example "steps".</param>
/// <param name="Metrics">Newest figures, in display order.</param>
public sealed record ProgressReport(string Activity, long Done, long Total, string Unit, IReadOnlyList<ProgressMetric> Metrics)
{
    public ProgressReport(string activity, long done, long total, string unit) : this(activity, done, total, unit, []) { }
}
