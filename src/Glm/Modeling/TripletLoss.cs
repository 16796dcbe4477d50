using Glm.Runtime;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Glm.Modeling;

/// <summary>
/// The triplet loss of Schroff et al. 2015 (FaceNet): a vector, the anchor, should be nearer to one that it is alike, the positive, than
/// to any that it is not alike, the negatives, by a margin. Distances are squared Euclidean ones between vectors of length 1, 0 to 4,
/// which are twice 1 - cosine.
/// </summary>
/// <remarks>
/// The negative of an anchor is semi-hard, as there: of those that lie beyond its positive the nearest, or the farthest of all where none
/// lies beyond. The hardest ones (Hermans et al. 2017) are first of all genes with a wrong label, of which annotations have many, and
/// training on them alone tends to draw all vectors together; all triplets would be A · N² of them, most of them learned long ago.
/// N vectors, H their width, A anchors.
/// </remarks>
public static class TripletLoss
{
    /// <summary>How much nearer a positive should be, of distances from 0 to 4: 0.2, as published.</summary>
    public const double DefaultMargin = 0.2;

    /// <summary>
    /// Scalar, 0 or more: mean over the anchors of max(0, distance to the positive - distance to the negative + margin), with gradient
    /// unless the caller forbids it. Nothing waits for the device. Belongs to the caller's dispose scope.
    /// </summary>
    /// <param name="vectors">[N, H] of any length above 0; floating-point.</param>
    /// <param name="anchors">[A] int64 rows of the vectors, A at least 1.</param>
    /// <param name="positives">[A] int64 rows of the vectors, each alike its anchor.</param>
    /// <param name="alike">[A, N] bool: which vectors are like the anchor, itself among them; at least one is not.</param>
    /// <param name="margin">0 to 4.</param>
    public static Tensor Compute(Tensor vectors, Tensor anchors, Tensor positives, Tensor alike, double margin = DefaultMargin)
    {
        var unit = F.normalize(vectors, dim: 1); // [N, H]
        var distances = unit.index_select(0, anchors).mm(unit.t()).Times(-2).Plus(2); // [A, N]
        var toPositive = distances.gather(1, positives.unsqueeze(1)); // [A, 1]
        var toNegative = distances.gather(1, Negatives(distances.detach(), toPositive.detach(), alike)); // [A, 1]
        return F.relu(toPositive.Minus(toNegative).Plus(margin)).mean();
    }

    /// <summary>[A, 1] int64: the semi-hard negative of each anchor.</summary>
    private static Tensor Negatives(Tensor distances, Tensor toPositive, Tensor alike)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var isBeyond = alike.logical_not().logical_and(distances.gt(toPositive)); // [A, N]
        var nearest = TensorArithmetic.With(double.PositiveInfinity, far => distances.masked_fill(isBeyond.logical_not(), far));
        var farthest = TensorArithmetic.With(double.NegativeInfinity, near => distances.masked_fill(alike, near));
        return where(isBeyond.any(1, keepdim: true), nearest.argmin(1, keepdim: true), farthest.argmax(1, keepdim: true))
            .MoveToOuterDisposeScope();
    }
}
