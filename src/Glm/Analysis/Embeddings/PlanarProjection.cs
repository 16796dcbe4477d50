namespace Glm.Analysis.Embeddings;

/// <summary>Points of an embedding laid out in the plane.</summary>
/// <param name="Name">What was projected: "contextual" or "context-free".</param>
/// <param name="X">First coordinate of each point.</param>
/// <param name="Y">Second coordinate of each point.</param>
/// <param name="ExplainedVariance">Share of the variance on the first and second axis, 0 to 1; NaN where the method has none.</param>
public sealed record PlanarProjection(string Name, double[] X, double[] Y, (double First, double Second) ExplainedVariance)
{
    /// <summary>
    /// How far neighbours on the map are neighbours in space, 0 to 1 (<see cref="Statistics.Manifolds.Trustworthiness"/>); NaN for a map
    /// of few points.
    /// </summary>
    public double Trustworthiness { get; init; } = double.NaN;

    /// <summary>Shares of the variance on the first principal axes, at most ten; empty unless the map is of one family.</summary>
    public IReadOnlyList<double> AxisShares { get; init; } = [];
}
