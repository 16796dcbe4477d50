namespace Glm.Modeling;

/// <summary>A tensor of a model under its name in a checkpoint.</summary>
/// <param name="Key">For example "dense.weight".</param>
/// <param name="Slot">Where it lies in the model's flat buffer.</param>
public readonly record struct PublishedTensor(string Key, ParameterSlot Slot);

/// <summary>
/// What checkpoints call a model's tensors: the names of the published checkpoint, which saved models use too. The only place that
/// knows them. The published classes nest three RoBERTa models, of which only the innermost is ever used: 667 of the 999 keys, 71% of
/// the bytes, are dead weight.
/// </summary>
public static class PublishedLayout
{
    internal const string Input = "dense";
    internal const string Layers = Roberta + "encoder.layer.";
    internal const string Distances = ".attention.self.distance_embedding.weight";
    internal const string FeedForwardIn = ".intermediate.dense";
    internal const string Predictions = Head + "dense";
    internal const string Likelihoods = Head + "dense_prob";
    internal const string Weight = ".weight";

    private const string Bias = ".bias";
    private const string Roberta = "roberta.roberta.";
    private const string Head = "roberta.lm_head.";

    private static readonly string[] LivePrefixes = [Input + ".", Roberta, Head];
    private static readonly string[] DeadPrefixes =
    [
        "embeddings.",
        "encoder.",
        "pooler.",
        "roberta.embeddings.",
        "roberta.encoder.",
        "roberta.pooler.",
        "roberta.contact_head.",
    ];
    private static readonly string[] DeadKeys =
    [
        Roberta + "embeddings.word_embeddings.weight",
        Roberta + "embeddings.position_embeddings.weight",
        Roberta + "embeddings.position_ids",
    ];

    /// <summary>All tensors of a model with their names, in the order of the flat buffer.</summary>
    public static IReadOnlyList<PublishedTensor> TensorsOf(ParameterLayout layout)
    {
        var tensors = new List<PublishedTensor>();
        Map(Input, Whole(layout.Input));
        Add(Roberta + "embeddings.token_type_embeddings.weight", layout.TokenType.Slots[0]);
        Map(Roberta + "embeddings.LayerNorm", Whole(layout.InputNorm));
        for (var i = 0; i < layout.Layers.Count; i++)
        {
            var (key, layer) = ($"{Layers}{i}", layout.Layers[i]);
            Map(key + ".attention.self.query", layer.Query);
            Map(key + ".attention.self.key", layer.Key);
            Map(key + ".attention.self.value", layer.Value);
            Add(key + Distances, layer.Distances.Slots[0]);
            Map(key + ".attention.output.dense", Whole(layer.AttentionOut));
            Map(key + ".attention.output.LayerNorm", Whole(layer.AttentionNorm));
            Map(key + FeedForwardIn, Whole(layer.FeedForwardIn));
            Map(key + ".output.dense", Whole(layer.FeedForwardOut));
            Map(key + ".output.LayerNorm", Whole(layer.FeedForwardNorm));
        }
        Map(Predictions, layout.Head.Predictions);
        Map(Likelihoods, layout.Head.Likelihoods);
        return [.. tensors.OrderBy(tensor => tensor.Slot.Offset)];

        static WeightAndBias<ParameterSlot> Whole(WeightAndBias<ParameterLeaf> pair) => ParameterLayout.Part(pair, 0);

        void Map(string key, WeightAndBias<ParameterSlot> pair)
        {
            Add(key + Weight, pair.Weight);
            Add(key + Bias, pair.Bias);
        }

        void Add(string key, ParameterSlot slot) => tensors.Add(new PublishedTensor(key, slot));
    }

    /// <summary>Whether a key of the published checkpoint is one that the model never computes with.</summary>
    internal static bool IsDeadWeight(string key) =>
        DeadKeys.Contains(key) || DeadPrefixes.Any(prefix => key.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>Whether a key lies where the model's own tensors lie.</summary>
    internal static bool IsLive(string key) =>
        !IsDeadWeight(key) && LivePrefixes.Any(prefix => key.StartsWith(prefix, StringComparison.Ordinal));
}
