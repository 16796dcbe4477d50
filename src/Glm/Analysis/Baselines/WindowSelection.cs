using Glm.Features;

namespace Glm.Analysis.Baselines;

/// <summary>Some windows of a data set. Immutable by convention.</summary>
/// <param name="Data">Where the windows are.</param>
/// <param name="Windows">Their numbers.</param>
public sealed record WindowSelection(IWindowData Data, int[] Windows)
{
    /// <summary>All windows of a data set.</summary>
    public static WindowSelection All(IWindowData data) => new(data, [.. Enumerable.Range(0, data.WindowCount)]);
}
