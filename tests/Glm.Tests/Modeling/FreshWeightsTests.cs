using Glm.Modeling;
using TorchSharp;

namespace Glm.Tests.Modeling;

public sealed class FreshWeightsTests
{
    private static readonly GlmConfig Config = SmallModel.Config with
    {
        HiddenSize = 64,
        Heads = 4,
        Initialization = GlmInitialization.Neighbours,
    };

    [Fact]
    public void Should_give_the_same_weights_for_a_seed()
    {
        using GlmModel first = GlmModel.Create(Config, 5),
            second = GlmModel.Create(Config, 5),
            other = GlmModel.Create(Config, 6);
        var weights = SmallModel.Numbers(first.Parameters.Values);
        Assert.Equal(weights, SmallModel.Numbers(second.Parameters.Values));
        Assert.NotEqual(weights, SmallModel.Numbers(other.Parameters.Values));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Should_begin_with_heads_that_read_one_neighbour(int layers)
    {
        int[] offsets = [1, -1, 2, -2]; // of the gene that is read
        const int Length = 15;
        using var model = GlmModel.Create(Config with { Layers = layers });
        using var batch = SmallModel.Batch([.. Enumerable.Repeat(Length, 16)], config: Config);
        using var output = model.Forward(batch, GlmOutputs.Attentions);
        foreach (var layer in output.Attentions!)
        {
            var numbers = SmallModel.Numbers(layer); // [B, A, L, L]
            for (var head = 0; head < Config.Heads; head++)
            {
                var best = Enumerable.Range(-6, 13).MaxBy(offset => Mean(numbers, head, offset));
                // Row P-1+i-j belongs to query i and key j: the bias of an even head points one way, of an odd one the other.
                Assert.Equal(-offsets[head], best);
                Assert.True(Mean(numbers, head, best) > 3.0 / Length);
            }
        }

        double Mean(float[] numbers, int head, int offset) =>
            (
                from window in Enumerable.Range(0, 16)
                from gene in Enumerable.Range(6, Length - 12)
                select (double)numbers[(((((window * Config.Heads) + head) * Length) + gene) * Length) + gene + offset]
            ).Average();
    }

    [Fact]
    public void Should_keep_the_scale_of_what_a_layer_reads_at_any_width()
    {
        foreach (var width in new[] { 32, 256 })
        {
            var config = SmallModel.Config with
            {
                ProteinWidth = 200,
                HiddenSize = width,
                Heads = 4,
                FeedForwardSize = 4 * width,
                Initialization = GlmInitialization.Neighbours,
            };
            using var model = GlmModel.Create(config);
            using var scope = torch.NewDisposeScope();
            using var batch = SmallModel.Batch([10, 10], config: config);
            Assert.InRange(model.Project(batch.Features).std().item<float>(), 0.8, 1.2);
        }
    }

    /// <summary>Distances between proteins are the same in what a head hands on, where it has a number for each of theirs.</summary>
    [Fact]
    public void Should_hand_proteins_on_undistorted()
    {
        var config = GlmConfig.Genomes with { ProteinWidth = 99, LabelWidth = 100 };
        using var model = GlmModel.Create(config);
        using var scope = torch.NewDisposeScope();
        var layer = model.Parameters.Layout.Layers[0];
        var input = model.Parameters[model.Parameters.Layout.Input.Weight]; // [H, D]
        var value = model.Parameters.View(layer.Value.Weight); // [H, H]
        for (var head = 0; head < config.Heads; head++)
        {
            var map = value.narrow(0, head * config.HeadSize, config.FeatureWidth).mm(input); // [D, D]
            var squares = map.t().mm(map) * ((double)config.FeatureWidth / config.HiddenSize);
            Assert.True(squares.allclose(torch.eye(config.FeatureWidth), atol: 1e-4), $"head {head}");
        }
        var features = model.Parameters[layer.FeedForwardIn.Weight]; // [F, H]
        Assert.Equal((long)config.FeedForwardSize * config.HeadSize, features.count_nonzero().item<long>());
        Assert.Equal(0, model.Parameters[layer.FeedForwardOut.Weight].count_nonzero().item<long>());
    }

    [Fact]
    public void Should_leave_published_weights_as_they_were()
    {
        using var model = GlmModel.Create(SmallModel.Config);
        using var biases = model.Parameters.View(model.Parameters.Layout.Layers[0].Query.Bias);
        Assert.All(SmallModel.Numbers(biases), bias => Assert.Equal(0, bias));
        using var distances = model.Parameters.View(model.Parameters.Layout.Layers[0].Distances.Slots[0]);
        Assert.InRange(distances.std().item<float>(), 0.015, 0.025);
    }

    [Fact]
    public void Should_make_a_model_of_windows_of_one_gene()
    {
        using var model = GlmModel.Create(Config with { MaxPositions = 1, MaxGenes = 1 });
        Assert.True(model.Parameters.AreFinite());
    }
}
