namespace Glm.Modeling.Sets;

/// <summary>A tensor of a checkpoint: rows of a leaf.</summary>
/// <param name="Key">As PST calls it.</param>
/// <param name="Leaf">Number of the leaf.</param>
/// <param name="FirstRow">Of the leaf.</param>
/// <param name="Shape">Sizes.</param>
internal sealed record SetTensor(string Key, int Leaf, long FirstRow, long[] Shape);

/// <summary>Numbers of the leaves of a linear map: weight [out, in], bias [out].</summary>
internal readonly record struct SetLinear(int Weight, int Bias);

/// <summary>Numbers of the leaves of a GraphNorm, each [width].</summary>
internal readonly record struct SetNorm(int Weight, int Bias, int MeanScale);

/// <summary>Numbers of the leaves of an encoder layer.</summary>
internal sealed record SetLayer(SetNorm InputNorm, SetLinear QueryKeyValue, SetNorm OutputNorm, SetLinear Wide, SetLinear Narrow);

/// <summary>Numbers of the leaves of the decoder.</summary>
internal sealed record SetDecoder(
    SetLinear Input,
    int Seed,
    SetLinear Query,
    SetLinear Key,
    SetLinear Value,
    SetNorm InputNorm,
    SetNorm OutputNorm,
    SetLinear Wide,
    SetLinear Narrow,
    SetLinear HeadWide,
    SetLinear HeadNarrow
);

/// <summary>
/// The tensors of a protein set transformer: what it computes with (leaves; queries, keys and values of a layer are one), and what a
/// checkpoint calls their parts. The only place that knows those names.
/// </summary>
/// <remarks>d protein width, e place width, D = d + 2e, D' output width.</remarks>
internal sealed class SetTransformerLayout
{
    public const string Positions = "positional_embedding._embedding.weight";
    public const string Strands = "strand_embedding.weight";

    private const string Genomic = "model.encoder.";
    private const string EncoderOnly = "model.";

    private readonly List<long[]> _shapes = [];
    private readonly List<SetTensor> _tensors = [];

    public SetTransformerLayout(SetTransformerConfig config)
    {
        config.Validate();
        Position = Leaf(Positions, config.MaxProteins, config.PlaceWidth);
        Strand = Leaf(Strands, 2, config.PlaceWidth);
        var (encoder, output) = (config.HasDecoder ? Genomic : EncoderOnly, (long)config.OutputWidth);
        var layers = new SetLayer[config.Layers];
        for (var i = 0; i < layers.Length; i++)
        {
            var (prefix, width) = ($"{encoder}layers.{i}.", i == 0 ? (long)config.Width : output);
            layers[i] = new SetLayer(
                Norm(prefix + "norm_input", width),
                Linear(width, width, prefix + "linQ", prefix + "linK", prefix + "linV"),
                Norm(prefix + "normO", width),
                Linear(width, width, prefix + "linO.lins.0"),
                Linear(width, output, prefix + "linO.lins.1")
            );
        }
        Layers = layers;
        FinalNorm = Norm(encoder + "final_norm", output);
        if (config.HasDecoder)
            Decoder = new SetDecoder(
                Linear(output, output, "model.decoder.linear"),
                Leaf("model.decoder.pool.seed", 1, output),
                Linear(output, output, "model.decoder.pool.linQ"),
                Linear(output, output, "model.decoder.pool.linK"),
                Linear(output, output, "model.decoder.pool.linV"),
                Norm("model.decoder.pool.normKV", output),
                Norm("model.decoder.pool.normO", output),
                Linear(output, output, "model.decoder.pool.linO.lins.0"),
                Linear(output, output, "model.decoder.pool.linO.lins.1"),
                Linear(output, output, "model.decoder.mlp.lins.0"),
                Linear(output, output, "model.decoder.mlp.lins.1")
            );
    }

    /// <summary>Sizes of the leaves, in the order of the buffer.</summary>
    public IReadOnlyList<long[]> Shapes => _shapes;

    /// <summary>The tensors of a checkpoint, in the order of the buffer.</summary>
    public IReadOnlyList<SetTensor> Tensors => _tensors;

    /// <summary>[positions, e].</summary>
    public int Position { get; }

    /// <summary>[2, e], the reverse strand first.</summary>
    public int Strand { get; }

    public IReadOnlyList<SetLayer> Layers { get; }

    /// <summary>After the last layer.</summary>
    public SetNorm FinalNorm { get; }

    /// <summary>Null for a model of proteins alone.</summary>
    public SetDecoder? Decoder { get; }

    private SetLinear Linear(long input, long output, params string[] names)
    {
        var (weight, bias) = (_shapes.Count, _shapes.Count + 1);
        _shapes.Add([names.Length * output, input]);
        _shapes.Add([names.Length * output]);
        for (var i = 0; i < names.Length; i++)
        {
            _tensors.Add(new SetTensor(names[i] + ".weight", weight, i * output, [output, input]));
            _tensors.Add(new SetTensor(names[i] + ".bias", bias, i * output, [output]));
        }
        return new SetLinear(weight, bias);
    }

    private SetNorm Norm(string name, long width) =>
        new(Leaf(name + ".weight", width), Leaf(name + ".bias", width), Leaf(name + ".mean_scale", width));

    private int Leaf(string key, params long[] shape)
    {
        _tensors.Add(new SetTensor(key, _shapes.Count, 0, shape));
        _shapes.Add(shape);
        return _shapes.Count - 1;
    }
}
