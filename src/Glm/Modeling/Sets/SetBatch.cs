using Glm.Runtime;
using static TorchSharp.torch;

namespace Glm.Modeling.Sets;

/// <summary>Which rows of a batch make up which set, and who sees whom. Owns its tensors.</summary>
/// <remarks>N proteins, S sets, C channels.</remarks>
internal sealed class SetBatch : IDisposable
{
    private readonly Tensor _setOf; // [N]
    private readonly Tensor _counts; // [S, 1]

    /// <param name="sizes">[S] proteins per set, each at least 1.</param>
    /// <param name="attention">Who sees whom.</param>
    /// <param name="heads">H.</param>
    /// <param name="device">Of the model.</param>
    public SetBatch(IReadOnlyList<int> sizes, SetAttention attention, int heads, Device device)
    {
        Sizes = sizes;
        var total = sizes.Sum();
        var (sets, places) = (new long[total], new long[total]);
        var row = 0;
        for (var s = 0; s < sizes.Count; s++)
        for (var place = 0; place < sizes[s]; place++, row++)
            (sets[row], places[row]) = (s, place);
        using var scope = NewDisposeScope();
        _setOf = tensor(sets, device: device).DetachFromDisposeScope();
        Places = tensor(places, device: device).DetachFromDisposeScope();
        _counts = tensor([.. sizes.Select(size => (float)size)], device: device).unsqueeze(1).DetachFromDisposeScope();
        Tiles = SetTiles.Of(sizes, attention, heads, device);
    }

    /// <summary>[S].</summary>
    public IReadOnlyList<int> Sizes { get; }

    /// <summary>[N] position of each protein in its set, from 0.</summary>
    public Tensor Places { get; }

    /// <summary>The attention.</summary>
    public SetTiles Tiles { get; }

    /// <summary>[N, C] -> [S, C].</summary>
    public Tensor Sums(Tensor x) =>
        Sizes.Count == 1
            ? x.sum(0, keepdim: true)
            : zeros([Sizes.Count, x.shape[1]], dtype: x.dtype, device: x.device)
                .scatter_add(0, _setOf.unsqueeze(1).expand(x.shape[0], x.shape[1]), x);

    /// <summary>[N, C] -> [S, C].</summary>
    public Tensor Means(Tensor x) => Sums(x).div(_counts);

    /// <summary>[S, C] -> [N, C], the row of each protein's set.</summary>
    public Tensor Spread(Tensor x) => Sizes.Count == 1 ? x : x.index_select(0, _setOf);

    /// <summary>Shares of 1 within each set and column: [N, C] scores -> [N, C].</summary>
    public Tensor Softmax(Tensor scores)
    {
        using var scope = NewDisposeScope();
        var shares = scores.Minus(Spread(Largest(scores))).exp();
        return shares.div(Spread(Sums(shares))).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        _setOf.Dispose();
        Places.Dispose();
        _counts.Dispose();
        Tiles.Dispose();
    }

    /// <summary>[S, C] largest number of each set, without gradient: any number would do that keeps the exponentials finite.</summary>
    private Tensor Largest(Tensor scores)
    {
        var columns = (int)scores.shape[1];
        using var local = scores.detach().cpu().contiguous();
        var numbers = local.data<float>();
        var largest = new float[Sizes.Count, columns];
        var at = 0L;
        for (var s = 0; s < Sizes.Count; s++)
        {
            for (var c = 0; c < columns; c++)
                largest[s, c] = float.NegativeInfinity;
            for (var row = 0; row < Sizes[s]; row++)
            for (var c = 0; c < columns; c++, at++)
                largest[s, c] = Math.Max(largest[s, c], numbers[at]);
        }
        return tensor(largest, device: scores.device);
    }
}
