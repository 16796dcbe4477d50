using Glm.Runtime;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Glm.Modeling;

/// <summary>Which rows of its window a prediction of a masked gene must beat to count as right.</summary>
public enum AccuracyRivals
{
    /// <summary>
    /// The genes of the window: none may be strictly nearer, so that two copies of one protein in a window do not count against each
    /// other.
    /// </summary>
    Genes,

    /// <summary>
    /// As published, all rows of the window, padding included, whose labels are zeros: the first of the nearest must be the gene's own.
    /// </summary>
    AllRows,
}

/// <summary>
/// Whether a prediction of a masked gene singles that gene out among the genes of its window.
/// <para>Pseudo-accuracy judges the prediction closest to the label (an oracle's choice), absolute accuracy the most likely one.</para>
/// </summary>
public static class MaskedAccuracy
{
    /// <summary>Rows of the distance matrix computed at once: about 100 MB.</summary>
    private const int Chunk = 8192;

    /// <summary>How many of M predictions are nearer to their own label than to any other label of the window.</summary>
    /// <param name="chosen">[M, K]: one prediction per masked gene.</param>
    /// <param name="labels">[B, L, K], clipped.</param>
    /// <param name="attentionMask">[B, L].</param>
    /// <param name="maskedRows">[M] int64, positions among B·L.</param>
    /// <param name="rivals">Which rows a prediction must beat.</param>
    /// <param name="distance">What makes a prediction near.</param>
    public static long CountRight(
        Tensor chosen, Tensor labels, Tensor attentionMask, Tensor maskedRows, AccuracyRivals rivals,
        LabelDistance distance = LabelDistance.Euclidean)
    {
        using var scope = NewDisposeScope();
        return IsRight(chosen, labels, attentionMask, maskedRows, rivals, distance).sum().item<long>();
    }

    /// <summary>Which of M predictions are nearer to their own label than to any other label of the window, [M] bool. Belongs to the
    /// caller's dispose scope.</summary>
    /// <param name="chosen">[M, K]: one prediction per masked gene.</param>
    /// <param name="labels">[B, L, K], clipped.</param>
    /// <param name="attentionMask">[B, L].</param>
    /// <param name="maskedRows">[M] int64, positions among B·L.</param>
    /// <param name="rivals">Which rows a prediction must beat.</param>
    /// <param name="distance">What makes a prediction near.</param>
    internal static Tensor IsRight(
        Tensor chosen, Tensor labels, Tensor attentionMask, Tensor maskedRows, AccuracyRivals rivals, LabelDistance distance)
    {
        using var all = NewDisposeScope();
        var right = new List<Tensor> { zeros(0, dtype: ScalarType.Bool, device: chosen.device) };
        var l = labels.shape[1];
        for (long start = 0; start < chosen.shape[0]; start += Chunk)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(Chunk, chosen.shape[0] - start);
            var rows = maskedRows.narrow(0, start, count);
            var window = TensorArithmetic.With(l, size => rows.div(size, RoundingMode.floor));
            // [m, 1] position in the window
            var own = (rows - TensorArithmetic.With(l, size => window.mul(size))).unsqueeze(1);
            var candidates = labels.index_select(0, window);                     // [m, L, K]
            var distances = Distances(chosen.narrow(0, start, count).unsqueeze(1), candidates, distance);   // [m, L]
            if (rivals == AccuracyRivals.AllRows)
            {
                right.Add(distances.argmin(1, keepdim: true).eq(own).view(-1).MoveToOuterDisposeScope());   // [m]
                continue;
            }
            var padding = TensorArithmetic.With(0, attentionMask.index_select(0, window).eq);
            var nearest = TensorArithmetic.With(double.PositiveInfinity, far => distances.masked_fill(padding, far))
                .amin([1], keepdim: true);                                       // [m, 1]
            right.Add(distances.gather(1, own).le(nearest).view(-1).MoveToOuterDisposeScope());
        }
        return cat(right, 0).MoveToOuterDisposeScope();
    }

    /// <summary>[M, P, K] and labels [M, K] -> which prediction is closest, [M] int64. Belongs to the caller's dispose scope.</summary>
    public static Tensor Closest(Tensor predictions, Tensor labels, LabelDistance distance) =>
        Distances(predictions, labels.unsqueeze(1), distance).argmin(1);

    /// <summary>[M, P, K] and [M] int64 -> the chosen predictions, [M, K]. Belongs to the caller's dispose scope.</summary>
    public static Tensor Choose(Tensor predictions, Tensor choice) =>
        predictions.gather(1, choice.view(-1, 1, 1).expand(-1, 1, predictions.shape[2])).squeeze(1);

    /// <summary>[M, N, K] and [M, 1, K], or the other way round -> what sorts as their distances do, [M, N].</summary>
    private static Tensor Distances(Tensor a, Tensor b, LabelDistance distance) =>
        distance == LabelDistance.Cosine
            ? F.normalize(a, dim: 2).mul(F.normalize(b, dim: 2)).sum(-1).neg()
            : (a - b).Squared().sum(-1);
}
