namespace Glm.Statistics;

/// <summary>
/// How a logistic regression is fitted. Immutable; the defaults are scikit-learn's, except that more iterations are allowed.
/// </summary>
public sealed record LogisticRegressionOptions
{
    /// <summary>Inverse strength of the L2 penalty, above 0: the objective is C · Σ losses + ½ ‖coefficients‖².</summary>
    public double C { get; init; } = 1;

    /// <summary>The fit ends when no component of the gradient is larger than this.</summary>
    public double Tolerance { get; init; } = 1e-4;

    /// <summary>The fit ends without convergence after this many steps.</summary>
    public int MaxIterations { get; init; } = 1000;

    /// <summary>Whether classes of any size weigh the same: an item of class k counts N / (classes · items of k), as scikit-learn's
    /// class_weight="balanced"; each label against its rest in a <see cref="OneVsRest"/>.</summary>
    public bool BalancedClasses { get; init; }

    /// <summary>[classes], above 0: how much an item of each class counts; null: the same. Not with <see cref="BalancedClasses"/>, nor in
    /// a <see cref="OneVsRest"/>.</summary>
    public double[]? ClassWeights { get; init; }
}
