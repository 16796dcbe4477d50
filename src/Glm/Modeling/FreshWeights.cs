using Glm.Runtime;
using static TorchSharp.torch;

namespace Glm.Modeling;

/// <summary>Fills a model with fresh weights.</summary>
/// <remarks>D feature width, H hidden size, A heads, d head size, F feed-forward size, P positions.</remarks>
internal static class FreshWeights
{
    /// <summary>
    /// Queries and keys of <see cref="GlmInitialization.Neighbours"/> start below unit scale: what a gene is should not drown where it
    /// stands.
    /// </summary>
    private const double ContentScale = 0.3;

    /// <summary>Predictions start below the scale of labels, so that the first steps need not unlearn them.</summary>
    private const double HeadScale = 0.3;

    /// <summary>Standard deviation of a feature of the first feed-forward block, before its bias.</summary>
    private const double FeatureDeviation = 3;

    /// <summary>Below which a feature is off.</summary>
    private const double FeatureBias = -2.5;

    /// <summary>The same seed gives the same weights.</summary>
    public static void Fill(GlmModel model, long seed)
    {
        using var still = no_grad();
        using var generator = new Generator((ulong)seed, CPU);
        var config = model.Config;
        var scales = config.Initialization == GlmInitialization.Neighbours ? Scales(model.Parameters.Layout, config) : null;
        foreach (var slot in model.Parameters.Layout.Slots)
        {
            using var scope = NewDisposeScope(); // one per tensor, or the model would be in memory twice
            var target = model.Parameters.View(slot);
            if (slot.Fill != ParameterFill.Normal)
                TensorArithmetic.With(slot.Fill == ParameterFill.Ones ? 1 : 0, target.fill_);
            else
                target.copy_(
                    empty(slot.Shape)
                        .normal_(0, scales?.GetValueOrDefault(slot, config.InitializerRange) ?? config.InitializerRange, generator)
                );
        }
        if (scales is null)
            return;
        var layers = model.Parameters.Layout.Layers;
        foreach (var layer in layers)
            PointHeads(model, layer);
        ReadProteins(model, layers[0], generator);
        model.Parameters[layers[^1].FeedForwardOut.Weight].zero_();
    }

    /// <summary>The standard deviation of each weight that does not have the configuration's.</summary>
    private static Dictionary<ParameterSlot, double> Scales(ParameterLayout layout, GlmConfig config)
    {
        var scales = new Dictionary<ParameterSlot, double>();
        Keep(layout.Input.Weight, 1);
        foreach (var layer in layout.Layers)
        {
            Keep(layer.AttentionOut.Weight, 1);
            Keep(layer.FeedForwardIn.Weight, 1);
            Keep(layer.FeedForwardOut.Weight, 1);
            foreach (var (map, scale) in new[] { (layer.Query, ContentScale), (layer.Key, ContentScale), (layer.Value, 1) })
                scales[map.Weight] = scale / Math.Sqrt(config.HiddenSize);
            scales[layer.Distances.Slots[0]] = 1;
        }
        Keep(layout.Head.Both.Weight, HeadScale);
        return scales;

        void Keep(ParameterLeaf weight, double scale)
        {
            foreach (var slot in weight.Slots)
                scales[slot] = scale / Math.Sqrt(weight.Shape[^1]);
        }
    }

    /// <summary>
    /// Lets each head of the first layer hand on the proteins that it reads, turned but not distorted as far as there is room for them,
    /// and each feature of the feed-forward block look at one head, so that it says something of one neighbour: it is on for a fifth of
    /// all proteins, as the features of a random-feature regression are that can tell families apart.
    /// </summary>
    private static void ReadProteins(GlmModel model, LayerParameters layer, Generator generator)
    {
        using var scope = NewDisposeScope();
        var (parameters, config) = (model.Parameters, model.Config);
        long h = config.HiddenSize,
            width = config.FeatureWidth,
            d = config.HeadSize;
        var weight = parameters[parameters.Layout.Input.Weight]; // [H, D]
        var input = width <= h ? Orthonormal(h, width) : weight.cpu().Times(Math.Sqrt((double)width / h));
        if (width <= h)
            weight.copy_(input.Times(Math.Sqrt((double)h / width)));
        var value = parameters.View(layer.Value.Weight); // [H, H]
        for (long head = 0; head < config.Heads; head++)
        for (long first = 0; first < d; first += width)
        {
            var count = Math.Min(width, d - first);
            value.narrow(0, (head * d) + first, count).copy_(Orthonormal(width, count).t().mm(input.t()));
        }
        parameters[layer.AttentionOut.Weight].copy_(eye(h));

        var features = parameters[layer.FeedForwardIn.Weight]; // [F, H]
        features.zero_();
        for (long head = 0; head < config.Heads; head++)
        {
            var (first, end) = (head * config.FeedForwardSize / config.Heads, (head + 1) * config.FeedForwardSize / config.Heads);
            features
                .narrow(0, first, end - first)
                .narrow(1, head * d, d)
                .copy_(empty(end - first, d).normal_(0, FeatureDeviation / Math.Sqrt(d), generator));
        }
        TensorArithmetic.With(FeatureBias, parameters[layer.FeedForwardIn.Bias].fill_);

        Tensor Orthonormal(long rows, long columns) => linalg.qr(empty(rows, columns).normal_(0, 1, generator)).Q;
    }

    /// <summary>
    /// Gives the queries of each head a bias along the distance vector of one neighbour: that neighbour's score begins √d above the
    /// others', which vary by about 1.
    /// </summary>
    private static void PointHeads(GlmModel model, LayerParameters layer)
    {
        var (d, reach) = (model.Config.HeadSize, model.Config.MaxPositions - 1);
        if (reach == 0)
            return; // windows of one gene have no neighbours
        using var scope = NewDisposeScope();
        var bias = model.Parameters.View(layer.Query.Bias); // [H]
        var distances = model.Parameters.View(layer.Distances.Slots[0]); // [2P-1, d]
        for (var head = 0; head < model.Config.Heads; head++)
        {
            var away = (head / 2 % reach) + 1;
            var row = distances[reach + (head % 2 == 0 ? away : -away)]; // [d]
            var length = row.norm().item<float>();
            TensorArithmetic.With(length > 0 ? Math.Sqrt(d) / length : 0, scale =>
                bias.narrow(0, (long)head * d, d).copy_(row.mul(scale))
            );
        }
    }
}
