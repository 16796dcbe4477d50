using Glm.Runtime;
using static TorchSharp.torch;

namespace Glm.Modeling;

/// <summary>Fills a model with fresh weights.</summary>
/// <remarks>H hidden size, A heads, d head size, P positions.</remarks>
internal static class FreshWeights
{
    /// <summary>
    /// Queries and keys of <see cref="GlmInitialization.Neighbours"/> start below unit scale: what a gene is should not drown where it
    /// stands.
    /// </summary>
    private const double ContentScale = 0.3;

    /// <summary>Predictions start below the scale of labels, so that the first steps need not unlearn them.</summary>
    private const double HeadScale = 0.3;

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
        if (scales is not null)
            foreach (var layer in model.Parameters.Layout.Layers)
                PointHeads(model, layer);
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
