using Glm.Features;
using Glm.Modeling;
using static TorchSharp.torch;

namespace Glm.Training;

/// <summary>
/// The genes among which a masked one is to be told: all of a batch, whichever pieces it is computed in. Owns its tensors.
/// </summary>
/// <remarks>B windows, L genes, K label width, G genes of the batch, M masked genes of a piece.</remarks>
internal sealed class ContrastCandidates : IDisposable
{
    private readonly Tensor _indices;
    private readonly int _length;

    private ContrastCandidates(Tensor labels, Tensor indices, int length) => (Labels, _indices, _length) = (labels, indices, length);

    /// <summary>[G, K-1]: clipped labels of length 1, without the orientation.</summary>
    public Tensor Labels { get; }

    /// <summary>Those of a batch; null for a recipe without a contrast.</summary>
    /// <param name="rows">B windows of L genes, with labels.</param>
    /// <param name="recipe">How labels are clipped, and whether there is a contrast.</param>
    /// <param name="device">Of the model.</param>
    public static ContrastCandidates? Of(WindowRows rows, TrainingRecipe recipe, Device device)
    {
        if (recipe.ContrastTemperature is null)
            return null;
        var width = rows.LabelWidth - 1;
        var indices = new long[rows.AttentionMask.Length]; // those of padding are not asked for
        var count = rows.AttentionMask.Count(gene => gene > 0);
        var labels = new float[count * width];
        for (int position = 0, gene = 0; position < indices.Length; position++)
            if (rows.AttentionMask[position] > 0)
            {
                var label = rows.Labels.AsSpan(position * rows.LabelWidth, width);
                for (var i = 0; i < width; i++)
                    labels[(gene * width) + i] = Math.Clamp(label[i], -recipe.LabelLimit, recipe.LabelLimit);
                indices[position] = gene++;
            }
        using var scope = NewDisposeScope();
        using var still = no_grad();
        // A copy, for memory that is aligned: see GeneBatch.
        var unit = nn.functional.normalize(tensor(labels, count, width).clone(), dim: 1);
        return new ContrastCandidates(
            unit.to(device).DetachFromDisposeScope(),
            tensor(indices).clone().to(device).DetachFromDisposeScope(),
            rows.Length
        );
    }

    /// <summary>[M] int64: which of <see cref="Labels"/> the masked genes of a piece have.</summary>
    /// <param name="piece">Some of the windows, in their order.</param>
    /// <param name="firstWindow">Number of the piece's first.</param>
    public Tensor OwnOf(GeneBatch piece, int firstWindow) =>
        _indices.narrow(0, (long)firstWindow * _length, piece.Windows * piece.Length).index_select(0, piece.MaskedRows!);

    public void Dispose()
    {
        Labels.Dispose();
        _indices.Dispose();
    }
}
