using Glm.Runtime;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Glm.Proteins.LanguageModels.Models;

/// <summary>
/// ESM-2 (Lin et al. 2023): rotary positions, normalisation before attention and feed-forward, embeddings scaled for the share of masked
/// tokens. Not thread-safe.
/// </summary>
/// <remarks>
/// T tokens, D width, A heads, d = D/A, F feed-forward width, V = 33 tokens of the alphabet. Queries and keys keep the two numbers that a
/// rotary angle turns side by side (published models keep them d/2 apart): turning is then one multiplication of complex numbers, and
/// their products are the same.
/// </remarks>
public sealed class Esm2Model : ProteinLanguageModel
{
    /// <summary>The share of tokens that was masked in training, and how many of those became the mask token.</summary>
    private const double TrainedMaskShare = 0.15 * 0.8;

    private readonly Tensor _embedding; // [V, D]
    private readonly Layer[] _layers;
    private readonly (Tensor Weight, Tensor Bias) _lastNorm;
    private readonly Head? _head;
    private readonly (Tensor Weight, Tensor Bias)? _contacts; // [1, N·A], [1]
    private Tensor? _turns; // [positions, d/2] complex

    /// <param name="name">Of the model.</param>
    /// <param name="config">Its shape.</param>
    /// <param name="weights">Read here, all of them.</param>
    /// <param name="device">Where to compute.</param>
    /// <param name="precision">In which numbers.</param>
    /// <exception cref="GlmException">The weights do not fit.</exception>
    internal Esm2Model(string name, Esm2Config config, EncoderWeights weights, Device device, ScalarType precision)
        : base(name, ProteinAlphabet.Esm2, device, precision)
    {
        config.Validate(weights.Source);
        Config = config;
        var (d, f, v) = (config.Width, config.FeedForwardWidth, ProteinAlphabet.Esm2.Size);
        try
        {
            using var still = no_grad();
            using var scope = NewDisposeScope();
            _embedding = Keep(weights.Read("embed_tokens.weight", v, d));
            _layers = [.. Enumerable.Range(0, config.Layers).Select(layer => ReadLayer(weights, $"layers.{layer}."))];
            _lastNorm = ReadNorm(weights, "emb_layer_norm_after");
            if (weights.Has("lm_head.dense.weight"))
                _head = new Head(
                    Keep(weights.Read("lm_head.dense.weight", d, d)),
                    Keep(weights.Read("lm_head.dense.bias", d)),
                    ReadNorm(weights, "lm_head.layer_norm"),
                    Keep(weights.Read("lm_head.bias", v))
                );
            if (weights.Has("contact_head.regression.weight"))
                _contacts = (
                    Keep(weights.Read("contact_head.regression.weight", 1, config.Layers * config.Heads)),
                    Keep(weights.Read("contact_head.regression.bias", 1))
                );
            (Report, Checksum) = (weights.Finish(), weights.Checksum(config));
        }
        catch
        {
            Dispose();
            throw;
        }

        (Tensor, Tensor) ReadNorm(EncoderWeights from, string key) =>
            (Keep(from.Read(key + ".weight", d)), Keep(from.Read(key + ".bias", d)));
        Layer ReadLayer(EncoderWeights from, string prefix)
        {
            using var scope = NewDisposeScope();
            var (weight, bias) = (empty([3 * d, d]), empty([3 * d]));
            foreach (var (key, i) in new[] { ("q", 0), ("k", 1), ("v", 2) })
            {
                from.ReadInto(weight.narrow(0, i * d, d), $"{prefix}self_attn.{key}_proj.weight", d, d);
                from.ReadInto(bias.narrow(0, i * d, d), $"{prefix}self_attn.{key}_proj.bias", d);
            }
            var pairs = PairsSideBySide();
            return new Layer(
                ReadNorm(from, prefix + "self_attn_layer_norm"),
                Keep(weight.index_select(0, pairs)),
                Keep(bias.index_select(0, pairs)),
                Keep(from.Read(prefix + "self_attn.out_proj.weight", d, d)),
                Keep(from.Read(prefix + "self_attn.out_proj.bias", d)),
                ReadNorm(from, prefix + "final_layer_norm"),
                Keep(from.Read(prefix + "fc1.weight", f, d)),
                Keep(from.Read(prefix + "fc1.bias", f)),
                Keep(from.Read(prefix + "fc2.weight", d, f)),
                Keep(from.Read(prefix + "fc2.bias", d))
            );
        }
    }

    /// <summary>Its shape.</summary>
    public Esm2Config Config { get; }

    public override int Width => Config.Width;

    public override int Layers => Config.Layers;

    /// <summary>Whether it has a head that predicts residues.</summary>
    public bool PredictsResidues => _head is not null;

    /// <summary>Whether it has the regression that predicts contacts.</summary>
    public bool PredictsContacts => _contacts is not null;

    /// <summary>Scores of all tokens of the alphabet at every place, [T, V] in float32; their softmax is what it expects.</summary>
    /// <exception cref="GlmException">The file had no head.</exception>
    public Tensor Logits(TokenBatch batch) => Logits(batch, places: null);

    /// <summary>As above, at some places alone, [places, V].</summary>
    /// <param name="batch">Tokens.</param>
    /// <param name="places">Numbers of tokens of the batch; null for all.</param>
    internal Tensor Logits(TokenBatch batch, long[]? places)
    {
        if (_head is not { } head)
            throw new GlmException($"{Name}: it has no head that predicts residues. Use a file of the whole model.");
        using var still = no_grad();
        using var scope = NewDisposeScope();
        var x = Compute(batch, Layers);
        if (places is not null)
            x = x.index_select(0, tensor(places, device: Device));
        x = Norm(F.linear(x, head.Weight, head.Bias).gelu(), head.Norm);
        return F.linear(x, _embedding, head.OutputBias).to(ScalarType.Float32).MoveToOuterDisposeScope();
    }

    /// <summary>Attentions of one protein, [N, A, L, L] in float32, of all its tokens: rows are queries and add up to 1.</summary>
    public Tensor Attentions(byte[] tokens)
    {
        using var still = no_grad();
        using var scope = NewDisposeScope();
        var attentions = empty([Layers, Config.Heads, tokens.Length, tokens.Length], ScalarType.Float32, Device);
        Compute(new TokenBatch([tokens]), Layers, attentions);
        return attentions.MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Probabilities that two residues touch, [L, L] without the tokens before and after: a logistic regression on attentions, made
    /// symmetric and corrected for the average product of their rows and columns (Rao et al. 2021).
    /// </summary>
    /// <exception cref="GlmException">The files had no such regression.</exception>
    public Tensor Contacts(byte[] tokens)
    {
        if (_contacts is not var (weight, bias))
            throw new GlmException(
                $"{Name}: it has no regression for contacts. Put the file {Name}-contact-regression.pt beside the model's."
            );
        using var still = no_grad();
        using var scope = NewDisposeScope();
        var residues = tokens.Length - 2;
        var a = Attentions(tokens).narrow(2, 1, residues).narrow(3, 1, residues);
        a = a.reshape(Layers * Config.Heads, residues, residues);
        a = a.Plus(a.transpose(1, 2));
        var rows = a.sum([2], keepdim: true);
        var columns = a.sum([1], keepdim: true);
        a = a.Minus(rows.mul(columns).div(a.sum([1, 2], keepdim: true)));
        var score = weight.to(ScalarType.Float32).view(1, -1).mm(a.view(Layers * Config.Heads, -1)).Plus(bias.to(ScalarType.Float32));
        return score.view(residues, residues).sigmoid().MoveToOuterDisposeScope();
    }

    public override void Dispose()
    {
        base.Dispose();
        _turns?.Dispose();
    }

    private protected override Tensor Compute(TokenBatch batch, int layer) => Compute(batch, layer, attentions: null);

    private Tensor Compute(TokenBatch batch, int layer, Tensor? attentions)
    {
        var x = Embed(batch); // [T, D]
        var turns = TurnsOf(batch); // [T, 1, d/2] complex
        for (var i = 0; i < layer; i++)
        {
            using var scope = NewDisposeScope();
            var weights = _layers[i];
            var attended = Attend(batch, Norm(x, weights.AttentionNorm), weights, turns, attentions?[i]);
            x.addmm_(attended, weights.OutputWeight.t(), 1, 1).Add(weights.OutputBias);
            var hidden = F.linear(Norm(x, weights.FeedForwardNorm), weights.UpWeight, weights.UpBias).gelu_(); // [T, F]
            x.addmm_(hidden, weights.DownWeight.t(), 1, 1).Add(weights.DownBias);
        }
        return layer == Layers ? Norm(x, _lastNorm) : x;
    }

    private Tensor Embed(TokenBatch batch)
    {
        var x = _embedding.index_select(0, batch.TokensOn(Device));
        return Config.ScalesForMasks ? x.mul_(tensor(Scales(batch), [batch.Tokens.Length, 1], device: Device).to(Precision)) : x;
    }

    /// <summary>By what each token's embedding is multiplied: nothing is left of a masked one, and the others make up for it.</summary>
    private static float[] Scales(TokenBatch batch)
    {
        var scales = new float[batch.Tokens.Length];
        foreach (var group in batch.Groups)
            for (var start = group.Start; start < group.End; start += group.Length)
            {
                var tokens = batch.Tokens.AsSpan(start, group.Length);
                var masked = tokens.Count((byte)ProteinAlphabet.Esm2.Mask!.Value);
                var scale = (float)((1 - TrainedMaskShare) / (1 - ((double)masked / group.Length)));
                for (var i = 0; i < group.Length; i++)
                    scales[start + i] = tokens[i] == ProteinAlphabet.Esm2.Mask ? 0 : scale;
            }
        return scales;
    }

    /// <summary>
    /// [T, D] -> [T, D], all heads side by side, before the output's product; of a single protein also its attentions, [A, L, L].
    /// </summary>
    private Tensor Attend(TokenBatch batch, Tensor x, Layer weights, Tensor turns, Tensor? attentions)
    {
        var (t, a, d) = (x.shape[0], Config.Heads, Config.HeadWidth);
        var qkv = F.linear(x, weights.Weight, weights.Bias); // [T, 3D]
        if (Precision == ScalarType.Float32)
            qkv.narrow(1, 0, 2 * Width).view(t, 2 * a, d / 2, 2).view_as_complex().mul_(turns);
        else
        {
            var turned = qkv.narrow(1, 0, 2 * Width).to(ScalarType.Float32).view(t, 2 * a, d / 2, 2).view_as_complex().mul_(turns);
            qkv.narrow(1, 0, 2 * Width).copy_(turned.view_as_real().view(t, 2 * Width));
        }
        var attended = empty_like(x);
        foreach (var group in batch.Groups)
        {
            using var scope = NewDisposeScope();
            var (n, l) = (group.Count, group.Length);
            var heads = qkv.narrow(0, group.Start, n * l).view(n, l, 3, a, d).permute(2, 0, 3, 1, 4); // [3, n, A, L, d]
            Tensor context;
            if (attentions is null)
                context = F.scaled_dot_product_attention(heads[0], heads[1], heads[2]);
            else
            {
                var (q, k, v) = (heads[0].reshape(n * a, l, d), heads[1].reshape(n * a, l, d), heads[2].reshape(n * a, l, d));
                var scores = bmm(q, k.transpose(1, 2)).Times(1 / Math.Sqrt(d)).softmax(-1); // [nA, L, L]
                attentions.copy_(scores.narrow(0, 0, a));
                context = bmm(scores, v).view(n, a, l, d);
            }
            attended.narrow(0, group.Start, n * l).view(n, l, a, d).copy_(context.transpose(1, 2));
        }
        return attended;
    }

    /// <summary>e^(i·p·w) for the place p of each token and every angle w, [T, 1, d/2].</summary>
    private Tensor TurnsOf(TokenBatch batch)
    {
        if (_turns is null || _turns.shape[0] < batch.LongestLength)
        {
            _turns?.Dispose();
            using var scope = NewDisposeScope();
            var positions = (long)Math.Max(1024, System.Numerics.BitOperations.RoundUpToPowerOf2((uint)batch.LongestLength));
            var half = Config.HeadWidth / 2;
            var angles = new double[half];
            for (var i = 0; i < half; i++)
                angles[i] = Math.Pow(10_000, -(double)i / half);
            var turns = arange(positions, ScalarType.Float64).unsqueeze(1).mul(tensor(angles).unsqueeze(0));
            _turns = polar(ones_like(turns), turns).to(ScalarType.ComplexFloat32).to(Device).DetachFromDisposeScope();
        }
        return _turns.index_select(0, batch.PositionsOn(Device)).unsqueeze(1);
    }

    /// <summary>Rows of queries and keys so that what turns together stands side by side in each head; those of values stay.</summary>
    private Tensor PairsSideBySide()
    {
        var (d, half) = (Config.HeadWidth, Config.HeadWidth / 2);
        var rows = new long[3 * Width];
        for (var row = 0; row < rows.Length; row++)
        {
            var inHead = row % d;
            rows[row] = row < 2 * Width ? row - inHead + (inHead / 2) + (inHead % 2 * half) : row;
        }
        return tensor(rows);
    }

    private Tensor Norm(Tensor x, (Tensor Weight, Tensor Bias) norm) =>
        F.layer_norm(x, [Width], norm.Weight, norm.Bias, Esm2Config.Epsilon);

    /// <summary>The weights of a layer: products are x·Wᵀ + b.</summary>
    private sealed record Layer(
        (Tensor Weight, Tensor Bias) AttentionNorm,
        Tensor Weight,
        Tensor Bias,
        Tensor OutputWeight,
        Tensor OutputBias,
        (Tensor Weight, Tensor Bias) FeedForwardNorm,
        Tensor UpWeight,
        Tensor UpBias,
        Tensor DownWeight,
        Tensor DownBias
    );

    /// <summary>What predicts residues; its last product is with the embedding.</summary>
    private sealed record Head(Tensor Weight, Tensor Bias, (Tensor Weight, Tensor Bias) Norm, Tensor OutputBias);
}
