using Glm.Runtime;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Glm.Modeling;

/// <summary>What the losses are averaged over.</summary>
public enum LossAveraging
{
    /// <summary>Masked genes: the loss does not depend on how many genes happened to be masked, or on padding.</summary>
    MaskedGenes,

    /// <summary>
    /// All positions, as published: unmasked genes and padding add zeros to the squared error and ln P to the cross-entropy.
    /// </summary>
    AllPositions,
}

/// <summary>
/// The objective of masked-gene modelling. Of the P predictions of a masked gene, only the one closest to its label (Euclidean) is
/// pulled towards the label; a cross-entropy of small weight makes the likelihoods point at that one.
/// </summary>
/// <remarks>M masked genes, P predictions, K label width, B windows of L genes.</remarks>
public sealed class GlmLoss
{
    /// <summary>Labels beyond ±10 are clipped before they are learned.</summary>
    public const float LabelClip = 10f;

    /// <summary>Weight of the cross-entropy. Small, because it ranks the predictions and should not shape them.</summary>
    public const double LikelihoodWeight = 1e-4;

    private GlmLoss(Tensor prediction, Tensor likelihood, Tensor closest, long averaged)
    {
        (Prediction, Likelihood, Closest, Averaged) = (prediction, likelihood, closest, averaged);
        Total = prediction.Plus(likelihood.Times(LikelihoodWeight));
    }

    /// <summary>Scalar: Prediction + 1e-4 · Likelihood. The one to differentiate.</summary>
    public Tensor Total { get; }

    /// <summary>Scalar: squared error of the closest prediction.</summary>
    public Tensor Prediction { get; }

    /// <summary>Scalar: cross-entropy of the likelihoods against the closest prediction.</summary>
    public Tensor Likelihood { get; }

    /// <summary>[M] int64: which prediction is closest.</summary>
    public Tensor Closest { get; }

    /// <summary>How many positions the losses are averages over; 0 where nothing was masked and only masked genes count.</summary>
    public long Averaged { get; }

    /// <summary>Tensors belong to the caller's dispose scope.</summary>
    /// <param name="predictions">[M, P, K] at the masked genes.</param>
    /// <param name="likelihoods">[M, P] raw.</param>
    /// <param name="labels">[M, K], clipped.</param>
    /// <param name="positions">B·L.</param>
    /// <param name="averaging">What to average over.</param>
    public static GlmLoss Compute(Tensor predictions, Tensor likelihoods, Tensor labels, long positions, LossAveraging averaging)
    {
        var (m, p, k) = (predictions.shape[0], predictions.shape[1], predictions.shape[2]);
        var averaged = averaging == LossAveraging.AllPositions ? positions : m;
        if (m == 0)
        {
            // Nothing was masked: the squared error is 0, and every position that counts adds ln P to the cross-entropy.
            var zero = predictions.sum().Plus(likelihoods.sum()).Times(0);
            var constant = averaged == 0 ? zero.alias() : zero.Plus(Math.Log(p));
            return new GlmLoss(zero, constant, empty(0, dtype: ScalarType.Int64, device: labels.device), averaged);
        }

        var distances = (predictions - labels.unsqueeze(1)).Squared().sum(-1);    // [M, P], squared
        var (closestDistance, closest) = distances.min(1);                       // the gradient flows to the closest only
        var prediction = closestDistance.sum().Over(averaged * k);
        var entropy = F.cross_entropy(likelihoods, closest, reduction: nn.Reduction.Sum)
            .Plus((averaged - m) * Math.Log(p));                                 // positions that are not masked, where they count
        return new GlmLoss(prediction, entropy.Over(averaged), closest, averaged);
    }
}
