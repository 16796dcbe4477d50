namespace Glm.Arrays.Pickle;

/// <summary>A fitted scikit-learn PCA.</summary>
/// <param name="Components">[K, D], row-major; rows are the axes.</param>
/// <param name="K">Number of components, at least 1.</param>
/// <param name="D">Numbers per input vector, at least 1.</param>
/// <param name="Mean">[D], subtracted before the projection.</param>
/// <param name="ExplainedVariance">[K], above 0 where <paramref name="Whiten"/>.</param>
/// <param name="Whiten">Whether projections are divided by the square root of the explained variance.</param>
public sealed record PickledPca(double[] Components, int K, int D, double[] Mean, double[] ExplainedVariance, bool Whiten);
