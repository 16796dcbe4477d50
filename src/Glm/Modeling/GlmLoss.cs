using Glm.Runtime;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Glm.Modeling;

/// <summary>What the losses are averaged over, and who competes for a masked gene.</summary>
public enum LossMode
{
    /// <summary>
    /// The default: averages over masked genes, so that the loss does not depend on how many happened to be masked or padded.
    /// Only real genes of the window compete in the accuracies.
    /// </summary>
    Fixed,

    /// <summary>
    /// The published arithmetic: averages over all positions (unmasked ones add zeros to the squared error and ln P to the
    /// cross-entropy), and padding rows, being zeros, compete in the accuracies.
    /// </summary>
    Paper,
}

/// <summary>
/// The objective of masked-gene modelling. Of the P predictions of a masked gene only the closest to its label (Euclidean) is
/// pulled towards it; a cross-entropy of small weight makes the likelihoods point at that one.
/// </summary>
/// <remarks>M masked genes, P predictions, K label width, B windows of L genes.</remarks>
public sealed class GlmLoss
{
    /// <summary>Labels beyond ±10 are clipped before they are learned.</summary>
    public const float LabelClip = 10f;

    /// <summary>Weight of the cross-entropy. Small: it is there to rank the predictions, not to shape them.</summary>
    public const double LikelihoodWeight = 1e-4;

    private GlmLoss(Tensor total, Tensor prediction, Tensor likelihood, Tensor closest) =>
        (Total, Prediction, Likelihood, Closest) = (total, prediction, likelihood, closest);

    /// <summary>Scalar: Prediction + 1e-4 · Likelihood. The one to differentiate.</summary>
    public Tensor Total { get; }

    /// <summary>Scalar: squared error of the closest prediction.</summary>
    public Tensor Prediction { get; }

    /// <summary>Scalar: cross-entropy of the likelihoods against the closest prediction.</summary>
    public Tensor Likelihood { get; }

    /// <summary>[M] int64: which prediction is closest.</summary>
    public Tensor Closest { get; }

    /// <summary>Tensors belong to the caller's dispose scope.</summary>
    /// <param name="predictions">[M, P, K] at the masked genes.</param>
    /// <param name="likelihoods">[M, P] raw.</param>
    /// <param name="labels">[M, K], clipped.</param>
    /// <param name="positions">B·L.</param>
    /// <param name="mode">What to average over.</param>
    public static GlmLoss Compute(Tensor predictions, Tensor likelihoods, Tensor labels, long positions, LossMode mode)
    {
        var (m, p, k) = (predictions.shape[0], predictions.shape[1], predictions.shape[2]);
        if (m == 0)
        {
            // Nothing was masked: the squared error is 0 and every position, in paper mode, adds ln P to the cross-entropy.
            var zero = predictions.sum().Plus(likelihoods.sum()).Times(0);
            var constant = mode == LossMode.Paper ? zero.Plus(Math.Log(p)) : zero.alias();
            return new GlmLoss(zero.Plus(constant.Times(LikelihoodWeight)), zero, constant, empty(0, dtype: ScalarType.Int64, device: labels.device));
        }

        var distances = (predictions - labels.unsqueeze(1)).square().sum(-1);    // [M, P], squared
        var (closestDistance, closest) = distances.min(1);                       // the gradient flows to the closest only
        var squared = closestDistance.sum();
        var entropy = F.cross_entropy(likelihoods, closest, reduction: nn.Reduction.Sum);
        var (prediction, likelihood) = mode == LossMode.Paper
            ? (squared.Over(positions * k), entropy.Plus((positions - m) * Math.Log(p)).Over(positions))
            : (squared.Over(m * k), entropy.Over(m));
        return new GlmLoss(prediction.Plus(likelihood.Times(LikelihoodWeight)), prediction, likelihood, closest);
    }
}
