namespace Glm.Runtime;

/// <summary>One figure shown beside a progress bar, such as a loss.</summary>
/// <param name="Name">Short lower-case name, for example "loss".</param>
/// <param name="Value">The latest value; NaN if there is none yet.</param>
/// <param name="Format">A .NET numeric format string, for example "0.000" or "P1".</param>
public readonly record struct ProgressMetric(string Name, double Value, string Format = "0.###")
{
    /// <summary>The panel of the live curves in which its course is drawn; null for none.</summary>
    public string? Panel { get; init; }
}
