namespace Glm.Arrays.Pickle;

/// <summary>A fitted scikit-learn logistic regression.</summary>
/// <param name="Coefficients">[rows, features], row-major; one row for two classes, else one per class.</param>
/// <param name="FeatureCount">Numbers per input vector.</param>
/// <param name="Intercept">[rows].</param>
/// <param name="Classes">The class labels; with two classes the row speaks for the second one.</param>
public sealed record PickledLogisticRegression(double[] Coefficients, int FeatureCount, double[] Intercept, long[] Classes);
