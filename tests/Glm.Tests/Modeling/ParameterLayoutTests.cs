using Glm.Modeling;
using Glm.Testing;

namespace Glm.Tests.Modeling;

public sealed class ParameterLayoutTests
{
    [Fact]
    public void Should_have_the_keys_and_shapes_of_the_published_checkpoint()
    {
        var published = File.ReadLines(Repository.Shared("golden", "glm-paper-config", "state_dict_keys.tsv"))
            .Skip(1)
            .Select(line => line.Split('\t'))
            .Select(field => (Key: field[0], Shape: string.Join('x', field[2].Split('x')), Live: field[3] == "live"))
            .ToArray();
        var layout = new ParameterLayout(GlmConfig.Paper);

        Assert.Equal(
            published.Where(row => row.Live).Select(row => $"{row.Key} {row.Shape}").Order(StringComparer.Ordinal),
            PublishedLayout
                .TensorsOf(layout)
                .Select(tensor => $"{tensor.Key} {string.Join('x', tensor.Slot.Shape)}")
                .Order(StringComparer.Ordinal)
        );
        Assert.Equal(332, layout.Slots.Count());
        Assert.Equal(278_867_988, layout.Count);
        Assert.Equal((999, 667), (published.Length, published.Count(row => PublishedLayout.IsDeadWeight(row.Key))));
        Assert.All(published, row => Assert.Equal(row.Live, PublishedLayout.IsLive(row.Key)));
        Assert.All(published, row => Assert.NotEqual(row.Live, PublishedLayout.IsDeadWeight(row.Key)));
    }

    [Fact]
    public void Should_cover_the_buffer_without_gap_or_overlap()
    {
        var layout = new ParameterLayout(SmallModel.Config);
        var next = 0L;
        foreach (var slot in layout.Slots)
        {
            Assert.Equal(next, slot.Offset);
            next += slot.Count;
        }
        Assert.Equal(layout.Count, next);
        Assert.Equal(layout.Count, layout.Leaves.Sum(leaf => leaf.Shape.Aggregate(1L, (a, b) => a * b)));
        Assert.Equal(layout.Slots, PublishedLayout.TensorsOf(layout).Select(tensor => tensor.Slot));
    }

    [Fact]
    public void Should_hand_out_the_tensors_of_a_layer_by_what_they_are()
    {
        using var model = SmallModel.Create();
        var layer = model.Parameters.Layout.Layers[1];
        var fused = SmallModel.Numbers(model.Parameters[layer.QueryKeyValue.Weight]);
        float[] Weight(WeightAndBias<ParameterSlot> pair)
        {
            using var view = model.Parameters.View(pair.Weight);
            return SmallModel.Numbers(view);
        }
        Assert.Equal(fused, Weight(layer.Query).Concat(Weight(layer.Key)).Concat(Weight(layer.Value)));
        var keys = PublishedLayout.TensorsOf(model.Parameters.Layout).ToDictionary(tensor => tensor.Slot, tensor => tensor.Key);
        Assert.Equal("roberta.roberta.encoder.layer.1.attention.self.key.bias", keys[layer.Key.Bias]);
        Assert.Equal("roberta.lm_head.dense_prob.weight", keys[model.Parameters.Layout.Head.Likelihoods.Weight]);
        Assert.Equal(model.Parameters.Layout.Count, model.Parameters.Layout.Head.Range.End);
    }

    [Fact]
    public void Should_keep_every_leaf_a_view_of_the_buffer()
    {
        using var model = GlmModel.Create(SmallModel.Config);
        model.Parameters.Values.zero_();
        Assert.All(model.Parameters.Leaves, leaf => Assert.All(SmallModel.Numbers(leaf), value => Assert.Equal(0, value)));
        _ = model.Parameters.Gradients;
        Assert.All(model.Parameters.Leaves, leaf => Assert.Equal(leaf.shape, leaf.grad!.shape));
        Assert.Same(model.Parameters.Gradients, model.Parameters.Gradients);
    }
}
