using Glm.Arrays;
using Glm.Runtime;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Glm.Modeling.Sets;

/// <summary>
/// The Protein Set Transformer (Martin, Gitter, Anantharaman 2024): contextual vectors of the proteins of a scaffold, and by attentive
/// pooling one of the scaffold, whose mean over scaffolds is that of a genome. Computes in float32. Owns its weights; one thread at a
/// time.
/// </summary>
/// <remarks>
/// N proteins of S sets, d protein width, D = width with position and strand, D' output width, H heads. Normalisation is GraphNorm, over
/// the proteins of a set, so that one set never depends on another.
/// </remarks>
public sealed class ProteinSetTransformer : IDisposable
{
    private const double NormEpsilon = 1e-5;

    internal ProteinSetTransformer(string name, SetTransformerConfig config, SetTransformerLayout layout, FlatTensors weights) =>
        (Name, Config, Layout, Weights) = (name, config, layout, weights);

    /// <summary>Of the file that it was read from, or what made it.</summary>
    public string Name { get; private set; }

    /// <summary>Its shape.</summary>
    public SetTransformerConfig Config { get; }

    /// <summary>What loading found, key by key; null for a model with fresh weights.</summary>
    public CheckpointReport? LoadReport { get; internal init; }

    /// <summary>What had to be assumed while loading, in sentences; empty where the file said all.</summary>
    public IReadOnlyList<string> Remarks { get; internal init; } = [];

    /// <summary>How many numbers it has.</summary>
    public long ParameterCount => Weights.Values.shape[0];

    internal SetTransformerLayout Layout { get; }

    internal FlatTensors Weights { get; }

    /// <summary>A model with fresh weights, drawn as PyTorch does. The same seed gives the same weights.</summary>
    /// <exception cref="GlmException">The configuration describes no model.</exception>
    public static ProteinSetTransformer Create(SetTransformerConfig config, long seed = 1)
    {
        NativeTorch.Ensure();
        var layout = new SetTransformerLayout(config);
        var model = new ProteinSetTransformer("fresh weights", config, layout, new FlatTensors(layout.Shapes, CPU));
        using var still = no_grad();
        using var generator = new Generator((ulong)seed, CPU);
        foreach (var tensor in layout.Tensors)
        {
            using var scope = NewDisposeScope();
            var target = model.View(tensor);
            var isNorm = tensor.Key.Contains("norm", StringComparison.Ordinal);
            if (isNorm)
                TensorArithmetic.With(tensor.Key.EndsWith("bias", StringComparison.Ordinal) ? 0 : 1, target.fill_);
            else if (tensor.Key is SetTransformerLayout.Positions or SetTransformerLayout.Strands)
                target.copy_(empty(tensor.Shape).normal_(0, 1, generator));
            else if (tensor.Key.EndsWith("seed", StringComparison.Ordinal))
                target.copy_(empty(tensor.Shape).normal_(0, Math.Sqrt(2.0 / tensor.Shape.Sum()), generator));
            else
            {
                // Linear maps: both weight and bias are uniform within 1 / sqrt(inputs).
                var bound = 1 / Math.Sqrt(layout.Shapes[tensor.Shape.Length == 2 ? tensor.Leaf : tensor.Leaf - 1][1]);
                target.copy_(empty(tensor.Shape).uniform_(-bound, bound, generator));
            }
        }
        return model;
    }

    /// <inheritdoc cref="SetTransformerFile.Open"/>
    public static ProteinSetTransformer Load(string path) => SetTransformerFile.Open(path);

    /// <summary>Writes it as .safetensors (see <see cref="SetTransformerFile.Write"/>), whose name it has from then on.</summary>
    /// <exception cref="GlmException">The name ends otherwise, or the file cannot be written.</exception>
    public void Save(string path)
    {
        SetTransformerFile.Write(path, this);
        Name = Path.GetFileName(path);
    }

    public void Dispose() => Weights.Dispose();

    /// <summary>What the encoder reads: [N, d] proteins, [N] strands (0 reverse, 1 forward) -> [N, D].</summary>
    internal Tensor Embed(Tensor proteins, Tensor strands, SetBatch batch) =>
        cat([proteins, Weights[Layout.Position].index_select(0, batch.Places), Weights[Layout.Strand].index_select(0, strands)], dim: 1);

    /// <summary>Reads sets. Gradients are recorded unless the caller forbids it.</summary>
    /// <param name="x">[N, D] from <see cref="Embed"/>.</param>
    /// <param name="batch">Which rows make up which set.</param>
    /// <param name="training">Whether dropout is on.</param>
    /// <param name="layers">Receives the output of each layer, [N, D'].</param>
    internal SetOutput Forward(Tensor x, SetBatch batch, bool training = false, List<Tensor>? layers = null)
    {
        using var scope = NewDisposeScope();
        var skipped = training && Config.LayerDropout > 0 ? rand(Config.Layers).data<float>().ToArray() : null;
        var read = x;
        for (var i = 0; i < Config.Layers; i++)
        {
            // A projecting layer cannot be skipped: the next one reads what it makes.
            if (skipped is null || skipped[i] > Config.LayerDropout || (i == 0 && Config.OutputWidth != Config.Width))
            {
                var made = Layer(Layout.Layers[i], read, batch, training);
                if (!ReferenceEquals(read, x))
                    read.Dispose(); // deep models would keep a copy per layer
                read = made;
            }
            layers?.Add(read.alias().MoveToOuterDisposeScope());
        }
        var context = Norm(Layout.FinalNorm, read, batch); // [N, D']
        if (Layout.Decoder is not { } decoder)
            return new SetOutput(context.MoveToOuterDisposeScope(), batch.Means(context).MoveToOuterDisposeScope(), null);
        var (pooled, shares) = Pool(decoder, context, batch, training); // [S, D'], [N, H]
        var sets = Linear(decoder.HeadNarrow, Drop(F.gelu(Linear(decoder.HeadWide, pooled)), training));
        return new SetOutput(context.MoveToOuterDisposeScope(), sets.MoveToOuterDisposeScope(), shares.MoveToOuterDisposeScope());
    }

    /// <summary>A checkpoint's tensor as a view into the weights, without gradient; belongs to the caller's dispose scope.</summary>
    internal Tensor View(SetTensor tensor) => View(Weights[tensor.Leaf].detach(), tensor);

    /// <summary>The same rows of any tensor that is laid out as a leaf, its gradient for example.</summary>
    internal static Tensor View(Tensor leaf, SetTensor tensor) => leaf.narrow(0, tensor.FirstRow, tensor.Shape[0]);

    /// <summary>[N, D] -> [N, D'].</summary>
    private Tensor Layer(SetLayer layer, Tensor x, SetBatch batch, bool training)
    {
        using var scope = NewDisposeScope();
        var attended = Attend(Linear(layer.QueryKeyValue, Norm(layer.InputNorm, x, batch)), batch); // [N, D]
        var r = attended.Plus(x);
        var made = FeedForward(layer.Wide, layer.Narrow, Norm(layer.OutputNorm, r, batch), training); // [N, D']
        // Where a layer narrows, each channel gets the mean of what would not fit.
        var kept = made.shape[1] == r.shape[1] ? r : r.mean([1], keepdim: true);
        return made.Plus(kept).MoveToOuterDisposeScope();
    }

    /// <summary>[N, 3D] queries, keys and values -> [N, D].</summary>
    private Tensor Attend(Tensor qkv, SetBatch batch)
    {
        using var scope = NewDisposeScope();
        var width = qkv.shape[1] / 3;
        var made = new List<Tensor>(batch.Tiles.Groups.Count);
        foreach (var group in batch.Tiles.Groups)
        {
            var own = qkv.index_select(0, group.Queries).view(group.Count, -1, 3, Config.Heads, width / Config.Heads);
            var seen = group.Keys is null
                ? own
                : qkv.index_select(0, group.Keys).view(group.Count, -1, 3, Config.Heads, width / Config.Heads);
            made.Add(
                F.scaled_dot_product_attention(Part(own, 0), Part(seen, 1), Part(seen, 2), group.Seen) // [T, H, Q, D/H]
                    .transpose(1, 2)
                    .reshape(-1, width)
            );
        }
        var all = made.Count == 1 ? made[0] : cat(made, 0);
        return (batch.Tiles.Order is { } order ? all.index_select(0, order) : all).MoveToOuterDisposeScope();

        // [T, rows, 3, H, D/H] -> [T, H, rows, D/H]
        static Tensor Part(Tensor rows, long number) => rows.select(2, number).transpose(1, 2);
    }

    /// <summary>[N, D'] -> the pooled sets [S, D'] and each protein's shares [N, H].</summary>
    private (Tensor Pooled, Tensor Shares) Pool(SetDecoder decoder, Tensor context, SetBatch batch, bool training)
    {
        using var scope = NewDisposeScope();
        var (n, heads) = (context.shape[0], Config.Heads);
        var headWidth = Config.OutputWidth / heads;
        var z = F.gelu(Linear(decoder.Input, context)); // [N, D']
        var k = Norm(decoder.InputNorm, z, batch);
        // As published: a product of the sums over a head's query and key, no product of vectors.
        var query = Linear(decoder.Query, Weights[decoder.Seed]).view(1, heads, headWidth).sum(-1); // [1, H]
        var key = Linear(decoder.Key, k).view(n, heads, headWidth).sum(-1); // [N, H]
        var shares = batch.Softmax(key.mul(query).Over(Math.Sqrt(headWidth))); // [N, H]
        var value = Linear(decoder.Value, k).view(n, heads, headWidth).mul(shares.unsqueeze(-1)).view(n, -1);
        var u = value.Plus(z);
        var w = u.Plus(FeedForward(decoder.Wide, decoder.Narrow, Norm(decoder.OutputNorm, u, batch), training));
        return (batch.Means(w).MoveToOuterDisposeScope(), shares.MoveToOuterDisposeScope());
    }

    private Tensor FeedForward(SetLinear wide, SetLinear narrow, Tensor x, bool training) =>
        Linear(narrow, Drop(F.gelu(Linear(wide, x)), training));

    private Tensor Drop(Tensor x, bool training) => training ? Dropout.Apply(x, Config.Dropout) : x;

    private Tensor Linear(SetLinear map, Tensor x) => F.linear(x, Weights[map.Weight], Weights[map.Bias]);

    /// <summary>GraphNorm: each channel of a set without a learned part of its mean, scaled to unit mean square.</summary>
    private Tensor Norm(SetNorm norm, Tensor x, SetBatch batch)
    {
        using var scope = NewDisposeScope();
        var y = x.Minus(batch.Spread(batch.Means(x).mul(Weights[norm.MeanScale])));
        var scale = Weights[norm.Weight].div(batch.Means(y.mul(y)).Plus(NormEpsilon).sqrt()); // [S, C]
        return y.mul(batch.Spread(scale)).Plus(Weights[norm.Bias]).MoveToOuterDisposeScope();
    }
}
