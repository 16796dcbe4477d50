using Glm.Modeling.Functions;
using Glm.Runtime;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Glm.Training.Functions;

/// <summary>
/// PlasGO's loss: the cross-entropy of each label of each labelled gene, and a penalty unless the upper 70% of all confidences exceed the
/// rest by a margin on average, so that the model learns which labels it can tell (after the rank regularisation of Wang et al. 2020).
/// </summary>
internal static class FunctionLoss
{
    private const double UpperShare = 0.7;

    /// <summary>The loss of a batch, with gradient unless the caller forbids it; belongs to the caller's dispose scope.</summary>
    /// <param name="output">[B, L, C] each.</param>
    /// <param name="isGene">[B, L] boolean: confidences of unlabelled genes count too.</param>
    /// <param name="labelledRows">[M] rows among B · L that have labels; at least one.</param>
    /// <param name="labels">[M, C] 0 or 1.</param>
    /// <param name="margin">0 for no penalty.</param>
    public static Tensor Of(FunctionLogits output, Tensor isGene, Tensor labelledRows, Tensor labels, double margin)
    {
        using var scope = NewDisposeScope();
        var count = output.Logits.shape[2];
        var logits = output.Logits.reshape(-1, count).index_select(0, labelledRows); // [M, C]
        var entropy = F.binary_cross_entropy_with_logits(logits, labels); // mean over all
        return (margin == 0 ? entropy : entropy.Plus(RankPenalty(output.Confidences, isGene, margin))).MoveToOuterDisposeScope();
    }

    /// <summary>0 where one of the two parts is empty.</summary>
    private static Tensor RankPenalty(Tensor confidences, Tensor isGene, double margin)
    {
        using var scope = NewDisposeScope();
        var own = confidences.masked_select(isGene.unsqueeze(-1));
        var upper = (long)(UpperShare * own.shape[0]);
        if (upper == 0 || upper == own.shape[0])
            return zeros(1).squeeze().MoveToOuterDisposeScope();
        var (sorted, _) = own.sort(descending: true);
        var gap = sorted.narrow(0, 0, upper).mean().Minus(sorted.narrow(0, upper, own.shape[0] - upper).mean());
        return TensorArithmetic.With(0.0, gap.neg().Plus(margin).clamp_min).MoveToOuterDisposeScope();
    }
}
