using Glm.Statistics;

namespace Glm.Analysis.Taxonomy;

/// <summary>
/// Tells the taxon of windows: each dimension is standardised on the windows that it learned from, and a multinomial logistic regression
/// (L2 penalty, C = 1) reads them. Immutable by convention.
/// </summary>
/// <param name="Moments">Of the windows that it learned from.</param>
/// <param name="Model">The regression.</param>
internal sealed record WindowClassifier(ColumnMoments Moments, LogisticRegression Model)
{
    /// <summary>Learns from windows.</summary>
    /// <param name="rows">[N, width] row-major.</param>
    /// <param name="width">Numbers per row.</param>
    /// <param name="classes">[N], from 0; every class at least once.</param>
    /// <param name="classCount">At least 2.</param>
    /// <param name="cancellation">Polled at every evaluation of the loss.</param>
    public static WindowClassifier Fit(float[] rows, int width, int[] classes, int classCount, CancellationToken cancellation)
    {
        var moments = ColumnMoments.Of<float>(rows, width);
        var model = LogisticRegression.Fit(moments.Standardize<float>(rows), width, classes, classCount, cancellation: cancellation);
        return new WindowClassifier(moments, model);
    }

    /// <summary>[windows, classes], sums of 1.</summary>
    public double[] Probabilities(float[] rows) =>
        Model.PredictProbabilities(Moments.Standardize<float>(rows), rows.Length / Moments.Mean.Length);
}
