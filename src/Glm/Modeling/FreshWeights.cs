using Glm.Features;
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

    /// <summary>The score of a gene itself where no neighbour looks its way, as a share of the score of one that does.</summary>
    private const double SelfScore = 0.5;

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
        ReadProteins(model, layers[0], generator);
        FollowReading(model, layers[0]);
        foreach (var layer in layers.Skip(1))
            PointHeads(model, layer);
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
    /// Points the heads of the first layer along the direction in which genes are read: an even head at the gene n places away that is
    /// read towards this one, an odd head at that which is read away from it, whichever side it is on; where there is none, at the gene
    /// itself. What stands before and behind a family is then learned once for both strands.
    /// </summary>
    private static void FollowReading(GlmModel model, LayerParameters layer)
    {
        var (parameters, config) = (model.Parameters, model.Config);
        var (h, width, d, reach) = (config.HiddenSize, config.FeatureWidth, config.HeadSize, config.MaxPositions - 1);
        if (reach == 0)
            return; // windows of one gene have no neighbours
        using var scope = NewDisposeScope();
        // One direction of the hidden state tells the strand, and of a masked gene, whose numbers are all the same, nothing. Its mean is
        // 0, so that normalisation leaves it alone.
        var input = parameters[parameters.Layout.Input.Weight]; // [H, D]
        var orientation = input.select(1, width - 1); // [H]
        var direction = nn.functional.normalize(orientation.Minus(orientation.mean()), dim: 0);
        var contrast = full(width, -1.0 / (width - 1), device: model.Device);
        contrast.narrow(0, width - 1, 1).copy_(ones(1, device: model.Device));
        var scale = Math.Sqrt((double)h / width);
        input.copy_(input.Minus(direction.outer(direction.unsqueeze(0).mm(input).squeeze(0).Minus(contrast.Times(scale)))));

        var distances = parameters.View(layer.Distances.Slots[0]); // [2P-1, d]
        var farthest = Math.Min(reach, (config.Heads + 1) / 2);
        var near = distances.narrow(0, reach - farthest, (2 * farthest) + 1);
        if (near.shape[0] <= d)
        {
            var basis = linalg.qr(near.cpu().t()).Q.to(model.Device); // [d, 2n+1]
            distances.copy_(distances.Minus(distances.mm(basis).mm(basis.t()))); // so that no other neighbour is mistaken for these
            near.copy_(basis.t().Times(Math.Sqrt(d)));
        }
        var (key, query) = (parameters.View(layer.Key.Weight), parameters.View(layer.Query.Bias)); // [H, H], [H]
        var strand = direction.Times(1 / (scale * Orientation.Forward));
        for (var head = 0; head < config.Heads; head++)
        {
            var away = (head / 2 % reach) + 1;
            var towards = distances[reach + away].Minus(distances[reach - away]).Times(head % 2 == 0 ? 1 : -1); // [d]
            key.narrow(0, (long)head * d, d).Add(towards.outer(strand));
            query.narrow(0, (long)head * d, d).copy_(distances[reach].Times(SelfScore));
        }
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
