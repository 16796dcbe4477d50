namespace Glm.Modeling;

/// <summary>How a fresh parameter is filled.</summary>
public enum ParameterFill
{
    /// <summary>Normal with mean 0 and the configuration's initializer range.</summary>
    Normal,
    Zeros,
    Ones,
}

/// <summary>A contiguous piece of a model's flat buffer.</summary>
/// <param name="Start">Index of its first number.</param>
/// <param name="Count">How many numbers it has.</param>
public readonly record struct ParameterRange(long Start, long Count)
{
    /// <summary>Index after its last number.</summary>
    public long End => Start + Count;

    /// <summary>Whether the two have a number in common.</summary>
    public bool Overlaps(ParameterRange other) => Start < other.End && other.Start < End;

    /// <summary>The numbers that the two have in common; null for none.</summary>
    internal ParameterRange? Within(ParameterRange other) =>
        Overlaps(other) ? new(Math.Max(Start, other.Start), Math.Min(End, other.End) - Math.Max(Start, other.Start)) : null;
}

/// <summary>One tensor of a model as a checkpoint stores it: a place in the flat buffer.</summary>
/// <param name="Offset">Index of its first number in the flat buffer.</param>
/// <param name="Shape">Sizes per dimension.</param>
/// <param name="Fill">How it begins.</param>
public sealed record ParameterSlot(long Offset, long[] Shape, ParameterFill Fill)
{
    /// <summary>How many numbers it has.</summary>
    public long Count { get; } = Shape.Aggregate(1L, (product, size) => product * size);

    /// <summary>Where it lies.</summary>
    public ParameterRange Range => new(Offset, Count);
}

/// <summary>One tensor as the model computes with it: one slot, or several neighbours fused along their first dimension.</summary>
/// <param name="Index">Its place among the leaves of the layout.</param>
/// <param name="Shape">Sizes of the fused tensor.</param>
/// <param name="Slots">In order, without gaps in the flat buffer.</param>
public sealed record ParameterLeaf(int Index, long[] Shape, IReadOnlyList<ParameterSlot> Slots)
{
    /// <summary>Where it lies.</summary>
    public ParameterRange Range { get; } = new(Slots[0].Offset, Slots.Sum(slot => slot.Count));
}

/// <summary>The two tensors of a linear map or a LayerNorm.</summary>
/// <typeparam name="T"><see cref="ParameterLeaf"/> or <see cref="ParameterSlot"/>.</typeparam>
public sealed record WeightAndBias<T>(T Weight, T Bias);

/// <summary>The tensors of one layer of the encoder.</summary>
/// <param name="QueryKeyValue">Three linear maps in one: weight [3H, H], bias [3H].</param>
/// <param name="Distances">E, [2P-1, d]; row P-1+i-j belongs to query i and key j.</param>
/// <param name="AttentionOut">Linear map [H, H] of the heads' context.</param>
/// <param name="AttentionNorm">LayerNorm after the attention.</param>
/// <param name="FeedForwardIn">Linear map [F, H].</param>
/// <param name="FeedForwardOut">Linear map [H, F].</param>
/// <param name="FeedForwardNorm">LayerNorm after the feed-forward block.</param>
public sealed record LayerParameters(
    WeightAndBias<ParameterLeaf> QueryKeyValue,
    ParameterLeaf Distances,
    WeightAndBias<ParameterLeaf> AttentionOut,
    WeightAndBias<ParameterLeaf> AttentionNorm,
    WeightAndBias<ParameterLeaf> FeedForwardIn,
    WeightAndBias<ParameterLeaf> FeedForwardOut,
    WeightAndBias<ParameterLeaf> FeedForwardNorm
)
{
    /// <summary>The first third of <see cref="QueryKeyValue"/>: weight [H, H], bias [H].</summary>
    public WeightAndBias<ParameterSlot> Query => ParameterLayout.Part(QueryKeyValue, 0);

    /// <summary>The second third of <see cref="QueryKeyValue"/>.</summary>
    public WeightAndBias<ParameterSlot> Key => ParameterLayout.Part(QueryKeyValue, 1);

    /// <summary>The last third of <see cref="QueryKeyValue"/>.</summary>
    public WeightAndBias<ParameterSlot> Value => ParameterLayout.Part(QueryKeyValue, 2);
}

/// <summary>The tensors of the prediction head.</summary>
/// <param name="Both">Two linear maps in one: weight [P·K + P, H], bias [P·K + P].</param>
public sealed record HeadParameters(WeightAndBias<ParameterLeaf> Both)
{
    /// <summary>The rows of the P predictions: weight [P·K, H], bias [P·K].</summary>
    public WeightAndBias<ParameterSlot> Predictions => ParameterLayout.Part(Both, 0);

    /// <summary>The rows of their likelihoods: weight [P, H], bias [P].</summary>
    public WeightAndBias<ParameterSlot> Likelihoods => ParameterLayout.Part(Both, 1);

    /// <summary>All of the head, for training it alone.</summary>
    public ParameterRange Range => new(Both.Weight.Range.Start, Both.Weight.Range.Count + Both.Bias.Range.Count);
}

/// <summary>
/// Where each of a gLM's tensors lies in one flat buffer, as handles of the model's structure. Query, key and value projections are
/// neighbours, and so are the two halves of the head: each group is one matrix product for the model, and still several tensors of a
/// checkpoint. What a checkpoint calls them is said by <see cref="PublishedLayout"/>.
/// </summary>
/// <remarks>
/// D feature width, H hidden size, d head size, F feed-forward size, P predictions (in distance tables: positions), K label width.
/// </remarks>
public sealed class ParameterLayout
{
    private readonly List<ParameterLeaf> _leaves = [];

    /// <exception cref="Runtime.GlmException">The configuration describes no model.</exception>
    public ParameterLayout(GlmConfig config)
    {
        config.Validate();
        long h = config.HiddenSize,
            f = config.FeedForwardSize,
            predictions = config.Predictions;

        // The order is that of the buffer, and of the tensors in a saved file.
        Input = Linear(h, config.FeatureWidth);
        TokenType = Leaf([h], ParameterFill.Normal, 1);
        InputNorm = Norm(h);
        Layers =
        [
            .. Enumerable
                .Range(0, config.Layers)
                .Select(_ => new LayerParameters(
                    QueryKeyValue: Fused(h, h, h, h),
                    Distances: Leaf([config.HeadSize], ParameterFill.Normal, (2 * config.MaxPositions) - 1),
                    AttentionOut: Linear(h, h),
                    AttentionNorm: Norm(h),
                    FeedForwardIn: Linear(f, h),
                    FeedForwardOut: Linear(h, f),
                    FeedForwardNorm: Norm(h)
                )),
        ];
        Head = new HeadParameters(Fused(h, predictions * config.LabelWidth, predictions));
    }

    /// <summary>The projection of feature rows: weight [H, D], bias [H].</summary>
    public WeightAndBias<ParameterLeaf> Input { get; }

    /// <summary>[1, H], added to every row.</summary>
    public ParameterLeaf TokenType { get; }

    /// <summary>LayerNorm of the embedding block.</summary>
    public WeightAndBias<ParameterLeaf> InputNorm { get; }

    /// <summary>The encoder's layers, from the input to the output.</summary>
    public IReadOnlyList<LayerParameters> Layers { get; }

    /// <summary>The prediction head.</summary>
    public HeadParameters Head { get; }

    /// <summary>The tensors that the model computes with, in buffer order.</summary>
    public IReadOnlyList<ParameterLeaf> Leaves => _leaves;

    /// <summary>The tensors of a checkpoint, in buffer order.</summary>
    public IEnumerable<ParameterSlot> Slots => _leaves.SelectMany(leaf => leaf.Slots);

    /// <summary>The tensors of products of matrices: those of linear maps, and tables of distances.</summary>
    internal IEnumerable<ParameterLeaf> Factors =>
        Layers
            .SelectMany(layer => new[] { layer.QueryKeyValue, layer.AttentionOut, layer.FeedForwardIn, layer.FeedForwardOut })
            .Append(Input)
            .Append(Head.Both)
            .SelectMany(map => new[] { map.Weight, map.Bias })
            .Concat(Layers.Select(layer => layer.Distances));

    /// <summary>How many numbers there are in all.</summary>
    public long Count { get; private set; }

    /// <summary>The whole buffer.</summary>
    public ParameterRange Whole => new(0, Count);

    internal static WeightAndBias<ParameterSlot> Part(WeightAndBias<ParameterLeaf> fused, int part) =>
        new(fused.Weight.Slots[part], fused.Bias.Slots[part]);

    private WeightAndBias<ParameterLeaf> Linear(long output, long input) => Fused(input, output);

    /// <summary>Linear maps of the same input as one.</summary>
    private WeightAndBias<ParameterLeaf> Fused(long input, params long[] outputs)
    {
        var weight = Leaf([input], ParameterFill.Normal, outputs);
        return new WeightAndBias<ParameterLeaf>(weight, Leaf([], ParameterFill.Zeros, outputs));
    }

    private WeightAndBias<ParameterLeaf> Norm(long width)
    {
        var weight = Leaf([], ParameterFill.Ones, width);
        return new WeightAndBias<ParameterLeaf>(weight, Leaf([], ParameterFill.Zeros, width));
    }

    /// <param name="inner">Sizes behind the first dimension.</param>
    /// <param name="fill">Of each slot.</param>
    /// <param name="rows">The first dimension of each slot.</param>
    private ParameterLeaf Leaf(long[] inner, ParameterFill fill, params long[] rows)
    {
        var slots = new List<ParameterSlot>(rows.Length);
        foreach (var count in rows)
        {
            slots.Add(new ParameterSlot(Count, [count, .. inner], fill));
            Count += slots[^1].Count;
        }
        _leaves.Add(new ParameterLeaf(_leaves.Count, [rows.Sum(), .. inner], slots));
        return _leaves[^1];
    }
}
