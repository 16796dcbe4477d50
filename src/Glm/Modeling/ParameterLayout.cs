namespace Glm.Modeling;

/// <summary>How a fresh parameter is filled.</summary>
public enum ParameterFill
{
    /// <summary>Normal with mean 0 and the configuration's initializer range.</summary>
    Normal,
    Zeros,
    Ones,
}

/// <summary>One tensor of a model as checkpoints name it.</summary>
/// <param name="Key">The name in the published checkpoint, for example "dense.weight".</param>
/// <param name="Shape">Sizes per dimension.</param>
/// <param name="Offset">Index of its first number in the flat buffer.</param>
/// <param name="Fill">How it begins.</param>
public sealed record ParameterSlot(string Key, long[] Shape, long Offset, ParameterFill Fill)
{
    /// <summary>How many numbers it has.</summary>
    public long Count { get; } = Shape.Aggregate(1L, (product, size) => product * size);
}

/// <summary>One tensor as the model computes with it: one slot, or several neighbours fused along their first dimension.</summary>
/// <param name="Name">The model's own name for it.</param>
/// <param name="Shape">Sizes of the fused tensor.</param>
/// <param name="Slots">In order, without gaps in the flat buffer.</param>
public sealed record ParameterLeaf(string Name, long[] Shape, IReadOnlyList<ParameterSlot> Slots);

/// <summary>
/// Where each of a gLM's tensors lies in one flat buffer. Query, key and value projections are neighbours, and so are the two
/// heads: each group is one matrix product for the model, and still its own keys in a checkpoint.
/// </summary>
public sealed class ParameterLayout
{
    private readonly List<ParameterLeaf> _leaves = [];

    /// <exception cref="Runtime.GlmException">The configuration describes no model.</exception>
    public ParameterLayout(GlmConfig config)
    {
        config.Validate();
        long h = config.HiddenSize,
            f = config.FeedForwardSize;
        const string Roberta = "roberta.roberta.";

        Linear("input", "dense", h, config.FeatureWidth);
        Leaf("token_type", [1, h], ParameterFill.Normal, Roberta + "embeddings.token_type_embeddings.weight");
        Norm("input_norm", Roberta + "embeddings.LayerNorm", h);
        for (var layer = 0; layer < config.Layers; layer++)
        {
            var name = $"layer.{layer}.";
            var key = $"{Roberta}encoder.layer.{layer}.";
            string Self(string part) => $"{key}attention.self.{part}";
            Leaf(name + "qkv.weight", [h, h], ParameterFill.Normal, Self("query.weight"), Self("key.weight"), Self("value.weight"));
            Leaf(name + "qkv.bias", [h], ParameterFill.Zeros, Self("query.bias"), Self("key.bias"), Self("value.bias"));
            Leaf(
                name + "distance",
                [(2 * config.MaxPositions) - 1, config.HeadSize],
                ParameterFill.Normal,
                Self("distance_embedding.weight")
            );
            Linear(name + "attention_out", key + "attention.output.dense", h, h);
            Norm(name + "attention_norm", key + "attention.output.LayerNorm", h);
            Linear(name + "ffn_in", key + "intermediate.dense", f, h);
            Linear(name + "ffn_out", key + "output.dense", h, f);
            Norm(name + "ffn_norm", key + "output.LayerNorm", h);
        }
        Leaf(
            "head.weight",
            [h],
            ParameterFill.Normal,
            ("roberta.lm_head.dense.weight", config.Predictions * config.LabelWidth),
            ("roberta.lm_head.dense_prob.weight", config.Predictions)
        );
        Leaf(
            "head.bias",
            [],
            ParameterFill.Zeros,
            ("roberta.lm_head.dense.bias", config.Predictions * config.LabelWidth),
            ("roberta.lm_head.dense_prob.bias", config.Predictions)
        );
    }

    /// <summary>The tensors that the model computes with, in buffer order.</summary>
    public IReadOnlyList<ParameterLeaf> Leaves => _leaves;

    /// <summary>The tensors of a checkpoint, in buffer order.</summary>
    public IEnumerable<ParameterSlot> Slots => _leaves.SelectMany(leaf => leaf.Slots);

    /// <summary>How many numbers there are in all.</summary>
    public long Count { get; private set; }

    private void Linear(string name, string key, long output, long input)
    {
        Leaf(name + ".weight", [output, input], ParameterFill.Normal, key + ".weight");
        Leaf(name + ".bias", [output], ParameterFill.Zeros, key + ".bias");
    }

    private void Norm(string name, string key, long width)
    {
        Leaf(name + ".weight", [width], ParameterFill.Ones, key + ".weight");
        Leaf(name + ".bias", [width], ParameterFill.Zeros, key + ".bias");
    }

    /// <param name="name">Of the leaf.</param>
    /// <param name="shape">Of each slot.</param>
    /// <param name="fill">Of each slot.</param>
    /// <param name="keys">One per slot.</param>
    private void Leaf(string name, long[] shape, ParameterFill fill, params string[] keys) =>
        Leaf(name, shape[1..], fill, [.. keys.Select(key => (key, shape[0]))]);

    private void Leaf(string name, long[] innerShape, ParameterFill fill, params (string Key, long Rows)[] parts)
    {
        var slots = new List<ParameterSlot>(parts.Length);
        foreach (var (key, rows) in parts)
        {
            slots.Add(new ParameterSlot(key, [rows, .. innerShape], Count, fill));
            Count += slots[^1].Count;
        }
        _leaves.Add(new ParameterLeaf(name, [parts.Sum(part => part.Rows), .. innerShape], slots));
    }
}
