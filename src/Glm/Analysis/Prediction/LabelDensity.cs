using System.Numerics.Tensors;
using Glm.Analysis.Baselines;
using Glm.Modeling;

namespace Glm.Analysis.Prediction;

/// <summary>
/// The density that the predictions of a gene give to a label: a Gaussian around each prediction, weighted with its likelihood. Only the
/// order of densities is used, so nothing depends on their unit. Immutable, safe for concurrent use.
/// </summary>
/// <param name="labels">To rank.</param>
/// <param name="distance">Of directions, 2 - 2 cos, or of points, squared.</param>
/// <param name="width">K.</param>
/// <param name="bandwidth">Twice the variance of the Gaussians, in units of the squared distance; above 0.</param>
internal sealed class LabelDensity(LabelRanking labels, LabelDistance distance, int width, double bandwidth)
{
    /// <summary>The squared distance of the middle of a Gaussian and a label of <see cref="LabelRanking"/>.</summary>
    /// <param name="center">[K], from <see cref="Centers"/>.</param>
    /// <param name="label">[K].</param>
    /// <param name="distance">What is near.</param>
    public static double Squared(ReadOnlySpan<float> center, ReadOnlySpan<float> label, LabelDistance distance)
    {
        if (distance == LabelDistance.Cosine)
            return 2 - (2 * (double)TensorPrimitives.Dot(center, label));
        var apart = (double)TensorPrimitives.Distance(center, label);
        return apart * apart;
    }

    /// <summary>[P, K], the middles of the Gaussians: the predictions, of length 1 where angles count.</summary>
    public static float[] Centers(ReadOnlySpan<float> predictions, int width, LabelDistance distance)
    {
        var centers = predictions.ToArray();
        if (distance == LabelDistance.Cosine)
            for (var start = 0; start < centers.Length; start += width)
            {
                var center = centers.AsSpan(start, width);
                if (TensorPrimitives.Norm<float>(center) is > 0 and var norm)
                    TensorPrimitives.Divide(center, norm, center);
            }
        return centers;
    }

    /// <inheritdoc cref="Centers"/>
    public float[] CentersOf(ReadOnlySpan<float> predictions) => Centers(predictions, width, distance);

    /// <summary>The logarithm of the density of a label, but for a constant.</summary>
    /// <param name="centers">[P, K], from <see cref="CentersOf"/>.</param>
    /// <param name="logLikelihoods">[P].</param>
    /// <param name="label">[K].</param>
    public double Log(ReadOnlySpan<float> centers, ReadOnlySpan<double> logLikelihoods, ReadOnlySpan<float> label)
    {
        Span<double> terms = stackalloc double[logLikelihoods.Length];
        var most = double.NegativeInfinity;
        for (var p = 0; p < terms.Length; p++)
        {
            terms[p] = logLikelihoods[p] - (Squared(centers.Slice(p * width, width), label, distance) / bandwidth);
            most = Math.Max(most, terms[p]);
        }
        if (double.IsNegativeInfinity(most))
            return most;
        var sum = 0.0;
        foreach (var term in terms)
            sum += Math.Exp(term - most);
        return most + Math.Log(sum);
    }

    /// <summary>Log densities of all labels.</summary>
    /// <param name="centers">[P, K], from <see cref="CentersOf"/>.</param>
    /// <param name="logLikelihoods">[P].</param>
    /// <param name="densities">[N].</param>
    public void LogOfAll(ReadOnlySpan<float> centers, ReadOnlySpan<double> logLikelihoods, Span<double> densities)
    {
        for (var row = 0; row < densities.Length; row++)
            densities[row] = Log(centers, logLikelihoods, labels.Label(row));
    }
}
