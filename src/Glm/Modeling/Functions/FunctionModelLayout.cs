namespace Glm.Modeling.Functions;

/// <summary>The tensors of a model of functions under the names that PlasGO's files have. The only place that knows those names.</summary>
/// <remarks>d protein width, H hidden size, F feed-forward width, P places, C labels.</remarks>
internal sealed class FunctionModelLayout
{
    public const string Projection = "bert.fc";
    public const string Places = "bert.position_embeddings.weight";
    public const string Norm = "bert.LayerNorm";
    public const string Classifier = "classifier";
    public const string Importance = "importance_fc";
    public const string LayerPrefix = "bert.encoder.layer.";

    private readonly List<(string Key, long[] Shape)> _tensors = [];

    public FunctionModelLayout(FunctionModelConfig config)
    {
        config.Validate();
        var (h, f, c) = ((long)config.HiddenSize, (long)config.FeedForward, (long)config.Labels.Count);
        ProjectionAt = Linear(Projection, config.ProteinWidth, h);
        PlacesAt = Add(Places, config.MaxGenes, h);
        NormAt = Scale(Norm, h);
        var layers = new FunctionLayer[config.Layers];
        for (var i = 0; i < layers.Length; i++)
        {
            var prefix = $"{LayerPrefix}{i}.";
            layers[i] = new FunctionLayer(
                Linear(prefix + "attention.self.query", h, h),
                Linear(prefix + "attention.self.key", h, h),
                Linear(prefix + "attention.self.value", h, h),
                Linear(prefix + "attention.output.dense", h, h),
                Scale(prefix + "attention.output.LayerNorm", h),
                Linear(prefix + "intermediate.dense", h, f),
                Linear(prefix + "output.dense", f, h),
                Scale(prefix + "output.LayerNorm", h)
            );
        }
        Layers = layers;
        ClassifierAt = Linear(Classifier, config.ReadWidth, c);
        ImportanceAt = Linear(Importance, config.ReadWidth, c);
    }

    /// <summary>In the order of the buffer.</summary>
    public IReadOnlyList<(string Key, long[] Shape)> Tensors => _tensors;

    /// <summary>Numbers of the weights; the bias of each follows.</summary>
    public int ProjectionAt { get; }

    /// <summary>[P, H].</summary>
    public int PlacesAt { get; }

    /// <inheritdoc cref="ProjectionAt"/>
    public int NormAt { get; }

    public IReadOnlyList<FunctionLayer> Layers { get; }

    /// <inheritdoc cref="ProjectionAt"/>
    public int ClassifierAt { get; }

    /// <inheritdoc cref="ProjectionAt"/>
    public int ImportanceAt { get; }

    private int Linear(string name, long input, long output)
    {
        var at = Add(name + ".weight", output, input);
        Add(name + ".bias", output);
        return at;
    }

    private int Scale(string name, long width)
    {
        var at = Add(name + ".weight", width);
        Add(name + ".bias", width);
        return at;
    }

    private int Add(string key, params long[] shape)
    {
        _tensors.Add((key, shape));
        return _tensors.Count - 1;
    }
}

/// <summary>Numbers of the weights of an encoder layer; the bias of each follows.</summary>
internal sealed record FunctionLayer(int Query, int Key, int Value, int Output, int AttentionNorm, int Wide, int Narrow, int OutputNorm);
