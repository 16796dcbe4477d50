using Glm.Runtime;

namespace Glm.Statistics;

/// <summary>
/// The principal components that turn a z-scored protein vector into gLM's label, in float64 as the reference does.
/// Immutable by convention, safe for concurrent use.
/// </summary>
/// <remarks>
/// Whitening divides by the standard deviation along a component. A component along which the proteins do not vary (fewer independent
/// proteins than components) has none to divide by: where its variance is at most 1e-12 of the first one's, its label is 0.
/// </remarks>
public sealed class LabelPca
{
    private const double VanishingVariance = 1e-12;

    private readonly double[] _scale;

    /// <param name="components">[K, D] row-major, finite.</param>
    /// <param name="mean">[D], finite.</param>
    /// <param name="explainedVariance">[K], finite and 0 or more, the largest first.</param>
    /// <param name="whiten">Whether labels are divided by the square root of the explained variance.</param>
    /// <exception cref="GlmException">The lengths disagree or a number breaks these rules.</exception>
    public LabelPca(double[] components, double[] mean, double[] explainedVariance, bool whiten)
    {
        if (mean.Length == 0 || explainedVariance.Length == 0 || components.LongLength != (long)mean.Length * explainedVariance.Length)
            throw new GlmException(
                $"A label PCA of {explainedVariance.Length} components on {mean.Length} dimensions needs "
                    + $"{(long)mean.Length * explainedVariance.Length} coefficients (at least 1), not {components.Length}. Use another "
                    + $"file, or leave it out to fit one."
            );
        if (Array.FindIndex(components, value => !double.IsFinite(value)) is var c and >= 0)
            throw new GlmException(
                $"Component {c / mean.Length} of the label PCA has {components[c]} at dimension {c % mean.Length}; it must be "
                    + $"finite. Use another file, or leave it out to fit one."
            );
        if (Array.FindIndex(mean, value => !double.IsFinite(value)) is var m and >= 0)
            throw new GlmException(
                $"The label PCA's mean of dimension {m} is {mean[m]}; it must be finite. Use another file, or leave it out to fit one."
            );
        if (Array.FindIndex(explainedVariance, value => !double.IsFinite(value) || value < 0) is var v and >= 0)
            throw new GlmException(
                $"The label PCA's explained variance of component {v} is {explainedVariance[v]}; it must be finite and 0 or "
                    + $"more. Use another file, or leave it out to fit one."
            );
        (Components, Mean, ExplainedVariance, Whiten) = (components, mean, explainedVariance, whiten);
        _scale = Array.ConvertAll(explainedVariance, variance => !whiten ? 1
            : variance <= VanishingVariance * explainedVariance[0] ? double.PositiveInfinity
            : Math.Sqrt(variance));
    }

    /// <summary>[K, D] row-major.</summary>
    public double[] Components { get; }

    /// <summary>[D].</summary>
    public double[] Mean { get; }

    /// <summary>[K].</summary>
    public double[] ExplainedVariance { get; }

    /// <summary>Whether labels are divided by the standard deviation along their component.</summary>
    public bool Whiten { get; }

    /// <summary>K, numbers per label without the orientation.</summary>
    public int Count => ExplainedVariance.Length;

    /// <summary>D, numbers per z-scored protein vector.</summary>
    public int Width => Mean.Length;

    /// <summary>
    /// Fits the components as scikit-learn's PCA with svd_solver "full": variances divided by n - 1, signs by the largest coordinate.
    /// </summary>
    /// <param name="rows">[n, d] z-scored protein vectors, row-major.</param>
    /// <param name="n">Number of proteins, more than <paramref name="components"/>.</param>
    /// <param name="d">Numbers per protein, at least <paramref name="components"/>.</param>
    /// <param name="components">K, at least 1.</param>
    /// <param name="whiten">As in the constructor.</param>
    /// <param name="progress">As <see cref="PrincipalComponents.Fit"/> reports.</param>
    /// <param name="cancellation">Polled between blocks of rows.</param>
    /// <exception cref="GlmException">There are too few proteins or dimensions.</exception>
    public static LabelPca Fit(
        double[] rows,
        int n,
        int d,
        int components,
        bool whiten = true,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(components, 1);
        if (n < components + 1)
            throw new GlmException(
                $"Labels of {components} components need {components + 1} or more proteins, and there are {n}. Load more "
                    + $"proteins{(n < 2 ? "" : $", or choose a model whose label width is {n} or less")}."
            );
        if (d < components)
            throw new GlmException(
                $"Labels of {components} components need protein vectors of {components} or more numbers, and these have {d}. "
                    + $"Choose a model whose label width is {d + 1} or less."
            );
        var fitted = PrincipalComponents.Fit(rows, n, d, components, progress, cancellation);
        return new LabelPca(fitted.Components, fitted.Mean, fitted.ExplainedVariance, whiten);
    }

    /// <summary>The label [K] of one z-scored vector [D]: (z - mean) · componentsᵀ, whitened if <see cref="Whiten"/>.</summary>
    public void Transform(ReadOnlySpan<double> z, Span<double> destination)
    {
        if (z.Length != Width || destination.Length != Count)
            throw new ArgumentException(
                $"The label PCA takes {Width} numbers to {Count}, not {z.Length} to {destination.Length}.",
                nameof(z)
            );
        for (var k = 0; k < destination.Length; k++)
        {
            var component = Components.AsSpan(k * Width, Width);
            var sum = 0d;
            for (var i = 0; i < component.Length; i++)
                sum += (z[i] - Mean[i]) * component[i];
            destination[k] = sum / _scale[k];
        }
    }

    /// <summary>The labels [count, K] of z-scored vectors [count, D], both row-major, as one matrix product.</summary>
    public double[] Transform(double[] rows, int count, CancellationToken cancellation = default)
    {
        var labels = PrincipalComponents.Project(rows, count, Mean, Components, new ProgressCount(null, "", 0, "", cancellation));
        for (var start = 0; start < labels.Length; start += Count)
        for (var k = 0; k < Count; k++)
            labels[start + k] /= _scale[k];
        return labels;
    }
}
