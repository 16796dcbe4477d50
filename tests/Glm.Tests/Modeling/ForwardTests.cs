using Glm.Modeling;
using Glm.Runtime;
using Glm.Tests.Training;
using TorchSharp;

namespace Glm.Tests.Modeling;

[Collection(RandomState.Name)]
public sealed class ForwardTests
{
    private const GlmOutputs Everything = GlmOutputs.HiddenStates | GlmOutputs.Attentions | GlmOutputs.Predictions;

    [Fact]
    public void Should_make_the_same_weights_from_the_same_seed_only()
    {
        using var first = GlmModel.Create(SmallModel.Config, seed: 7);
        using var same = GlmModel.Create(SmallModel.Config, seed: 7);
        using var other = GlmModel.Create(SmallModel.Config, seed: 8);
        Assert.Equal(SmallModel.Weights(first), SmallModel.Weights(same));
        Assert.NotEqual(SmallModel.Weights(first), SmallModel.Weights(other));
        using var negative = GlmModel.Create(SmallModel.Config, seed: -1);
        Assert.NotEqual(SmallModel.Weights(first), SmallModel.Weights(negative));
    }

    [Fact]
    public void Should_read_masked_genes_alone_as_among_all()
    {
        using var model = SmallModel.Create();
        bool[] masked = [.. Enumerable.Range(0, 24).Select(position => position % 5 == 2)];
        using var batch = SmallModel.Batch([8, 5, 8], masked: masked);
        using var scope = torch.NewDisposeScope();
        using var output = model.Forward(batch, GlmOutputs.None);
        var expected = output.LastHidden.view(24, -1).index_select(0, batch.MaskedRows!);
        Assert.Equal(batch.MaskedRows!.shape[0], expected.shape[0]);
        var actual = model.ForwardMasked(batch, training: false);
        Assert.True(SmallModel.Difference(SmallModel.Numbers(expected), SmallModel.Numbers(actual)) < 1e-5);
    }

    [Fact]
    public void Should_begin_as_the_publication_says()
    {
        using var model = GlmModel.Create(SmallModel.Config with { HiddenSize = 64, ProteinWidth = 200 });
        foreach (var (key, slot) in PublishedLayout.TensorsOf(model.Parameters.Layout))
        {
            using var view = model.Parameters.View(slot);
            var values = SmallModel.Numbers(view);
            if (key.EndsWith("bias", StringComparison.Ordinal))
                Assert.All(values, value => Assert.Equal(0, value));
            else if (key.Contains("LayerNorm"))
                Assert.All(values, value => Assert.Equal(1, value));
            else if (values.Length > 5000)
            {
                Assert.Equal(0, values.Average(), 1e-3);
                Assert.Equal(0.02, Math.Sqrt(values.Average(value => (double)value * value)), 1e-3);
            }
        }
    }

    [Fact]
    public void Should_leave_the_random_state_of_torch_alone_when_it_makes_a_model()
    {
        using var before = torch.random.get_rng_state();
        using var model = GlmModel.Create(SmallModel.Config);
        using var after = torch.random.get_rng_state();
        Assert.Equal(before.data<byte>().ToArray(), after.data<byte>().ToArray());
    }

    [Fact]
    public void Should_read_windows_of_any_length()
    {
        using var model = SmallModel.Create();
        using var still = torch.no_grad();
        for (var length = 1; length <= SmallModel.Config.MaxPositions; length++)
        {
            using var batch = SmallModel.Batch([length, length]);
            using var output = model.Forward(batch, Everything);
            Assert.Equal([2, length, 16], output.LastHidden.shape);
            Assert.Equal([2, length, 3, 5], output.Predictions!.shape);
            Assert.Equal([2, length, 3], output.Likelihoods!.shape);
            Assert.Equal(3, output.HiddenStates!.Count);
            Assert.All(output.Attentions!, attention => Assert.Equal([2, 2, length, length], attention.shape));
            Assert.All(SmallModel.Numbers(output.LastHidden), value => Assert.True(float.IsFinite(value)));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(17)]
    [InlineData(29)]
    public void Should_give_the_same_numbers_with_and_without_padding(int length)
    {
        using var model = SmallModel.Create();
        using var still = torch.no_grad();
        using var alone = SmallModel.Batch([length]);
        using var padded = SmallModel.Batch([length, 30], length: 30);
        using var expected = model.Forward(alone, Everything);
        using var actual = model.Forward(padded, Everything);
        Assert.False(alone.HasPadding);
        Assert.True(padded.HasPadding);
        Close(expected.LastHidden, actual.LastHidden);
        Close(expected.Predictions!, actual.Predictions!);
        Close(expected.Likelihoods!, actual.Likelihoods!);
        for (var layer = 0; layer < 2; layer++)
        {
            using var real = actual.Attentions![layer].narrow(3, 0, length);
            Close(expected.Attentions![layer].transpose(1, 2), real.transpose(1, 2));
            Close(expected.HiddenStates![layer], actual.HiddenStates![layer]);
            using var toPadding = actual.Attentions[layer][0].narrow(2, length, 30 - length);
            Assert.All(SmallModel.Numbers(toPadding), value => Assert.Equal(0, value));
        }

        void Close(torch.Tensor one, torch.Tensor two)
        {
            using var part = two.narrow(0, 0, 1).narrow(1, 0, length);
            Assert.True(SmallModel.Difference(SmallModel.Numbers(one), SmallModel.Numbers(part)) <= 2e-6);
        }
    }

    [Fact]
    public void Should_ignore_what_stands_in_padding_rows()
    {
        using var model = SmallModel.Create();
        using var still = torch.no_grad();
        using var clean = SmallModel.Batch([5], length: 8);
        using var dirty = SmallModel.Batch([5], length: 8);
        dirty.Features.narrow(1, 5, 3).fill_(1000);
        using var expected = model.Forward(clean);
        using var actual = model.Forward(dirty);
        Assert.Equal(SmallModel.Numbers(expected.LastHidden.narrow(1, 0, 5)), SmallModel.Numbers(actual.LastHidden.narrow(1, 0, 5)));
    }

    [Fact]
    public void Should_attend_evenly_in_a_window_of_padding()
    {
        using var model = SmallModel.Create();
        using var still = torch.no_grad();
        using var batch = SmallModel.Batch([0, 4]);
        using var output = model.Forward(batch, Everything);
        foreach (var attention in output.Attentions!)
        {
            using var empty = attention[0];
            Assert.All(SmallModel.Numbers(empty), value => Assert.Equal(0.25, value, 1e-6));
        }
        Assert.All(SmallModel.Numbers(output.LastHidden), value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void Should_give_attention_that_sums_to_one_and_symmetric_contacts()
    {
        using var model = SmallModel.Create();
        using var still = torch.no_grad();
        using var batch = SmallModel.Batch([6, 3, 5]);
        using var output = model.Forward(batch, GlmOutputs.Attentions);
        foreach (var attention in output.Attentions!)
        {
            using var sums = attention.sum(-1);
            Assert.All(SmallModel.Numbers(sums), value => Assert.Equal(1, value, 1e-6));
        }
        using var contacts = output.Contacts(); // [B, L, L, layers·A]
        using var swapped = contacts.transpose(1, 2);
        Assert.Equal([3, 6, 6, 4], contacts.shape);
        Assert.Equal(SmallModel.Numbers(contacts), SmallModel.Numbers(swapped));
        for (var layer = 0; layer < 2; layer++)
        for (var head = 0; head < 2; head++)
            Assert.Equal(
                output.Attentions[layer][1, head, 2, 4].item<float>() + output.Attentions[layer][1, head, 4, 2].item<float>(),
                contacts[1, 2, 4, (layer * 2) + head].item<float>()
            );
    }

    [Fact]
    public void Should_return_only_what_was_asked_for()
    {
        using var model = SmallModel.Create();
        using var still = torch.no_grad();
        using var batch = SmallModel.Batch([3]);
        using var nothing = model.Forward(batch, GlmOutputs.None);
        Assert.True(nothing is { HiddenStates: null, Attentions: null, Predictions: null, Likelihoods: null });
        Assert.Throws<InvalidOperationException>(nothing.Contacts);
        using var predictions = model.Forward(batch, GlmOutputs.Predictions);
        Assert.True(predictions is { HiddenStates: null, Attentions: null, Predictions: not null, Likelihoods: not null });
        using var attentions = model.Forward(batch, GlmOutputs.Attentions);
        Assert.True(attentions is { HiddenStates: null, Attentions.Count: 2, Predictions: null });
        using var states = model.Forward(batch, GlmOutputs.HiddenStates);
        Assert.True(states is { HiddenStates.Count: 3, Attentions: null, Predictions: null });
        Assert.Equal(SmallModel.Numbers(nothing.LastHidden), SmallModel.Numbers(states.HiddenStates![2]));
    }

    [Fact]
    public void Should_apply_dropout_in_training_only()
    {
        using var model = GlmModel.Create(SmallModel.Config with { HiddenDropout = 0.5, AttentionDropout = 0.5 });
        using var still = torch.no_grad();
        using var batch = SmallModel.Batch([6]);
        float[] Run(bool training)
        {
            using var output = model.Forward(batch, GlmOutputs.None, training);
            return SmallModel.Numbers(output.LastHidden);
        }
        Assert.Equal(Run(training: false), Run(training: false));
        Assert.NotEqual(Run(training: false), Run(training: true));
        Assert.NotEqual(Run(training: true), Run(training: true));
    }

    [Fact]
    public void Should_hide_a_masked_gene_completely()
    {
        using var model = SmallModel.Create();
        using var still = torch.no_grad();
        var masked = new bool[5];
        masked[2] = true;
        using var one = SmallModel.Batch([5], masked: masked, seed: 3);
        using var two = SmallModel.Batch([5], seed: 3);
        two.Features[0, 2] = torch.full([13], -1f);
        using var expected = model.Forward(two);
        using var actual = model.Forward(one);
        Assert.Equal(SmallModel.Numbers(expected.LastHidden), SmallModel.Numbers(actual.LastHidden));
        Assert.Equal([2L], one.MaskedRows!.data<long>().ToArray());
    }

    [Fact]
    public void Should_never_mask_padding()
    {
        using var batch = SmallModel.Batch([2, 1], masked: [true, true, true, true]);
        Assert.Equal([0L, 1, 2], batch.MaskedRows!.data<long>().ToArray());
        Assert.All(SmallModel.Numbers(batch.Features[1, 1]), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Should_refuse_features_of_another_width()
    {
        using var model = SmallModel.Create();
        using var batch = SmallModel.Batch([3], config: SmallModel.Config with { ProteinWidth = 10 });
        var error = Assert.Throws<GlmException>(() => model.Forward(batch)).Message;
        Assert.Contains("11 numbers", error);
        Assert.Contains("reads 13", error);
        Assert.DoesNotContain('\n', error);
    }

    [Fact]
    public void Should_refuse_windows_beyond_the_distance_tables()
    {
        using var model = SmallModel.Create();
        using var batch = SmallModel.Batch([41]);
        var error = Assert.Throws<GlmException>(() => model.Forward(batch)).Message;
        Assert.Contains("41 genes", error);
        Assert.Contains("reach 40", error);
        Assert.DoesNotContain('\n', error);
    }

    [Fact]
    public void Should_keep_the_number_of_live_tensors_over_forward_passes()
    {
        using var model = SmallModel.Create();
        using var batch = SmallModel.Batch([4, 6], masked: [.. Enumerable.Range(0, 12).Select(i => i % 3 == 0)]);
        void Pass()
        {
            using var still = torch.no_grad();
            using var output = model.Forward(batch, Everything);
            using var contacts = output.Contacts();
        }
        Pass();
        var before = SmallModel.LiveTensors;
        for (var i = 0; i < 50; i++)
            Pass();
        Assert.Equal(before, SmallModel.LiveTensors);
    }

    [Fact]
    public void Should_free_everything_when_it_is_disposed()
    {
        var before = SmallModel.LiveTensors;
        using (var model = SmallModel.Create())
        using (var batch = SmallModel.Batch([4, 6]))
        using (var output = model.Forward(batch, Everything))
            Assert.True(SmallModel.LiveTensors > before);
        Assert.Equal(before, SmallModel.LiveTensors);
    }

    [Theory]
    [MemberData(nameof(BadConfigs))]
    public void Should_refuse_a_configuration_that_is_no_model(GlmConfig config, string part)
    {
        var error = Assert.Throws<GlmException>(() => GlmModel.Create(config)).Message;
        Assert.Contains(part, error);
        Assert.DoesNotContain('\n', error);
    }

    public static TheoryData<GlmConfig, string> BadConfigs =>
        new()
        {
            { SmallModel.Config with { Heads = 3 }, "16 is not a multiple of the 3 heads" },
            { SmallModel.Config with { Heads = 0 }, "number of heads is 0" },
            { SmallModel.Config with { Layers = 0 }, "number of layers is 0" },
            { SmallModel.Config with { Layers = 2_000_000_000 }, "1 to 1000" },
            { SmallModel.Config with { HiddenSize = int.MaxValue - 1 }, "hidden size is 2147483646" },
            { SmallModel.Config with { LabelWidth = 1 }, "label width" },
            { SmallModel.Config with { MaxGenes = 41 }, "1 to 40" },
            { SmallModel.Config with { HiddenDropout = 1 }, "hidden dropout is 1" },
            { SmallModel.Config with { AttentionDropout = double.NaN }, "attention dropout is NaN" },
            { SmallModel.Config with { LayerNormEpsilon = -1 }, "epsilon" },
            { SmallModel.Config with { InitializerRange = double.PositiveInfinity }, "initializer range" },
            { SmallModel.Config with { HiddenSize = 1 << 20, FeedForwardSize = 1 << 20, Layers = 1000 }, "Use a smaller model" },
        };
}
