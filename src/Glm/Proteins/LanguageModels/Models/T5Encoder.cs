using Glm.Runtime;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Glm.Proteins.LanguageModels.Models;

/// <summary>
/// The encoder of ProtT5 (Elnaggar et al. 2022): attention with a bias for the distance of two residues, the same in all layers, and
/// nothing else that tells places. Not thread-safe.
/// </summary>
/// <remarks>T tokens, D width, A heads of d numbers, I = A·d, F feed-forward width.</remarks>
public sealed class T5Encoder : ProteinLanguageModel
{
    /// <summary>Numbers of biases that are made at a time: 64 MiB in float32.</summary>
    private const long MostBiases = 16L << 20;

    /// <summary>Numbers of biases that are kept for all layers: 256 MiB in float32.</summary>
    private const long MostKeptBiases = 64L << 20;

    private readonly Tensor _embedding; // [V, D]
    private readonly Tensor _distances; // [buckets, A] float32
    private readonly Layer[] _layers;
    private readonly Tensor _lastNorm; // [D]

    /// <inheritdoc cref="Esm2Model(string, Esm2Config, EncoderWeights, Device, ScalarType)"/>
    internal T5Encoder(string name, T5Config config, EncoderWeights weights, Device device, ScalarType precision)
        : base(name, ProteinAlphabet.ProtT5, device, precision)
    {
        config.Validate(weights.Source);
        Config = config;
        var (d, inner, f) = (config.Width, config.Heads * config.HeadWidth, config.FeedForwardWidth);
        try
        {
            using var still = no_grad();
            using var scope = NewDisposeScope();
            _embedding = Keep(weights.Read("shared.weight", ProteinAlphabet.ProtT5.Size, d));
            _distances = Keep(
                weights.Read("block.0.layer.0.SelfAttention.relative_attention_bias.weight", config.Buckets, config.Heads),
                ScalarType.Float32
            );
            _layers = [.. Enumerable.Range(0, config.Layers).Select(layer => ReadLayer($"block.{layer}.layer."))];
            _lastNorm = Keep(weights.Read("final_layer_norm.weight", d));
            (Report, Checksum) = (weights.Finish(), weights.Checksum(config));
        }
        catch
        {
            Dispose();
            throw;
        }

        Layer ReadLayer(string prefix)
        {
            using var scope = NewDisposeScope();
            var qkv = empty([3 * inner, d]);
            foreach (var (key, i) in new[] { ("q", 0), ("k", 1), ("v", 2) })
                weights.ReadInto(qkv.narrow(0, i * inner, inner), $"{prefix}0.SelfAttention.{key}.weight", inner, d);
            // Attention here divides by the root of d, and T5 does not.
            using (var queries = qkv.narrow(0, 0, inner))
                TensorArithmetic.With(Math.Sqrt(config.HeadWidth), queries.mul_);
            return new Layer(
                Keep(weights.Read(prefix + "0.layer_norm.weight", d)),
                Keep(qkv),
                Keep(weights.Read(prefix + "0.SelfAttention.o.weight", d, inner)),
                Keep(weights.Read(prefix + "1.layer_norm.weight", d)),
                Keep(weights.Read(prefix + "1.DenseReluDense.wi.weight", f, d)),
                Keep(weights.Read(prefix + "1.DenseReluDense.wo.weight", d, f))
            );
        }
    }

    /// <summary>Its shape.</summary>
    public T5Config Config { get; }

    public override int Width => Config.Width;

    public override int Layers => Config.Layers;

    private protected override Tensor Compute(TokenBatch batch, int layer)
    {
        var x = _embedding.index_select(0, batch.TokensOn(Device)); // [T, D]
        var biases = BiasesOf(batch);
        for (var i = 0; i < layer; i++)
        {
            using var scope = NewDisposeScope();
            var weights = _layers[i];
            x.addmm_(Attend(batch, Norm(x, weights.AttentionNorm), weights.Qkv, biases), weights.Output.t(), 1, 1);
            var hidden = F.linear(Norm(x, weights.FeedForwardNorm), weights.Up).relu_(); // [T, F]
            x.addmm_(hidden, weights.Down.t(), 1, 1);
        }
        return layer == Layers ? Norm(x, _lastNorm) : x;
    }

    /// <summary>The biases of each group, whole ones as far as there is room, which are made once for all layers.</summary>
    private Bias[] BiasesOf(TokenBatch batch)
    {
        var left = MostKeptBiases;
        return
        [
            .. batch.Groups.Select(group =>
            {
                using var scope = NewDisposeScope();
                var bias = BiasOf(group.Length);
                var size = (long)Config.Heads * group.Length * group.Length;
                var isWhole = BlockOf(group.Length) == group.Length && size <= left;
                if (isWhole)
                    left -= size;
                return new Bias((isWhole ? BiasOf(bias, 0, group.Length, group.Length) : bias).MoveToOuterDisposeScope(), isWhole);
            }),
        ];
    }

    /// <summary>Queries whose biases are made at a time.</summary>
    private int BlockOf(int length) => (int)Math.Clamp(MostBiases / ((long)Config.Heads * length), 1, length);

    /// <summary>[T, D] -> [T, I], all heads side by side, before the output's product.</summary>
    private Tensor Attend(TokenBatch batch, Tensor x, Tensor weight, Bias[] biases)
    {
        var (t, a, d) = (x.shape[0], Config.Heads, Config.HeadWidth);
        var qkv = F.linear(x, weight); // [T, 3I]
        var attended = empty([t, a * d], Precision, Device);
        for (var i = 0; i < biases.Length; i++)
        {
            using var scope = NewDisposeScope();
            var group = batch.Groups[i];
            var (n, l) = (group.Count, group.Length);
            var heads = qkv.narrow(0, group.Start, n * l).view(n, l, 3, a, d).permute(2, 0, 3, 1, 4); // [3, n, A, L, d]
            var context = Attend(heads[0], heads[1], heads[2], biases[i], l);
            attended.narrow(0, group.Start, n * l).view(n, l, a, d).copy_(context.transpose(1, 2));
        }
        return attended;
    }

    /// <summary>[n, A, L, d] each -> [n, A, L, d], some queries at a time: the bias of a long protein would not fit into memory.</summary>
    private Tensor Attend(Tensor q, Tensor k, Tensor v, Bias bias, int length)
    {
        if (bias.IsWhole)
            return F.scaled_dot_product_attention(q, k, v, bias.Values);
        var block = BlockOf(length);
        var parts = new List<Tensor>();
        for (var first = 0; first < length; first += block)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(block, length - first);
            var part = F.scaled_dot_product_attention(q.narrow(2, first, count), k, v, BiasOf(bias.Values, first, count, length));
            parts.Add(part.MoveToOuterDisposeScope());
        }
        return cat(parts, 2);
    }

    /// <summary>The bias of every distance in a protein of L tokens, [A, 2L-1] from key - query = -(L-1) on.</summary>
    private Tensor BiasOf(int length)
    {
        var buckets = new long[(2 * length) - 1];
        for (var i = 0; i < buckets.Length; i++)
            buckets[i] = Config.BucketOf(i - (length - 1));
        return _distances.index_select(0, tensor(buckets, device: Device)).t().to(Precision).contiguous();
    }

    /// <summary>The biases of some queries with all keys, [1, A, count, L].</summary>
    private static Tensor BiasOf(Tensor bias, int first, int count, int length)
    {
        // Row i reads the biases from -(first + i) on, one place further left than the row before.
        var a = bias.shape[0];
        var rows = bias.as_strided([a, count, length], [(2 * length) - 1, 1, 1], length - first - count);
        return rows.flip(1).unsqueeze(0);
    }

    /// <summary>Root mean square normalisation, without mean and bias, in float32.</summary>
    private Tensor Norm(Tensor x, Tensor weight)
    {
        using var scope = NewDisposeScope();
        var wide = x.to(ScalarType.Float32);
        var scale = wide.Squared().mean([1], keepdim: true).Plus(Config.Epsilon).rsqrt();
        return wide.mul(scale).to(Precision).mul_(weight).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// What attention adds for the distances in proteins of one length: [1, A, L, L] where it is whole, else [A, 2L-1], of which it is
    /// made.
    /// </summary>
    private readonly record struct Bias(Tensor Values, bool IsWhole);

    /// <summary>The weights of a layer: products are x·Wᵀ.</summary>
    private sealed record Layer(Tensor AttentionNorm, Tensor Qkv, Tensor Output, Tensor FeedForwardNorm, Tensor Up, Tensor Down);
}
