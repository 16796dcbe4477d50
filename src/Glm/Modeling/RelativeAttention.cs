using Glm.Runtime;
using static TorchSharp.torch;

namespace Glm.Modeling;

/// <summary>
/// Multi-head self-attention with relative positions in query and key:
/// score(i, j) = (q_i·k_j + q_i·E[i-j] + k_j·E[i-j]) / sqrt(d), one table E per layer, shared by the heads and by both terms.
/// Products are computed in the numbers of the weights, scores and their softmax in float32.
/// </summary>
/// <remarks>
/// B windows, L genes, A heads, d head size, H = A·d hidden size, P positions, n = B·A. A product of all queries with the 2L-1 rows of E
/// in use gives a [L, 2L-1] matrix per head in which the wanted L×L scores lie on diagonals; a strided view reads them without copying.
/// </remarks>
internal static class RelativeAttention
{
    /// <summary>
    /// Added to the score of a padded key: swallows any real score, and stays finite, so that a window of padding is not NaN.
    /// </summary>
    private const float PaddedKey = -1e30f;

    /// <summary>[B, L, 3H] -> context [B, L, H] and probabilities [B, A, L, L]. Belongs to the caller's dispose scope.</summary>
    /// <param name="projected">Queries, keys and values, [B, L, 3H].</param>
    /// <param name="distances">E, [2P-1, d]; row P-1+i-j belongs to query i and key j.</param>
    /// <param name="heads">A.</param>
    /// <param name="paddedKeys">[B, 1, L] from <see cref="PaddedKeys"/>, or null without padding.</param>
    /// <param name="dropout">On the probabilities; 0 outside training.</param>
    /// <param name="blocks">[B·A] for the dropout.</param>
    public static (Tensor Context, Tensor Probabilities) Forward(
        Tensor projected, Tensor distances, int heads, Tensor? paddedKeys, double dropout, ReadOnlySpan<long> blocks = default)
    {
        var (b, l, h) = (projected.shape[0], projected.shape[1], projected.shape[2] / 3);
        var d = h / heads;
        var n = b * heads;
        var qkv = projected                                                      // [B, L, 3H]
            .view(b, l, 3, heads, d).permute(2, 0, 3, 1, 4).contiguous()         // [3, B, A, L, d]
            .view(3, n, l, d);
        var scale = 1 / Math.Sqrt(d);
        var (q, k, v) = (qkv[0].Times(scale), qkv[1], qkv[2]);                   // [n, L, d]

        var near = distances.narrow(0, (distances.shape[0] / 2) - (l - 1), (2 * l) - 1);   // [2L-1, d], rows for i-j = -(L-1) .. L-1
        var byQuery = q.view(n * l, d).mm(near.flip(0).t());                     // [nL, 2L-1], column L-1-(i-j)
        var byKey = k.view(n * l, d).mm(near.Times(scale).t());                  // [nL, 2L-1], column L-1+(i-j)
        long[] shape = [n, l, l];
        var window = l * ((2 * l) - 1);
        var diagonal = (2 * l) - 2;
        var relative = byQuery.as_strided(shape, [window, diagonal, 1], l - 1)   // row i, read at (i, j)
            .to(ScalarType.Float32).Plus(byKey.as_strided(shape, [window, 1, diagonal], l - 1));        // row j, read at (i, j)
        if (paddedKeys is not null) relative = relative.view(b, heads * l, l).Plus(paddedKeys).view(shape);

        // Not baddbmm: TorchSharp 0.107 passes its operands in the wrong order.
        var scores = relative.Add(bmm(q, k.transpose(1, 2)));                    // [n, L, L]
        var probabilities = scores.softmax(-1);                                  // [n, L, L]
        var context = bmm(Dropout.Apply(probabilities, dropout, blocks).to(v.dtype), v)  // [n, L, d]
            .view(b, heads, l, d).transpose(1, 2).reshape(b, l, h);              // [B, L, H]
        return (context, probabilities.view(b, heads, l, l));
    }

    /// <summary>[B, L] mask of 1 and 0 -> what is added to the scores, [B, 1, L].</summary>
    public static Tensor PaddedKeys(Tensor attentionMask) => attentionMask.Times(-PaddedKey).Plus(PaddedKey).unsqueeze(1);
}
