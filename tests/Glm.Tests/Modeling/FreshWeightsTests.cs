using Glm.Features;
using Glm.Genomes;
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

    [Fact]
    public void Should_begin_with_heads_of_later_layers_that_read_one_neighbour()
    {
        int[] offsets = [1, -1, 2, -2]; // of the gene that is read
        const int Length = 15;
        using var model = GlmModel.Create(Config with { Layers = 3 });
        using var batch = SmallModel.Batch([.. Enumerable.Repeat(Length, 16)], config: Config);
        using var output = model.Forward(batch, GlmOutputs.Attentions);
        foreach (var layer in output.Attentions!.Skip(1))
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

    /// <summary>
    /// Of the genes so many places away, a head of the first layer looks at the one that is read towards a masked gene, or away from it; a
    /// masked neighbour has no direction.
    /// </summary>
    [Theory]
    [InlineData(99, 512)]
    [InlineData(600, 256)] // more numbers than the hidden state has
    public void Should_begin_with_heads_that_follow_the_direction_of_reading(int proteinWidth, int hidden)
    {
        const int Windows = 20,
            Length = 12,
            Gene = 5;
        var config = GlmConfig.Genomes with { ProteinWidth = proteinWidth, HiddenSize = hidden, FeedForwardSize = 64 };
        var (features, random) = (new float[Windows * Length * config.FeatureWidth], new Random(2));
        for (var i = 0; i < features.Length; i++)
            features[i] =
                (i + 1) % config.FeatureWidth > 0 ? SmallModel.Normal(random) : Orientation.Of((Strand)((2 * random.Next(2)) - 1));
        float[] strands = [.. Enumerable.Range(0, Windows * Length).Select(gene => features[((gene + 1) * config.FeatureWidth) - 1])];
        var masked = new bool[Windows * Length];
        for (var window = 0; window < Windows; window++)
            (masked[(window * Length) + Gene], masked[(window * Length) + Gene + 1]) = (true, window % 4 == 0);
        var rows = new WindowRows(Windows, Length, features, [.. masked.Select(_ => 1f)], new float[masked.Length * config.LabelWidth]);
        using var model = GlmModel.Create(config);
        using var batch = GeneBatch.Masked(rows, masked);
        using var output = model.Forward(batch, GlmOutputs.Attentions);
        var attention = SmallModel.Numbers(output.Attentions![0]); // [B, A, L, L]
        for (var window = 0; window < Windows; window++)
        for (var head = 0; head < config.Heads; head++)
        {
            var away = (head / 2) + 1;
            int[] expected =
            [
                .. new[] { Gene - away, Gene + away }.Where(gene =>
                    !masked[(window * Length) + gene] && (strands[(window * Length) + gene] > 0 == gene < Gene) == (head % 2 == 0)
                ),
            ];
            if (expected.Length == 0)
                expected = [Gene];
            var first = ((((window * config.Heads) + head) * Length) + Gene) * Length;
            Assert.Contains(Enumerable.Range(0, Length).MaxBy(gene => attention[first + gene]), expected);
            Assert.True(expected.Sum(gene => attention[first + gene]) > 0.5, $"window {window}, head {head}");
        }
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
            var proteins = squares.narrow(0, 0, config.ProteinWidth).narrow(1, 0, config.ProteinWidth);
            Assert.True(proteins.allclose(torch.eye(config.ProteinWidth), atol: 1e-3), $"head {head}");
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
