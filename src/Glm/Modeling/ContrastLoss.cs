using Glm.Runtime;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Glm.Modeling;

/// <summary>
/// The probability that a model gives to the right gene among all genes of a batch: each of the P predictions of a masked gene votes by
/// its cosine with the genes' labels, and the likelihoods weigh the votes, so that both are learned together. Squared errors of labels
/// that are nearly orthogonal hardly tell a good prediction from a bad one; which gene it is does.
/// </summary>
/// <remarks>M masked genes, P predictions, K label width, G genes.</remarks>
public static class ContrastLoss
{
    /// <summary>
    /// Genes whose labels are nearer to the right one than this (cosine) are of its family, and not held against it.
    /// </summary>
    private const double SameFamily = 0.8;

    private const double Excluded = -1e4;

    /// <summary>Scalar: mean over the masked genes of -ln Σₚ πₚ softmax(cos(prediction, labels) / T) of the own gene. Belongs to the
    /// caller's dispose scope.</summary>
    /// <param name="predictions">[M, P, K] at the masked genes, M at least 1.</param>
    /// <param name="likelihoods">[M, P] raw.</param>
    /// <param name="candidates">[G, K]: labels of all genes of the batch, the masked ones among them, each of length 1.</param>
    /// <param name="own">[M] int64: which of the candidates each masked gene is.</param>
    /// <param name="temperature">T, above 0: small values judge the best of the predictions alone.</param>
    public static Tensor Compute(Tensor predictions, Tensor likelihoods, Tensor candidates, Tensor own, double temperature)
    {
        var p = predictions.shape[1];
        var family = TensorArithmetic.With(SameFamily, candidates.index_select(0, own).mm(candidates.t()).gt); // [M, G]
        family.scatter_(1, own.unsqueeze(1), zeros(own.shape[0], 1, dtype: ScalarType.Bool, device: own.device));
        var cosines = F.normalize(predictions, dim: 2).flatten(0, 1).mm(candidates.t()).view(-1, p, candidates.shape[0]); // [M, P, G]
        var scores = TensorArithmetic.With(Excluded, value => cosines.Over(temperature).masked_fill(family.unsqueeze(1), value));
        var votes = F.log_softmax(scores, 2).gather(2, own.view(-1, 1, 1).expand(-1, p, 1)).squeeze(2); // [M, P]
        return F.log_softmax(likelihoods, 1).Plus(votes).logsumexp(1).mean().neg();
    }
}
